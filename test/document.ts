/** What a document shows: its fenced blocks, and what its commands print. */

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
const command = join(root, 'checker/cli/main.ts')

export interface Block {
  readonly language: string
  readonly text: string
}

/** The fenced blocks, in order. */
export function blocksOf(document: string): readonly Block[] {
  const blocks = document.matchAll(/^```(\w+)\n(.*?)^```$/gms)
  return [...blocks].map(([, language = '', text = '']) => ({ language, text }))
}

/** A console block: the arguments of `npx fencepost` in its first line, and what follows. */
export function shownIn({ text }: Block): { readonly line: string; readonly output: string } {
  const [line = '', ...output] = text.split('\n')
  return { line: line.replace('$ npx fencepost ', ''), output: output.join('\n') }
}

/** Executes `fencepost` with these arguments in a folder. */
export function fencepost(cwd: string, line: string) {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: '100' }
  return spawnSync(process.execPath, [command, ...line.split(' ')], { cwd, encoding: 'utf8', env })
}

/** Times differ from run to run, and with them the width of their column. */
export function timeless(text: string): string {
  return text
    .replaceAll(/ *\b\d+(\.\d+)? m?s\b/g, ' a moment')
    .replaceAll(/ +time$/gm, ' time')
    .trimEnd()
}
