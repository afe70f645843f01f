/** The suites in the files and folders that a command line names, or in the project's own specs. */

import { globSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Suite } from '../../dsl/suite.ts'
import { exitCodes } from '../verdict.ts'
import { CommandError } from './command-error.ts'
import { isSuite } from './kinds.ts'
import { load } from './load.ts'

export interface SuiteFile {
  /** As the user would type it. */
  readonly path: string
  readonly suites: readonly Suite[]
}

const inFolder = '**/*.spec.{ts,mts,js,mjs}'

/** The spec files, in order of their names. Throws a `CommandError` when a path leads to none. */
export function specFiles(paths: readonly string[], cwd: string): readonly string[] {
  const files = paths.length === 0 ? inside('specs', cwd) : paths.flatMap((path) => at(path, cwd))
  if (files.length === 0) {
    throw new CommandError(
      exitCodes.commandLine,
      'There are no specs here: no file matches specs/**/*.spec.ts. Name files or folders.',
    )
  }
  return [...new Set(files)]
}

/** Imports a spec file. Throws a `CommandError` when it exports no suite, or one that would check nothing. */
export async function loadSuites(path: string, cwd: string): Promise<SuiteFile> {
  const exports = await load(path, cwd)
  const suites = [...new Set(Object.values(exports).filter(isSuite))]
  const empty = suites.find(({ cases }) => cases.length === 0)
  if (empty !== undefined) {
    throw new CommandError(
      exitCodes.model,
      `${path}: its suite '${empty.name}' has no case. Write 'check(model, parameters, expected)'.`,
    )
  }
  if (suites.length > 0) return { path, suites }
  throw new CommandError(
    exitCodes.model,
    `${path}: it exports no suite. Write 'export default suite(name, cases)'.`,
  )
}

function at(path: string, cwd: string): readonly string[] {
  const stats = statSync(resolve(cwd, path), { throwIfNoEntry: false })
  if (stats === undefined) {
    throw new CommandError(exitCodes.commandLine, `${path}: there is no such file or folder.`)
  }
  if (!stats.isDirectory()) return [path]
  const files = inside(path, cwd)
  if (files.length > 0) return files
  throw new CommandError(
    exitCodes.commandLine,
    `${path}: there is no spec in this folder. Their names end in .spec.ts.`,
  )
}

function inside(folder: string, cwd: string): readonly string[] {
  const found = globSync(inFolder, {
    cwd: resolve(cwd, folder),
    exclude: (name) => name === 'node_modules',
  })
  return found.map((file) => join(folder, file)).toSorted()
}
