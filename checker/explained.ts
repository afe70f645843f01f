/** Why a counterexample is one, read off the states of the interpreter, whichever engine found it. */

import type { Model, Property } from '../dsl/ir.ts'
import { deadlockIn } from './deadlock.ts'
import { unexplained } from './explanation.ts'
import type { Explanation } from './explanation.ts'
import { explainLasso } from './liveness/explain-lasso.ts'
import type { Reason } from './reason.ts'
import { explain } from './reference/explain.ts'
import { holdsAt } from './reference/holds.ts'
import { interpret } from './reference/interpreter.ts'
import { explainRefinement } from './reference/refinement.ts'
import type { InterpretedState } from './reference/interpreter.ts'
import { situation } from './reference/waiting.ts'
import { replay } from './trace.ts'
import type { Trace } from './trace.ts'
import type { Wrong } from './verdict.ts'

/** Follows the trace in the interpreter. Throws a `ReplayError` where it cannot. */
export function explained(model: Model, trace: Trace, wrong: Wrong): Explanation {
  const system = interpret(model)
  const states = replay(trace, system)
  const last = states.at(-1)
  if (last === undefined) return unexplained
  const property = violatedIn(model, wrong)
  const before = states.at(-2) ?? null
  const refines = property?.refines ?? null
  const thread = trace.steps.at(-1)?.thread ?? null
  const { hardirq } = model.masks
  const masked = thread !== null && hardirq !== null && system.predicateOf(hardirq)(last, thread)
  const end = situation(model, last)
  const isDeadlock = wrong.kind === 'deadlock'
  return {
    reasons: property === null ? [] : reasonsFor(property, model, before, last),
    situation: end,
    holds: holdsAt(model, states),
    masked: masked === true,
    deadlock: isDeadlock ? deadlockIn(system, last, end, wrong.onGraph ?? null) : null,
    lasso: wrong.kind === 'liveness' ? explainLasso(system, trace, wrong.formula) : null,
    refinement: refines === null ? null : explainRefinement(model, refines, before, last),
  }
}

function violatedIn(model: Model, wrong: Wrong): Property | null {
  if (wrong.kind !== 'violated') return null
  const { kind, name } = wrong.property
  return model.properties.find((each) => each.kind === kind && each.name === name) ?? null
}

function reasonsFor(
  { kind, expr, refines }: Property,
  model: Model,
  before: InterpretedState | null,
  last: InterpretedState,
): readonly Reason[] {
  // What refinement comes to is no text for a reader; why there is none says more.
  if (refines !== undefined) return []
  if (kind !== 'step') return explain(model, expr, last)
  return before === null ? [] : explain(model, expr, before, last)
}
