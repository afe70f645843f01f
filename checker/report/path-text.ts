/** Places in files as a reader in a folder would type them. */

import { relative } from 'node:path'
import type { Frame } from '../../dsl/site.ts'

/** The path from `cwd`; a file outside stays absolute. */
export function pathText(file: string, cwd: string): string {
  const path = relative(cwd, file)
  return path === '' || path.startsWith('..') ? file : path
}

/** `file:line` of a frame. */
export function lineText(frame: Frame, cwd: string): string {
  return `${pathText(frame.file, cwd)}:${frame.line}`
}

/** `file:line:column` of a frame. */
export function frameText(frame: Frame, cwd: string): string {
  return `${lineText(frame, cwd)}:${frame.column}`
}
