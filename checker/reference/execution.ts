/** A process instance in the midst of a step, and the motions that every statement is made of. */

import { Set } from 'immutable'
import type { LocalId, Ordinal, Wait } from '../../dsl/ir.ts'
import type { Choice, FairBranch, Failure, StepInfo } from '../system.ts'
import type { Chain } from './chain.ts'
import type { Datum } from './datum.ts'
import { Frame, environment } from './state.ts'
import type { Environment, InterpretedState } from './state.ts'
import { withLocal } from './writes.ts'

/**
 * `taking`: has rested and not yet taken its step; `atomic`: is inside an `atomic`; `settling`: has taken its step, and executes what takes
 * none until it rests.
 */
type Phase = 'taking' | 'atomic' | 'settling'

/** How an execution ended. `ofState`: in the guard, so that the step was never taken. */
type End =
  | { readonly kind: 'rests' }
  | { readonly kind: 'blocked'; readonly wait: Wait | null }
  | { readonly kind: 'problem'; readonly problem: Failure; readonly ofState: boolean }

export interface Execution {
  /** With the variables, the frames and the labels as they are now. */
  readonly state: InterpretedState
  readonly thread: number
  readonly chain: Chain
  /** The statement of the chain's body that is executed next. */
  readonly at: Ordinal
  readonly phase: Phase
  /** The step that is taken, once it is known. */
  readonly step: StepInfo | null
  readonly choices: readonly Choice[]
  readonly branches: readonly FairBranch[]
  /** Null while it goes on. */
  readonly end: End | null
}

/** From one point of an execution to another. */
export type Move = (execution: Execution) => Execution

/** What expressions read at this point. */
export function here({ state, thread }: Execution): Environment {
  return environment(state, thread)
}

/** Goes to a statement of the same body. */
export function to(at: Ordinal): Move {
  return (execution) => ({ ...execution, at })
}

/** Rests at the statement that is next. */
export function rest(execution: Execution): Execution {
  const { state, thread, at } = execution
  const frame = new Frame(at, state.frame(thread).locals)
  return { ...execution, state: state.withFrame(thread, frame), end: { kind: 'rests' } }
}

/** Names the step after the statement that is next, unless it has a name. */
export function named(execution: Execution): Execution {
  return execution.step === null
    ? { ...execution, step: execution.chain.info(execution.at) }
    : execution
}

/** Has taken a step: the labels of its control point are cleared. */
export function taken(execution: Execution): Execution {
  const { state, thread, phase } = execution
  return {
    ...execution,
    state: state.withLabels(thread, Set()),
    phase: phase === 'taking' ? 'settling' : phase,
  }
}

/** Leaves an `atomic`. */
export function atomicEnded(execution: Execution): Execution {
  return { ...taken(execution), phase: 'settling' }
}

/** Passes a label, which counts only between a step and the rest after it. */
export function passed(execution: Execution, label: string): Execution {
  const { state, thread, phase } = execution
  if (phase !== 'settling') return execution
  const { labels } = state.control(thread)
  return { ...execution, state: state.withLabels(thread, labels.add(label)) }
}

/** These locals die. */
export function dying(locals: readonly LocalId[]): Move {
  if (locals.length === 0) return (execution) => execution
  return (execution) => {
    const { state, thread } = execution
    const frame = state.frame(thread)
    const left = new Frame(frame.at, frame.locals.deleteAll(locals))
    return { ...execution, state: state.withFrame(thread, left) }
  }
}

/** Enters the callee; `chain` is its, and `locals` are its parameters. The caller stays at the call. */
export function called(execution: Execution, chain: Chain, callee: Frame): Execution {
  const { state, thread, at } = execution
  const caller = new Frame(at, state.frame(thread).locals)
  const frames = state.control(thread).frames.set(-1, caller).push(callee)
  return { ...execution, state: state.withFrames(thread, frames), chain }
}

/** Leaves the body; goes on in the caller behind the call, or rests as terminated. */
export function returned(execution: Execution, value: Datum | null): Execution {
  const { state, thread, chain } = execution
  const frames = state.control(thread).frames.pop()
  const left = { ...execution, state: state.withFrames(thread, frames) }
  if (chain.parent === null) return { ...left, end: { kind: 'rests' } }
  const { at } = left.state.frame(thread)
  return chain.parent.code.resume(at, { ...left, chain: chain.parent, at }, value)
}

/** With a local of the innermost frame set. */
export function assigned(execution: Execution, local: LocalId, value: Datum): Execution {
  const { state, thread } = execution
  return { ...execution, state: withLocal(state, thread, local, () => value) }
}
