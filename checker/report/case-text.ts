/** A case of a suite in words: its name, and in what it is not as expected. */

import type { CaseResult } from '../case-result.ts'
import type { Difference } from '../expectation.ts'
import { describe } from '../verdict.ts'
import { withParameters } from './model-text.ts'

/** `shmem vmap, scenario (convention=universal, importers=2)`. */
export function caseText({ model, scenario, parameters }: CaseResult): string {
  const name = scenario === null ? model : `${model}, ${scenario}`
  return withParameters(name, Object.entries(parameters))
}

/** `deadlock`, or why there is no verdict: `refused`, `failed`. */
export function outcomeText({ outcome }: CaseResult): string {
  return outcome.kind === 'checked' ? describe(outcome.report.verdict) : outcome.kind
}

/** In what the case is not as expected, a line for each; of one without a verdict, why. */
export function differenceTexts({ outcome }: CaseResult): readonly string[] {
  if (outcome.kind !== 'checked') return outcome.message.split('\n')
  return outcome.differences.map(differenceText)
}

export function differenceText({ what, expected, actual }: Difference): string {
  if (what !== 'note') return `${what}: expected ${expected}, but it is ${actual}`
  return expected === 'none'
    ? `proves nothing, and the spec does not accept it: ${actual}`
    : `accepted by the spec, and does not occur: ${expected}`
}
