/** What an outcome is, as far as fairness is concerned. */

import type { Model } from '../../dsl/ir.ts'
import type { DecodedState, Outcome } from '../system.ts'
import type { StepKind } from './conditions.ts'

/** Prepares the kinds of a model's steps; each of them from its outcome and the state before it, which is only decoded where it has to be. */
export function stepKinds(
  model: Model,
): (outcome: Outcome<unknown>, before: () => DecodedState) => StepKind {
  const asksForLabels = model.fairness.some(({ steps }) => steps.kind === 'label')
  const parametersOf = new Map(model.actions.map(({ name, parameters }) => [name, parameters]))
  return ({ step, thread, branches, choices }, before) => {
    const at = asksForLabels && thread !== null ? before().processes[thread] : undefined
    const count = thread === null ? (parametersOf.get(step.name)?.length ?? 0) : 0
    return {
      thread,
      step,
      branches,
      labels: at?.labels ?? [],
      // What an action picks comes behind its parameters.
      parameters: choices.slice(0, count).map(({ value }) => value),
    }
  }
}
