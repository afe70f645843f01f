/** A user's file, imported as it is under Node's own type stripping. */

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { exitCodes } from '../verdict.ts'
import { CommandError } from './command-error.ts'
import { explainImportError } from './import-error.ts'

/** What a file exports, by name. */
export type Exports = Readonly<Record<string, unknown>>

/** Imports the file. Throws a `CommandError` when there is no such file, or when it cannot be imported. */
export async function load(path: string, cwd: string): Promise<Exports> {
  const file = resolve(cwd, path)
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats?.isFile() !== true) {
    const problem =
      stats?.isDirectory() === true
        ? 'it is a folder. Name a file in it.'
        : 'there is no such file. Check the path.'
    throw new CommandError(exitCodes.commandLine, `${path}: ${problem}`)
  }
  try {
    // What a module exports is not known before it is looked at: `Exports` says no more than that.
    return (await import(pathToFileURL(file).href)) as Exports
  } catch (error) {
    throw new CommandError(exitCodes.model, explainImportError(error, file, cwd))
  }
}
