/** Why a model does not refine another, as a part of a JSON document. */

import type { RefinementFailure } from '../refinement-failure.ts'
import { attemptText } from './refinement-text.ts'

/** States are those of the model that was to be refined; `before` is null where the first state is wrong. */
export function refinementDocument({ model, before, after, attempts }: RefinementFailure): object {
  return {
    model: model.name,
    before: before?.variables ?? null,
    after: after.variables,
    attempts: attempts.map((attempt) => ({
      kind: attempt.kind,
      action: 'action' in attempt ? attempt.action : null,
      choices: 'choices' in attempt ? attempt.choices : [],
      different: 'different' in attempt ? attempt.different : [],
      text: attemptText(attempt, model),
    })),
  }
}
