/** A run that is given by positions alone, followed in a system: its trace, and what is wrong at its end. */

import { isDeepStrictEqual } from 'node:util'
import type { Run } from './canonical.ts'
import type { Rank } from './findings.ts'
import { Judge, failed, fault } from './judge.ts'
import type { Judged } from './judge.ts'
import type { DecodedState, Outcome, Result, System } from './system.ts'
import { ReplayError, traceOf } from './trace.ts'
import type { Trace } from './trace.ts'
import type { Wrong } from './verdict.ts'

/** A run, as an engine tells it that knows no more of steps than their order. */
export interface Route {
  /** The position of the initial outcome in `System.initial()`. */
  readonly initial: number
  /** Of each step, its position in `System.expand()` of the state before it. */
  readonly steps: readonly number[]
  /** What is wrong at the end: the initial combination, the last state, or the last step. */
  readonly end: 'initial' | 'state' | 'step'
  readonly rank: Rank
  /** The states that it passes, the initial one first, as that engine has them; they are compared when given. */
  readonly states?: readonly DecodedState[]
}

interface Followed {
  readonly trace: Trace
  /** What a search of the system itself keeps for this end. */
  readonly wrong: Wrong
}

/** The run as a trace. Throws a `ReplayError` where the system offers no such step, or passes another state. */
export function walked<State>(system: System<State>, route: Omit<Route, 'rank'>): Trace {
  const path = walk(system, new Judge(system), route)
  if (route.states !== undefined) compare(statesOf(path), route.states, system)
  return traceOf(path, system)
}

/** As far as it has been followed. */
type Path<State> = Omit<Run<State>, 'wrong'>

/**
 * Follows the run; `deadlock` is false when deadlocks were not looked for. Throws a `ReplayError` where the system offers no such
 * step, passes another state, or has nothing wrong of this rank at the end.
 */
export function follow<State>(
  system: System<State>,
  route: Route,
  { deadlock = true }: { readonly deadlock?: boolean } = {},
): Followed {
  const judge = new Judge(system)
  const path = walk(system, judge, route)
  const states = statesOf(path)
  if (route.states !== undefined) compare(states, route.states, system)
  const { depth, kind, declared } = route.rank
  if (depth === path.steps.length) {
    for (const judged of notes(system, judge, path, route.end, deadlock)) {
      if (judged.kind !== kind || judged.declared !== declared) continue
      return { trace: traceOf(path, system), wrong: judged.wrong }
    }
  }
  throw new ReplayError(
    `The run of ${path.steps.length} steps does not end (${route.end}) in what is wrong: ${kind} ${declared} at depth ${depth}.`,
  )
}

function walk<State>(
  system: System<State>,
  judge: Judge<State>,
  route: Pick<Route, 'initial' | 'steps'>,
): Path<State> {
  const initial = system.initial()[route.initial]
  if (initial === undefined) throw new ReplayError(`There is no initial outcome ${route.initial}.`)
  const steps: Outcome<State>[] = []
  let at: Result<State> = initial
  for (const [index, position] of route.steps.entries()) {
    const which = `step ${index + 1} of the run, outcome ${position}`
    if (at.kind !== 'state') throw new ReplayError(`There is no state in which to take ${which}.`)
    const { outside } = judge.ofState(at.state)
    if (outside !== null) {
      throw new ReplayError(`Constraint '${outside.name}' excludes the state before ${which}.`)
    }
    const outcomes: readonly Outcome<State>[] = system.expand(at.state)
    const outcome = outcomes[position]
    if (outcome === undefined || outcome.ofState) {
      throw new ReplayError(
        `There is no ${which}: ${outcomes.length} outcomes, guards' faults too.`,
      )
    }
    steps.push(outcome)
    at = outcome.result
  }
  return { initial, steps }
}

function statesOf<State>({ initial, steps }: Path<State>): readonly State[] {
  const results = [initial, ...steps.map(({ result }) => result)]
  return results.flatMap((result) => (result.kind === 'state' ? [result.state] : []))
}

function compare<State>(
  states: readonly State[],
  expected: readonly DecodedState[],
  system: System<State>,
): void {
  if (states.length !== expected.length) {
    const counts = `${states.length} states, and not ${expected.length}`
    throw new ReplayError(`The run passes ${counts}, in this system.`)
  }
  for (const [index, state] of states.entries()) {
    if (isDeepStrictEqual(system.decode(state), expected[index])) continue
    throw new ReplayError(`After ${index} steps the run is in another state in this system.`)
  }
}

/** What is wrong at the end of the path, in the order in which a search notes it. */
function* notes<State>(
  system: System<State>,
  judge: Judge<State>,
  { initial, steps }: Path<State>,
  end: Route['end'],
  deadlock: boolean,
): Generator<Judged> {
  const last = steps.at(-1)?.result ?? initial
  switch (end) {
    case 'initial':
      if (steps.length === 0) yield* failure(last)
      return
    case 'state':
      if (last.kind === 'state') yield* ofState(last.state)
      return
    case 'step': {
      if (steps.length === 0) return
      const before = steps.at(-2)?.result ?? initial
      if (last.kind !== 'state') yield* failure(last)
      else if (before.kind === 'state') yield* judge.ofStep(before.state, last.state)
    }
  }

  function* ofState(state: State): Generator<Judged> {
    const { wrong, outside } = judge.ofState(state, steps.length === 0)
    yield* wrong
    if (outside !== null) return
    const outcomes = system.expand(state)
    for (const { ofState: isGuards, result } of outcomes) if (isGuards) yield* failure(result)
    const stuck = deadlock ? judge.ofDeadlock(state, outcomes) : null
    if (stuck !== null) yield stuck
  }
}

/** As something wrong, if it is. */
function failure(result: Result<unknown>): readonly Judged[] {
  switch (result.kind) {
    case 'state':
      return []
    case 'fault':
      return [fault(result.fault)]
    case 'assertion':
      return [failed(result.assertion)]
  }
}
