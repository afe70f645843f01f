/** Places in files as a reader in a folder would type them. */

import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Frame } from '../../dsl/site.ts'

/** The path from `cwd`, with slashes on every system; a file outside stays absolute. */
export function pathText(file: string, cwd: string): string {
  const path = relative(cwd, file)
  return path === '' || path.startsWith('..') ? file : path.replaceAll(sep, '/')
}

/** `file:line` of a frame. */
export function lineText(frame: Frame, cwd: string): string {
  return `${pathText(frame.file, cwd)}:${frame.line}`
}

const ownFolder = fileURLToPath(new URL('../../', import.meta.url))

/** `dsl/kernel/locks/mutex.ts:57`: the line of a primitive as the package has it, wherever that is installed. */
export function primitiveText(frame: Frame, cwd: string): string {
  const path = relative(ownFolder, frame.file)
  return path.startsWith('..') ? lineText(frame, cwd) : `${path}:${frame.line}`
}

/** `file:line:column` of a frame. */
export function frameText(frame: Frame, cwd: string): string {
  return `${lineText(frame, cwd)}:${frame.column}`
}
