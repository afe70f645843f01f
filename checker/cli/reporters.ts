/** The reports of `check`, onto the standard output and into files. */

import type { SuiteResult } from '../case-result.ts'
import { page } from '../report/page.ts'
import { suiteFormats } from '../report/suite-formats.ts'
import { exitCodes } from '../verdict.ts'
import { CommandError } from './command-error.ts'
import { outputFile, writeWhole } from './output-file.ts'
import type { Reporter, ReporterName } from './reporter-option.ts'

/** Those whose output makes sense only by itself. */
const documents: readonly ReporterName[] = ['json', 'junit']

/** Where the verdicts go. */
export interface Reports {
  /** Prints a suite where that goes by suites. */
  suite(result: SuiteResult): void
  /** Prints what comes after the last suite, and writes the files. Throws a `CommandError` for one that cannot be written. */
  summary(results: readonly SuiteResult[], unchecked: number): void
}

/**
 * Opens what is asked for; text onto the standard output where nothing is. Throws a `CommandError` where two would get into each
 * other's way, or a file must not be written.
 */
export function openReports(asked: readonly Reporter[], cwd: string): Reports {
  const all = asked.length === 0 ? [{ format: 'text', file: null } as const] : asked
  const printed = all.filter(({ file }) => file === null)
  const document = printed.find(({ format }) => documents.includes(format))
  if (document !== undefined && printed.length > 1) {
    throw new CommandError(
      exitCodes.commandLine,
      `A document of ${document.format} cannot share the standard output. ` +
        `Give it a file: --reporter ${document.format}=FILE.`,
    )
  }
  const outputs = all.map(({ format, file }) =>
    file === null ? onStandardOutput(format, cwd) : intoFile(format, outputFile(file, cwd), cwd),
  )
  const paths = outputs.flatMap(({ path }) => path ?? [])
  const twice = paths.find((path, at) => paths.indexOf(path) < at)
  if (twice !== undefined) {
    throw new CommandError(
      exitCodes.commandLine,
      `${twice}: two reports cannot go into one file. Name two files.`,
    )
  }
  return {
    suite: (result) => outputs.forEach((output) => output.suite(result)),
    summary: (results, unchecked) => {
      // One that cannot be written does not keep the others from it.
      const failures = outputs.flatMap((output) =>
        failureOf(() => output.summary(results, unchecked)),
      )
      if (failures.length > 0) throw failures[0]
    },
  }
}

function failureOf(action: () => void): readonly unknown[] {
  try {
    action()
    return []
  } catch (error) {
    return [error]
  }
}

interface Output extends Reports {
  readonly path: string | null
}

function onStandardOutput(name: ReporterName, cwd: string): Output {
  const format = suiteFormats[name]
  const onto = page(process.stdout, process.env, cwd)
  return {
    path: null,
    suite: (result) => void process.stdout.write(format.suite(result, onto)),
    summary: (results, unchecked) => {
      process.stdout.write(format.summary(results, unchecked, onto))
    },
  }
}

/** A file is no terminal: it gets plain text, as wide as can be. */
function intoFile(name: ReporterName, path: string, cwd: string): Output {
  const format = suiteFormats[name]
  const onto = page({}, {}, cwd)
  return {
    path,
    suite: () => undefined,
    summary: (results, unchecked) => {
      const suites = results.map((result) => format.suite(result, onto))
      writeWhole(path, suites.join('') + format.summary(results, unchecked, onto))
    },
  }
}
