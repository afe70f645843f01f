/** What an engine that knows only positions would tell of the canonical run of a search. */

import { isDeepStrictEqual } from 'node:util'
import { canonicalRun } from '../checker/canonical.ts'
import type { Route } from '../checker/follow.ts'
import { search } from '../checker/search.ts'
import type { SearchOptions } from '../checker/exploration.ts'
import type { Result, System } from '../checker/system.ts'
import { traceOf } from '../checker/trace.ts'
import type { Trace } from '../checker/trace.ts'
import type { Wrong } from '../checker/verdict.ts'

interface Found {
  readonly route: Route
  readonly trace: Trace
  readonly wrong: Wrong
}

/** The canonical run by its positions, and as the search itself tells it; null when nothing is wrong. */
export async function routeTo<State>(
  system: System<State>,
  options: SearchOptions = {},
): Promise<Found | null> {
  const found = await search(system, options)
  const { findings, store } = found
  const run = await canonicalRun(system, found)
  if (run === null || findings.rank === null) return null
  const trace = traceOf(run, system)
  const isThat = (result: Result<State>, other: Result<State>) =>
    result.kind === 'state' && other.kind === 'state'
      ? system.equal(result.state, other.state)
      : isDeepStrictEqual(result, other)
  const initial = system.initial().findIndex((outcome) => isThat(outcome, run.initial))
  const steps: number[] = []
  let last = run.initial
  let endsInStep = false
  for (const { step, thread, choices, result } of run.steps) {
    if (last.kind !== 'state') throw new Error('a step after a fault')
    const position = system
      .expand(last.state)
      .findIndex(
        (other) =>
          !other.ofState &&
          other.step.id === step.id &&
          other.thread === thread &&
          isDeepStrictEqual(other.choices, choices) &&
          isThat(other.result, result),
      )
    const from = store.find(last.state)
    endsInStep = from !== null && findings.endingAt({ at: 'step', from, position }) !== null
    steps.push(position)
    last = result
  }
  const number = last.kind === 'state' ? store.find(last.state) : null
  const isOfState = number !== null && findings.endingAt({ at: 'state', state: number }) !== null
  const end = endsInStep ? 'step' : isOfState ? 'state' : 'initial'
  const states = [trace.initial, ...trace.steps.map(({ result }) => result)].flatMap((result) =>
    result.kind === 'state' ? [result.state] : [],
  )
  return { route: { initial, steps, end, rank: findings.rank, states }, trace, wrong: run.wrong }
}
