/** Files that a command writes: whole or not at all, and never over somebody's source. */

import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { exitCodes } from '../verdict.ts'
import { CommandError } from './command-error.ts'

const source = /\.[cm]?[jt]sx?$/i

/**
 * The absolute path of a file that is to be written, its folder made. Throws a `CommandError` where the name is that of a source
 * file, which a spec or a model could be, or of a folder.
 */
export function outputFile(file: string, cwd: string): string {
  const path = whole(resolve(cwd, file))
  const refused = [file, path].some((name) => source.test(name))
    ? 'it is the name of a source file'
    : statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
      ? 'it is a folder'
      : null
  if (refused !== null) {
    throw new CommandError(
      exitCodes.commandLine,
      `${file}: nothing is written there: ${refused}. Name another file.`,
    )
  }
  attempt(file, () => mkdirSync(dirname(path), { recursive: true }))
  return path
}

/** Writes the text; what was there before stays until all of it is written. Throws a `CommandError` when that fails. */
export function writeWhole(path: string, text: string): void {
  attempt(path, () => {
    const stats = statSync(path, { throwIfNoEntry: false })
    // Nothing can be put in the place of a device or a pipe.
    if (stats !== undefined && !stats.isFile()) return writeFileSync(path, text)
    const beside = join(dirname(path), `.${basename(path)}.${process.pid}`)
    writeFileSync(beside, '', { flag: 'wx' })
    try {
      writeFileSync(beside, text)
      renameSync(beside, path)
    } finally {
      rmSync(beside, { force: true })
    }
  })
}

/** Where a link leads to. */
function whole(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path)
}

/** A failure of the file system as a message for the user. */
export function attempt<Answer>(path: string, action: () => Answer): Answer {
  try {
    return action()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(exitCodes.system, `${path}: it cannot be written: ${reason}.`)
  }
}
