/** `fencepost table`: suites as tables of verdicts, for a mail or a document. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult } from '../case-result.ts'
import { page } from '../report/page.ts'
import { countOf } from '../report/quantities.ts'
import { tableFormats } from '../report/verdict-table-formats.ts'
import type { TableFormatName } from '../report/verdict-table-formats.ts'
import type { CheckedRow } from '../report/verdict-table.ts'
import { exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import { boundsOf } from './bounds.ts'
import type { BoundOptions } from './bounds.ts'
import { exitCodeOf, suitesAt } from './check.ts'
import { interruptible } from './interrupt.ts'
import { reproducingCommand } from './reproduce.ts'
import { checkRows } from './side-by-side.ts'
import type { Row } from './side-by-side.ts'

export interface TableOptions extends BoundOptions {
  readonly format: TableFormatName
}

/**
 * Checks the suites, several cases at once, prints each as tables when it is done, and answers with the exit code. A suite that an
 * interrupt has cut is not printed.
 */
export async function tabulate(paths: readonly string[], options: TableOptions): Promise<ExitCode> {
  const cwd = process.cwd()
  const suites = await suitesAt(paths, cwd)
  const rows = suites.flatMap(({ cases }) => cases)
  const onto = page(process.stdout, process.env, cwd)
  const results: CaseResult[] = []
  const finished = await interruptible(async (signal) => {
    const { results: inOrder, close } = await checkRows(rows, options, signal, cwd)
    let first = 0
    for (const { suite, file, cases } of suites) {
      const inSuite = await Promise.all(inOrder.slice(first, first + cases.length))
      first += cases.length
      const done = cases.flatMap((row, at): (readonly [Row, CaseResult])[] => {
        const result = inSuite[at] ?? null
        return result === null ? [] : [[row, result]]
      })
      if (signal.aborted || done.length < cases.length) break
      results.push(...done.map(([, result]) => result))
      const checked = await Promise.all(
        done.map(([row, result]) => checkedRow(row, result, options, cwd)),
      )
      const gap = first === cases.length ? '' : '\n'
      process.stdout.write(gap + tableFormats[options.format]({ suite, file, rows: checked }, onto))
    }
    await close()
    return !signal.aborted
  })
  if (!finished) {
    process.stderr.write(
      `Interrupted: ${results.length} of ${countOf(rows.length, 'row')} are printed.\n`,
    )
    return exitCodes.interrupted
  }
  const wrong = results.filter((result) => !isAsExpected(result)).length
  if (wrong > 0) {
    const are = wrong === 1 ? 'is' : 'are'
    process.stderr.write(`Of ${countOf(results.length, 'row')} ${wrong} ${are} not as expected.\n`)
  }
  return exitCodeOf(results)
}

async function checkedRow(
  { one }: Row,
  result: CaseResult,
  options: BoundOptions,
  cwd: string,
): Promise<CheckedRow> {
  const { declared } = one.model
  return {
    result,
    defaults: Object.fromEntries(declared.map(({ name, initial }) => [name, initial])),
    command: await reproducingCommand(one, boundsOf(options), cwd),
  }
}
