/** What became of the cases of a suite, as data: for tables, for JSON, for a test runner. */

import type { Site } from '../dsl/site.ts'
import type { Report } from './check.ts'
import type { Difference, Expectation } from './expectation.ts'
import type { ExitCode } from './verdict.ts'

export type CaseOutcome =
  | {
      readonly kind: 'checked'
      readonly report: Report
      readonly differences: readonly Difference[]
    }
  /** There is no model to check: it is wrong, its parameters are, or it does not apply to them. */
  | { readonly kind: 'refused'; readonly message: string; readonly code: ExitCode }
  /** The checker itself failed, and nothing is known. */
  | { readonly kind: 'failed'; readonly message: string }

export interface CaseResult {
  readonly model: string
  /** Every declared parameter, those left out with their defaults. */
  readonly parameters: Readonly<Record<string, boolean | number | string>>
  readonly scenario: string | null
  readonly expected: Expectation
  /** The names of what may prove nothing. */
  readonly accept: readonly string[]
  /** Where the case is written. */
  readonly site: Site
  readonly outcome: CaseOutcome
}

export interface SuiteResult {
  readonly suite: string
  readonly file: string
  readonly cases: readonly CaseResult[]
}

/** Whether the verdict, and whatever else was pinned, is as expected. */
export function isAsExpected({ outcome }: CaseResult): boolean {
  return outcome.kind === 'checked' && outcome.differences.length === 0
}
