/** `fencepost check`: every case of every suite, held against its expectation. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import { formats } from '../report/formats.ts'
import { page } from '../report/page.ts'
import { exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import type { BoundOptions } from './bounds.ts'
import { interruptible } from './interrupt.ts'
import { checkRows } from './side-by-side.ts'
import { loadSuites, specFiles } from './suite-files.ts'
import type { SuiteFile } from './suite-files.ts'

export interface CheckCommandOptions extends BoundOptions {
  readonly json?: true
}

/** Checks the suites, several cases at once, prints each suite when it is done, and answers with the exit code. */
export async function checkSuites(
  paths: readonly string[],
  options: CheckCommandOptions,
): Promise<ExitCode> {
  const cwd = process.cwd()
  const files: SuiteFile[] = []
  for (const path of specFiles(paths, cwd)) files.push(await loadSuites(path, cwd))
  const suites = files.flatMap(({ path, suites: inFile }) => {
    return inFile.map(({ name, cases }) => ({ suite: name, file: path, cases }))
  })
  const format = formats[options.json === true ? 'json' : 'text']
  const onto = page(process.stdout, process.env, cwd)
  const results: SuiteResult[] = []
  const finished = await interruptible(async (signal) => {
    const rows = suites.flatMap(({ suite, cases }) => {
      return cases.map((one, at) => ({ one, name: `${suite} ${at + 1}/${cases.length}` }))
    })
    const { results: inOrder, close } = await checkRows(rows, options, signal, cwd)
    let first = 0
    for (const { suite, file, cases } of suites) {
      const inSuite = await Promise.all(inOrder.slice(first, first + cases.length))
      first += cases.length
      const done = inSuite.filter((result) => result !== null)
      if (done.length === 0) break
      const result = { suite, file, cases: done }
      results.push(result)
      process.stdout.write(format.suite(result, onto))
    }
    await close()
    return !signal.aborted
  })
  process.stdout.write(format.summary(results, casesIn(suites) - casesIn(results), onto))
  return finished ? exitCodeOf(results.flatMap(({ cases }) => cases)) : exitCodes.interrupted
}

function casesIn(suites: readonly { readonly cases: readonly unknown[] }[]): number {
  return suites.reduce((sum, { cases }) => sum + cases.length, 0)
}

/** A checker that failed goes before a model that is wrong in itself, and that before a verdict that is not as expected. */
function exitCodeOf(cases: readonly CaseResult[]): ExitCode {
  if (cases.some(({ outcome }) => outcome.kind === 'failed')) return exitCodes.system
  for (const { outcome } of cases) {
    if (outcome.kind === 'refused' && outcome.code !== exitCodes.assumption) return outcome.code
  }
  return cases.every(isAsExpected) ? exitCodes.holds : exitCodes.unexpected
}
