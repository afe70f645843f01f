/** A folder with a file for each row that has a counterexample: kept up to date, and nothing of anybody else's in it touched. */

import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { exitCodes } from '../verdict.ts'
import type { Report } from '../check.ts'
import { CommandError } from './command-error.ts'
import { attempt, writeWhole } from './output-file.ts'

/** What is in the files. */
export interface TraceForm {
  /** With the dot. */
  readonly extension: string
  /** Is in each of the files, near the beginning, and in no other. */
  readonly mark: string
  /** The whole text; null where the report has nothing for a file. */
  text(report: Report, suite: string, cwd: string): string | null
}

export interface TraceFolder {
  /** Writes the file of the row, or takes it away where nothing goes wrong any more; without a report it stays as it is. */
  row(name: string, suite: string, report: Report | null): void
  /** What has changed and what is left over, a line each. */
  summary(): readonly string[]
}

/** Which rows there are. */
export interface KnownRows {
  /** Of all rows, whether they are checked or not. */
  readonly names: readonly string[]
  /** Of those that are. */
  readonly checked: readonly string[]
  /** The folders in which nobody else has rows; null where that is all. */
  readonly folders: readonly string[] | null
}

/** Throws a `CommandError` where the file of a row is somebody else's. */
export function openTraceFolder(
  folder: string,
  form: TraceForm,
  { names, checked, folders }: KnownRows,
  cwd: string,
): TraceFolder {
  const fileOf = (name: string): string => name + form.extension
  const pathOf = (file: string): string => resolve(cwd, folder, file)
  const foreign = checked
    .map(fileOf)
    .find((file) => existsSync(pathOf(file)) && !isOwn(pathOf(file)))
  if (foreign !== undefined) {
    throw new CommandError(
      exitCodes.commandLine,
      `${join(folder, foreign)}: it is in the way of a trace, and fencepost has not written it. ` +
        'Move it, or name another folder.',
    )
  }
  attempt(folder, () => mkdirSync(resolve(cwd, folder), { recursive: true }))
  let written = 0
  const changes = { new: 0, changed: 0 }
  const removed: string[] = []
  const stale: string[] = []

  function isOwn(path: string): boolean {
    return attempt(path, () => readFileSync(path, 'utf8'))
      .slice(0, 1000)
      .includes(form.mark)
  }

  function row(name: string, suite: string, report: Report | null): void {
    const file = fileOf(name)
    const path = pathOf(file)
    const before = existsSync(path) ? attempt(path, () => readFileSync(path, 'utf8')) : null
    if (report === null || !isJudged(report)) {
      if (before !== null) stale.push(file)
      return
    }
    const text = form.text(report, suite, cwd)
    if (text === null) {
      if (before === null) return
      attempt(path, () => rmSync(path))
      removed.push(file)
      return
    }
    written += 1
    if (before === text) return
    changes[before === null ? 'new' : 'changed'] += 1
    attempt(path, () => mkdirSync(dirname(path), { recursive: true }))
    writeWhole(path, text)
  }

  /** Files that were written for rows that there are no more. */
  function leftOver(): readonly string[] {
    const known = new Set(names.map(fileOf))
    return globSync(`*/*${form.extension}`, { cwd: resolve(cwd, folder) })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => folders === null || folders.includes(dirname(file)))
      .filter((file) => !known.has(file) && isOwn(pathOf(file)))
      .toSorted()
  }

  function summary(): readonly string[] {
    const counts = `${written} ${written === 1 ? 'file' : 'files'}, ${changes.new} new, ${changes.changed} changed`
    return [
      `Traces in ${join(folder, `*/*${form.extension}`)}: ${counts}.`,
      ...removed.map((file) => `  removed: ${file}, its row has no run to show any more`),
      ...stale.map((file) => `  stale: ${file}, what its row does is not known this time`),
      ...leftOver().map((file) => `  left over: ${file}, no row has that name; delete it`),
    ]
  }

  return { row, summary }
}

/** Whether it is known what the model does: a bound, or an interrupt, leaves that open. */
function isJudged({ verdict }: Report): boolean {
  return verdict.kind !== 'incomplete' && verdict.kind !== 'interrupted'
}
