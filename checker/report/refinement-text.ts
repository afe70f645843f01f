/** Why a model does not refine another, in words. */

import type { Model } from '../../dsl/ir.ts'
import { reasonLines } from '../reason-text.ts'
import type { Attempt, RefinementFailure } from '../refinement-failure.ts'
import type { DecodedState } from '../system.ts'
import { valueText } from '../value-text.ts'
import { changesOf } from './changes.ts'
import { choicesText } from './step-text.ts'

/** The last step as one of the other model, and for each action of that why it is not the step. */
export function refinementLines(failure: RefinementFailure): readonly string[] {
  const { model, before, after, attempts } = failure
  const told = attempts.map((attempt) => attemptText(attempt, model))
  if (before === null) {
    const state = valuesText(after, Object.keys(after.variables), model)
    const none = `'${model.name}' has no initial state.`
    return [
      `As a state of '${model.name}' it begins with ${state}.`,
      ...(told.length === 0 ? [none] : told),
    ]
  }
  const changes = changesOf(before, after, '', model).join('; ')
  return [
    `As a state of '${model.name}', before the last step: ${valuesText(before, Object.keys(before.variables), model)}.`,
    `The last step changes ${changes}.`,
    ...told,
  ]
}

/** What the action would do instead, or why it does nothing. */
export function attemptText(attempt: Attempt, model: Model): string {
  switch (attempt.kind) {
    case 'begins': {
      const { state, different } = attempt
      return `'${model.name}' begins with ${valuesText(state, different, model)}.`
    }
    case 'elsewhere': {
      const { action, choices, state, different } = attempt
      return `${action}${choicesText(choices, model)} would leave ${valuesText(state, different, model)}.`
    }
    case 'fails': {
      const { action, choices, failure } = attempt
      const what =
        failure.kind === 'fault'
          ? `a fault: ${failure.fault.detail}`
          : `a failed assertion: ${failure.assertion.message}`
      return `${action}${choicesText(choices, model)} would end in ${what}.`
    }
    case 'not enabled': {
      const why = reasonLines(attempt.reasons, model).join('; ')
      return `${attempt.action} is not enabled${why === '' ? '' : `: ${why}`}.`
    }
  }
}

function valuesText(state: DecodedState, names: readonly string[], model: Model): string {
  const texts = model.variables.flatMap(({ name, sort }) =>
    names.includes(name)
      ? [`${name} = ${valueText(state.variables[name] ?? null, sort, model)}`]
      : [],
  )
  return texts.join('; ')
}
