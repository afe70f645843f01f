/** `fencepost check`: every case of every suite, held against its expectation. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import type { CheckOptions } from '../check.ts'
import { formats } from '../report/formats.ts'
import { page } from '../report/page.ts'
import { exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import { boundsOf } from './bounds.ts'
import type { BoundOptions } from './bounds.ts'
import { interruptible } from './interrupt.ts'
import { ProgressLine } from './progress.ts'
import { runCase } from './run-case.ts'
import { loadSuites, specFiles } from './suite-files.ts'
import type { SuiteFile } from './suite-files.ts'

export interface CheckCommandOptions extends BoundOptions {
  readonly json?: true
}

/** Checks the suites, prints each when it is done, and answers with the exit code. */
export async function checkSuites(
  paths: readonly string[],
  options: CheckCommandOptions,
): Promise<ExitCode> {
  const cwd = process.cwd()
  const files: SuiteFile[] = []
  for (const path of specFiles(paths, cwd)) files.push(await loadSuites(path, cwd))
  const format = formats[options.json === true ? 'json' : 'text']
  const onto = page(process.stdout, process.env, cwd)
  const results: SuiteResult[] = []
  const finished = await interruptible(async (signal) => {
    for (const { path, suites } of files) {
      for (const { name, cases } of suites) {
        const done: CaseResult[] = []
        for (const [index, one] of cases.entries()) {
          const line = new ProgressLine(process.stderr, `${name} ${index + 1}/${cases.length}: `)
          const bounds: CheckOptions = {
            ...boundsOf(options),
            signal,
            progress: (progress) => line.show(progress),
          }
          done.push(await runCase(one, bounds, cwd).finally(() => line.wipe()))
          if (signal.aborted) break
        }
        const result = { suite: name, file: path, cases: done }
        results.push(result)
        process.stdout.write(format.suite(result, onto))
        if (signal.aborted) return false
      }
    }
    return true
  })
  const all = files.reduce((sum, { suites }) => sum + casesIn(suites), 0)
  process.stdout.write(format.summary(results, all - casesIn(results), onto))
  return finished ? exitCodeOf(results.flatMap(({ cases }) => cases)) : exitCodes.interrupted
}

function casesIn(suites: readonly { readonly cases: readonly unknown[] }[]): number {
  return suites.reduce((sum, { cases }) => sum + cases.length, 0)
}

/** A model that is wrong in itself goes before a verdict that is not as expected. */
function exitCodeOf(cases: readonly CaseResult[]): ExitCode {
  for (const { outcome } of cases) {
    if (outcome.kind === 'refused' && outcome.code !== exitCodes.assumption) return outcome.code
  }
  return cases.every(isAsExpected) ? exitCodes.holds : exitCodes.unexpected
}
