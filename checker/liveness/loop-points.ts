/** The points of a lasso's loop: what could be taken at each, and what is. */

import type { DecodedState, Outcome, System } from '../system.ts'
import { ReplayError, replay } from '../trace.ts'
import type { Trace } from '../trace.ts'
import type { StepKind } from './conditions.ts'
import { stepKinds } from './step-kind.ts'

export interface LoopPoint {
  /** How many steps the trace takes before. */
  readonly after: number
  /** Every step that could be taken there and changes the state, in order. */
  readonly enabled: readonly StepKind[]
  /** Null where the run stays for ever. */
  readonly taken: StepKind | null
  /** The threads that have not ended there. */
  readonly living: readonly number[]
}

/** A lasso in the states of a system. */
export interface Lasso<State> {
  /** The state before each step, and where the run stays for ever, that state too. */
  readonly states: readonly State[]
  /** The position among `states` to which the run comes back from the last. */
  readonly begin: number
  readonly loop: readonly LoopPoint[]
}

/**
 * The lasso that the trace says. Throws a `ReplayError` where the system cannot follow it, its loop does not come back, or a step of it
 * changes nothing.
 */
export function lassoOf<State>(trace: Trace, system: System<State>): Lasso<State> {
  const { steps, loop: begin = 0 } = trace
  const all = replay(trace, system)
  const [first, last] = [all[begin], all.at(-1)]
  if (first === undefined || last === undefined || all.length !== steps.length + 1) {
    throw new ReplayError('The lasso passes what is no state.')
  }
  if (!system.equal(first, last)) {
    throw new ReplayError(`The run does not come back to where it was after ${begin} steps.`)
  }
  const idle = all.findIndex((state, number) => {
    const before = number === 0 ? undefined : all[number - 1]
    return before !== undefined && system.equal(before, state)
  })
  if (idle !== -1) throw new ReplayError(`Step ${idle} of the lasso changes nothing.`)
  const states = begin === steps.length ? all : all.slice(0, -1)
  const kindOf = stepKinds(system.model)
  const loop = states.slice(begin).map((state, offset): LoopPoint => {
    const after = begin + offset
    const before = (): DecodedState => system.decode(state)
    const step = steps[after]
    return {
      after,
      enabled: changing(state, system).map((outcome) => kindOf(outcome, before)),
      taken: step === undefined ? null : kindOf(step, before),
      living: before().processes.flatMap(({ at }, thread) => (at === null ? [] : [thread])),
    }
  })
  return { states, begin, loop }
}

function changing<State>(state: State, system: System<State>): readonly Outcome<State>[] {
  return system
    .expand(state)
    .filter(({ result }) => result.kind === 'state' && !system.equal(result.state, state))
}
