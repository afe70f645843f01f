/** Why a counterexample is one, read off the states of the interpreter, whichever engine found it. */

import type { Model } from '../dsl/ir.ts'
import { deadlockIn } from './deadlock.ts'
import type { Deadlock } from './deadlock.ts'
import type { Hold } from './lock-order/hold.ts'
import type { Reason } from './reason.ts'
import { explain } from './reference/explain.ts'
import { holdsAt } from './reference/holds.ts'
import { interpret } from './reference/interpreter.ts'
import type { InterpretedState } from './reference/interpreter.ts'
import { situation } from './reference/waiting.ts'
import type { Situation } from './situation.ts'
import { replay } from './trace.ts'
import type { Trace } from './trace.ts'
import type { Wrong } from './verdict.ts'

export interface Explanation {
  /** Which part of the violated property was false. */
  readonly reasons: readonly Reason[]
  /** Who holds what and who waits for whom in the last state of the trace; null when it has none. */
  readonly situation: Situation | null
  /** What each thread holds there, by thread, in order of acquisition. */
  readonly holds: readonly (readonly Hold[])[]
  /** Whether hardware interrupts are kept from the CPU of the process that takes the last step, before it does. */
  readonly masked: boolean
  /** Who is stuck there; null where no deadlock is what is wrong. */
  readonly deadlock: Deadlock | null
}

/** Follows the trace in the interpreter. Throws a `ReplayError` where it cannot. */
export function explained(model: Model, trace: Trace, wrong: Wrong): Explanation {
  const system = interpret(model)
  const states = replay(trace, system)
  const last = states.at(-1)
  if (last === undefined) {
    return { reasons: [], situation: null, holds: [], masked: false, deadlock: null }
  }
  const reasons = reasonsFor(wrong, model, states.at(-2) ?? null, last)
  const thread = trace.steps.at(-1)?.thread ?? null
  const { hardirq } = model.masks
  const masked = thread !== null && hardirq !== null && system.predicateOf(hardirq)(last, thread)
  const end = situation(model, last)
  const isDeadlock = wrong.kind === 'deadlock'
  return {
    reasons,
    situation: end,
    holds: holdsAt(model, states),
    masked: masked === true,
    deadlock: isDeadlock ? deadlockIn(system, last, end, wrong.onGraph ?? null) : null,
  }
}

function reasonsFor(
  wrong: Wrong,
  model: Model,
  before: InterpretedState | null,
  last: InterpretedState,
): readonly Reason[] {
  if (wrong.kind !== 'violated') return []
  const { kind, name } = wrong.property
  const property = model.properties.find((each) => each.kind === kind && each.name === name)
  if (property === undefined) return []
  if (kind !== 'step') return explain(model, property.expr, last)
  return before === null ? [] : explain(model, property.expr, before, last)
}
