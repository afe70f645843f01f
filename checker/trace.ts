/** A run as plain data, and the same run followed again in another system. */

import { isDeepStrictEqual } from 'node:util'
import type { Run } from './canonical.ts'
import type { DecodedState, InitialOutcome, Outcome, Result, System } from './system.ts'

/** The steps in order; only the last can end in a fault or a failed assertion. */
export interface Trace {
  readonly initial: InitialOutcome<DecodedState>
  readonly steps: readonly Outcome<DecodedState>[]
  /** Of a lasso: after so many steps the loop begins, to which the last step leads back; it may have none. */
  readonly loop?: number
}

/** The run, its states decoded by the system in which it was found. */
export function traceOf<State>(
  run: Pick<Run<State>, 'initial' | 'steps'>,
  system: System<State>,
): Trace {
  return {
    initial: decoded(run.initial, system),
    steps: run.steps.map((step) => ({ ...step, result: decoded(step.result, system) })),
  }
}

/** The trace cannot be followed: the two systems differ, or the trace was never one of this model. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError'
}

/** The states of the system along the trace, the initial one first. Throws a `ReplayError` where it cannot follow. */
export function replay<State>(trace: Trace, system: System<State>): readonly State[] {
  const initial = system.initial().find((outcome) => agrees(outcome, trace.initial, system))
  if (initial === undefined) {
    throw new ReplayError('The trace begins in what is no initial state of this system.')
  }
  if (initial.kind !== 'state') {
    if (trace.steps.length > 0) throw new ReplayError('The trace goes on from a fault.')
    return []
  }
  const states = [initial.state]
  let at: State | null = initial.state
  for (const [index, step] of trace.steps.entries()) {
    const which = `step ${index + 1} of the trace, ${nameOf(step)},`
    if (at === null) throw new ReplayError(`There is no state in which to take ${which} after it.`)
    const offered: readonly Outcome<State>[] = system.expand(at)
    const taken = offered.find((outcome) => !outcome.ofState && isStep(outcome, step))
    if (taken === undefined) {
      const names = offered.map(nameOf).join(', ')
      throw new ReplayError(`${which} is not enabled. Enabled: ${names === '' ? 'none' : names}.`)
    }
    if (!agrees(taken.result, step.result, system)) {
      throw new ReplayError(`${which} ends in another way in this system.`)
    }
    at = taken.result.kind === 'state' ? taken.result.state : null
    if (at !== null) states.push(at)
  }
  return states
}

function decoded<State>(result: Result<State>, system: System<State>): Result<DecodedState> {
  return result.kind === 'state' ? { kind: 'state', state: system.decode(result.state) } : result
}

function isStep(outcome: Outcome<unknown>, step: Outcome<unknown>): boolean {
  return (
    outcome.step.id === step.step.id &&
    outcome.thread === step.thread &&
    isDeepStrictEqual(outcome.choices, step.choices)
  )
}

function agrees<State>(
  result: Result<State>,
  expected: Result<DecodedState>,
  system: System<State>,
): boolean {
  switch (expected.kind) {
    case 'state':
      return (
        result.kind === 'state' && isDeepStrictEqual(system.decode(result.state), expected.state)
      )
    case 'fault':
      return (
        result.kind === 'fault' &&
        result.fault.kind === expected.fault.kind &&
        result.fault.site.toString() === expected.fault.site.toString()
      )
    case 'assertion':
      return (
        result.kind === 'assertion' &&
        result.assertion.message === expected.assertion.message &&
        result.assertion.site.toString() === expected.assertion.site.toString()
      )
  }
}

function nameOf({ step, thread, choices }: Outcome<unknown>): string {
  const picked = choices.map(({ name, value }) => `${name}=${JSON.stringify(value)}`).join(' ')
  const who = thread === null ? '' : ` by thread ${thread}`
  return `${step.id}${who}${picked === '' ? '' : ` with ${picked}`}`
}
