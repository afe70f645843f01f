/** What a job answers and what the search in TypeScript answers, in the same words. */

import { canonicalRun } from '../../../checker/canonical.ts'
import type { Job, JobResult } from '../../../checker/compiled/host/job.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import type { Rank } from '../../../checker/findings.ts'
import { search } from '../../../checker/search.ts'
import type { Outcome, System } from '../../../checker/system.ts'

export interface Answer {
  readonly stop: string
  readonly levels: readonly number[]
  readonly generated: number
  readonly completeDepth: number
  readonly frontier: number
  readonly unreached: readonly string[]
  /** By the position of the constraint. */
  readonly outside: readonly number[]
  readonly rank: Rank | null
  readonly run: { readonly positions: readonly number[]; readonly states: readonly string[] } | null
}

/** The answer of the search and of its sweep, as far as a job answers it too. */
export async function expected(system: System<string>, options: SearchOptions): Promise<Answer> {
  const searched = await search(system, options)
  const run = await canonicalRun(system, searched)
  const counts = searched.levels.slice(1).map((end, at) => end - (searched.levels[at] ?? 0))
  const passed = run?.steps.flatMap(({ result }) => (result.kind === 'state' ? [result.state] : []))
  return {
    stop: searched.stop,
    levels: counts,
    generated: searched.generated,
    completeDepth: searched.completeDepth,
    frontier: searched.frontier,
    unreached: searched.unreached,
    outside: system.model.constraints.map(
      ({ name }) => [...searched.outside.values()].filter((each) => each === name).length,
    ),
    rank: searched.findings.rank,
    run:
      run === null
        ? null
        : {
            positions: positions(system, run.initial, run.steps),
            states: [
              ...(run.initial.kind === 'state' ? [run.initial.state] : []),
              ...(passed ?? []),
            ],
          },
  }
}

/** Of each step's outcome, where it is among those of the state. */
function positions(
  system: System<string>,
  initial: { readonly kind: string; readonly state?: string },
  steps: readonly Outcome<string>[],
): readonly number[] {
  let at = initial.state
  return steps.map((outcome) => {
    const position = at === undefined ? -1 : system.expand(at).indexOf(outcome)
    at = outcome.result.kind === 'state' ? outcome.result.state : undefined
    return position
  })
}

/** The same of a job's result. */
export function answered(
  system: System<string>,
  { sizes }: Job,
  result: JobResult,
  nameOf: (words: BigUint64Array) => string,
): Answer {
  const witnesses = system.model.properties.filter(({ kind }) => kind === 'reachable')
  const { run, reached, stop, levels, generated, completeDepth, frontier, outside, rank } = result
  const rest = { stop, levels, generated, completeDepth, frontier, outside, rank }
  const states =
    run === null
      ? []
      : Array.from({ length: run.states.length / sizes.words }, (_, at) =>
          nameOf(run.states.subarray(at * sizes.words, (at + 1) * sizes.words)),
        )
  return {
    ...rest,
    unreached: witnesses.flatMap(({ name }, at) => (reached[at] === true ? [] : [name])),
    run: run === null ? null : { positions: run.positions, states },
  }
}
