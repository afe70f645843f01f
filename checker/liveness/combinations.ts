/** The values that the parameters of an action can have. */

import { universe } from '../lower/context.ts'
import { decode } from '../lower/datum.ts'
import type { Program } from '../lower/program.ts'
import type { Value } from '../value.ts'

/** By position of an action in its model: every combination of its parameters, the last one varying fastest. */
export function combinationsOf(
  program: Program,
): (action: number) => readonly (readonly Value[])[] {
  const { all } = universe(program)
  return (action) => {
    const parameters = program.actions[action]?.parameters ?? []
    return parameters.reduce<readonly (readonly Value[])[]>(
      (combinations, { sort }) => {
        const values = Array.from(all(sort), (datum) => decode(sort, datum))
        return combinations.flatMap((before) => values.map((value) => [...before, value]))
      },
      [[]],
    )
  }
}
