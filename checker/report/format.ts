/** What a format of reports has to provide. */

import type { SuiteResult } from '../case-result.ts'
import type { Report } from '../check.ts'
import type { Page } from './page.ts'

/** A format for the verdicts of suites. What it returns is printed as it is, line ends included. */
export interface SuiteFormat {
  /** A suite, as soon as it is done. */
  suite(result: SuiteResult, page: Page): string
  /** After the last suite; `unchecked` counts the cases that an interrupt kept from being looked at. */
  summary(results: readonly SuiteResult[], unchecked: number, page: Page): string
}

/** One that can also say what became of one model by itself. */
export interface Format extends SuiteFormat {
  /** The report of one model. */
  run(report: Report, page: Page): string
}
