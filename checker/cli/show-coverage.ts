/** The author's source with what was executed of it, read from where the model came from. */

import { readFileSync } from 'node:fs'
import type { Report } from '../check.ts'
import { coveredFiles } from '../coverage/lines.ts'
import { coverageLines } from '../report/coverage-text.ts'
import type { Page } from '../report/page.ts'

/** What is printed behind a report that was asked for it. */
export function shownCoverage({ model, covered, distinct }: Report, page: Page): string {
  const files = covered === null ? null : coveredFiles(model, covered)
  const lines = coverageLines(files, distinct, sourceOf, page)
  return lines.map((line) => `${line}\n`).join('')
}

/** The lines of a file; null where it is not there any more. */
function sourceOf(file: string): readonly string[] | null {
  try {
    return readFileSync(file, 'utf8').replace(/\n$/, '').split(/\r?\n/)
  } catch {
    return null
  }
}
