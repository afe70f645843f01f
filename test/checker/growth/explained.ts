/** What a check says of growth, in a line for each part. */

import { checkWith } from '../../../checker/check.ts'
import { engineNamed } from '../../../checker/engine.ts'
import type { EngineName } from '../../../checker/engine.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import type { Growth } from '../../../checker/growth/growth.ts'
import { partName } from '../../../checker/report/growth-text.ts'
import type { Model } from '../../../dsl/ir.ts'

/** Everything there is to count, and nothing to judge. */
export const whole: SearchOptions = {
  continue: true,
  deadlock: false,
  liveness: false,
  lockOrder: false,
}

export async function growthOf(
  model: Model,
  engine: EngineName,
  options: SearchOptions = whole,
): Promise<Growth> {
  const memory = 2 ** 26
  const given = { memory, ...options, growth: true }
  const { growth } = await checkWith(await engineNamed(engine), model, given)
  if (growth === null) throw new Error('nothing was counted')
  return growth
}

/** By the name of the part: its values, and the states without it. */
export function figures(growth: Growth, model: Model): Readonly<Record<string, string>> {
  return Object.fromEntries(
    growth.parts.map(({ part, values, without }) => {
      return [partName(part, model), `${values} values, ${without} without`]
    }),
  )
}
