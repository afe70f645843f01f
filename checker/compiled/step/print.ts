/** The text of a module, as a person reads it. */

import type { Wat } from '../wat.ts'

const columns = 100
const step = 2

/** The fields, one below the other. What fits on a line is on one; each comment has its own. */
export function printed(fields: readonly Wat[]): string {
  return fields.map((field) => lines(field, 0).join('\n')).join('\n\n')
}

function lines(wat: Wat, depth: number): readonly string[] {
  const indent = ' '.repeat(depth)
  if (typeof wat === 'string') return isComment(wat) ? wrapped(wat, indent) : [indent + wat]
  const line = flat(wat, columns - depth)
  if (line !== null) return [indent + line]
  const words = leading(wat)
  const [first, ...others] = wat.slice(words.length)
  const open = `${indent}(${words.join(' ')}`
  if (first === undefined) return wrapped(`(${words.join(' ')})`, indent)
  // Blocks that begin with one another are labels for the places behind them: they stand side by side.
  const inner = lines(first, isBlock(wat) && isBlock(first) ? depth : depth + step)
  const body = [...inner, ...others.flatMap((part) => lines(part, depth + step))]
  const last = body.at(-1) ?? ''
  const closed = isComment(last.trimStart())
    ? [...body, `${indent})`]
    : [...body.slice(0, -1), `${last})`]
  return words.length > 0 && open.length > columns
    ? [...wrapped(open.trimStart(), indent), ...closed]
    : [open, ...closed]
}

/** The words before the first part that is a tree or a comment. */
function leading(wat: readonly Wat[]): readonly string[] {
  const words: string[] = []
  for (const part of wat) {
    if (typeof part !== 'string' || isComment(part)) break
    words.push(part)
  }
  return words
}

function isBlock(wat: Wat): boolean {
  return typeof wat !== 'string' && wat[0] === 'block'
}

/** On one line of so many characters; null where it does not fit, or has a comment in it. */
function flat(wat: Wat, room: number): string | null {
  if (typeof wat === 'string') return isComment(wat) || wat.length > room ? null : wat
  const parts: string[] = []
  let left = room - 1
  for (const part of wat) {
    const text = flat(part, left - 1)
    if (text === null) return null
    parts.push(text)
    left -= text.length + 1
  }
  return `(${parts.join(' ')})`
}

/** Broken at spaces; what follows a break stands further in, or goes on as a comment. */
function wrapped(text: string, indent: string): readonly string[] {
  const inner = isComment(text) ? ';;   ' : ' '.repeat(step)
  const found: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      found.push(indent + line)
      line = inner + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...found, indent + line]
}

function isComment(text: string): boolean {
  return text.startsWith(';;')
}
