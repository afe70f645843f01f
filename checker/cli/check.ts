/** `fencepost check`: every case of every suite, held against its expectation. */

import { isAsExpected } from '../case-result.ts'
import type { CaseResult, SuiteResult } from '../case-result.ts'
import { countOf } from '../report/quantities.ts'
import { exitCodes } from '../verdict.ts'
import type { ExitCode } from '../verdict.ts'
import type { BoundOptions } from './bounds.ts'
import { interruptible } from './interrupt.ts'
import type { Reporter } from './reporter-option.ts'
import { openReports } from './reporters.ts'
import { rowNames, suiteFolder } from './row-names.ts'
import { isIn } from './shard.ts'
import type { Shard } from './shard.ts'
import { checkRows } from './side-by-side.ts'
import type { Row } from './side-by-side.ts'
import { loadSuites, specFiles } from './suite-files.ts'
import type { SuiteFile } from './suite-files.ts'
import { itfForm, snapshotForm } from './trace-forms.ts'
import { openTraceFolder } from './trace-folder.ts'
import type { TraceFolder } from './trace-folder.ts'

export interface CheckCommandOptions extends BoundOptions {
  readonly json?: true
  /** Whether what proves nothing has to be accepted. */
  readonly strict?: true
  /** In which formats, and where to; text on the standard output where there is none. */
  readonly reporter?: readonly Reporter[]
  /** Which part of the rows is checked. */
  readonly shard?: Shard
  /** The folder for counterexamples as text. */
  readonly traces?: string
  /** The folder for counterexamples as ITF. */
  readonly itf?: string
}

const onlyJson: Reporter = { format: 'json', file: null }

interface SuiteRow extends Row {
  readonly suite: string
  /** For the files of its own. */
  readonly fileName: string
}

interface SuiteRows {
  readonly suite: string
  readonly file: string
  readonly cases: readonly SuiteRow[]
}

/** Checks the suites, several cases at once, prints each suite when it is done, and answers with the exit code. */
export async function checkSuites(
  paths: readonly string[],
  options: CheckCommandOptions,
): Promise<ExitCode> {
  const cwd = process.cwd()
  const all = await suitesAt(paths, cwd)
  const suites = options.shard === undefined ? all : partOf(all, options.shard)
  if (options.shard !== undefined) {
    process.stderr.write(shardText(options.shard, casesIn(suites), casesIn(all)))
  }
  const rows = suites.flatMap(({ cases }) => cases)
  const asked = options.json === true ? [onlyJson] : []
  const reports = openReports([...asked, ...(options.reporter ?? [])], cwd)
  const folders = openFolders(options, all, rows, paths.length === 0, cwd)
  const results: SuiteResult[] = []
  const done: (readonly [SuiteRow, CaseResult])[] = []
  const finished = await interruptible(async (signal) => {
    const { results: inOrder, close } = await checkRows(rows, options, signal, cwd)
    let first = 0
    for (const { suite, file, cases } of suites) {
      const inSuite = await Promise.all(inOrder.slice(first, first + cases.length))
      first += cases.length
      const checked = cases.flatMap((row, at): (typeof done)[number][] => {
        const result = inSuite[at] ?? null
        return result === null ? [] : [[row, result]]
      })
      if (checked.length === 0) break
      done.push(...checked)
      const result = { suite, file, cases: checked.map(([, outcome]) => outcome) }
      results.push(result)
      reports.suite(result)
    }
    await close()
    return !signal.aborted
  })
  reports.summary(results, casesIn(suites) - casesIn(results))
  for (const folder of folders) {
    for (const [{ fileName, suite }, { outcome }] of done) {
      folder.row(fileName, suite, outcome.kind === 'checked' ? outcome.report : null)
    }
    process.stderr.write(folder.summary().join('\n') + '\n')
  }
  return finished ? exitCodeOf(results.flatMap(({ cases }) => cases)) : exitCodes.interrupted
}

/** The suites in the files that the paths lead to, each row with the names that it goes by. */
export async function suitesAt(
  paths: readonly string[],
  cwd: string,
): Promise<readonly SuiteRows[]> {
  const files: SuiteFile[] = []
  for (const path of specFiles(paths, cwd)) files.push(await loadSuites(path, cwd))
  const suites = files.flatMap(({ path, suites: inFile }) => {
    return inFile.map(({ name, cases }) => ({ suite: name, file: path, cases }))
  })
  const names = rowNames(
    suites.flatMap(({ suite, cases }) => cases.map((one) => ({ suite, one }))),
  ).values()
  return suites.map(({ suite, file, cases }) => ({
    suite,
    file,
    cases: cases.map((one, at) => {
      const name = `${suite} ${at + 1}/${cases.length}`
      return { suite, one, name, fileName: names.next().value ?? '' }
    }),
  }))
}

function partOf(suites: readonly SuiteRows[], shard: Shard): readonly SuiteRows[] {
  let row = 0
  const parts = suites.map(({ cases, ...about }) => {
    return { ...about, cases: cases.filter(() => isIn(shard, row++)) }
  })
  return parts.filter(({ cases }) => cases.length > 0)
}

function shardText({ number, of }: Shard, rows: number, all: number): string {
  const share = rows === 0 ? 'none' : `${rows}`
  return `Shard ${number}/${of}: ${share} of ${countOf(all, 'row')}.\n`
}

/** The folders in which traces are kept. Other spec files may have rows in them too, unless these are all. */
function openFolders(
  { traces, itf }: CheckCommandOptions,
  all: readonly SuiteRows[],
  checked: readonly SuiteRow[],
  areAll: boolean,
  cwd: string,
): readonly TraceFolder[] {
  const known = {
    names: all.flatMap(({ cases }) => cases.map(({ fileName }) => fileName)),
    checked: checked.map(({ fileName }) => fileName),
    folders: areAll ? null : all.map(({ suite }) => suiteFolder(suite)),
  }
  return [
    ...(traces === undefined ? [] : [openTraceFolder(traces, snapshotForm, known, cwd)]),
    ...(itf === undefined ? [] : [openTraceFolder(itf, itfForm, known, cwd)]),
  ]
}

function casesIn(suites: readonly { readonly cases: readonly unknown[] }[]): number {
  return suites.reduce((sum, { cases }) => sum + cases.length, 0)
}

/** A checker that failed goes before a model that is wrong in itself, and that before a verdict that is not as expected. */
export function exitCodeOf(cases: readonly CaseResult[]): ExitCode {
  if (cases.some(({ outcome }) => outcome.kind === 'failed')) return exitCodes.system
  for (const { outcome } of cases) {
    if (outcome.kind === 'refused' && outcome.code !== exitCodes.assumption) return outcome.code
  }
  return cases.every(isAsExpected) ? exitCodes.holds : exitCodes.unexpected
}
