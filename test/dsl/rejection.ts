/** What `model` says of a wrong model, with places given by the marks that a test sets in its own source. */

import { readFileSync } from 'node:fs'
import { model, ModelError, type ModelBuilder } from '../../dsl/index.ts'
import { here, type Frame } from '../../dsl/site.ts'

/**
 * The mistakes of the model that `build` declares, one a line; of none, the empty string. A place `file:line:column` is shown as the
 * name of the mark that is there: `// name: text` marks where `text` begins for the last time before it on its line, or on the line
 * above where it stands alone. A place without mark, or with one of another test, is shown as it is.
 */
export function rejection(build: (m: ModelBuilder) => void): string {
  return rejectedAt(caller(), () => model('wrong', {}, build).instantiate())
}

/** The same of anything else that can be mistaken. */
export function rejectionOf(run: () => unknown): string {
  return rejectedAt(caller(), run)
}

/** The line that calls the function that calls this one. */
function caller(): Frame {
  const frame = here().frames[2]
  if (frame === undefined) throw new Error('called from nowhere')
  return frame
}

function rejectedAt({ file, line }: Frame, run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const named = marks(file, line)
    return error.message.replaceAll(/[^\s(]+:\d+:\d+/g, (place) => named.get(place) ?? place)
  }
  return ''
}

/** The names of the marks from this line of the file up to the next test, by place. */
function marks(file: string, line: number): ReadonlyMap<string, string> {
  const lines = readFileSync(file, 'utf8').split('\n')
  const next = lines.findIndex((text, position) => position >= line && /^\s*test\b/.test(text))
  const named = new Map<string, string>()
  for (const [position, text] of lines.entries()) {
    if (position < line - 1 || (next >= 0 && position >= next)) continue
    const [whole, name, mark] = /\/\/ (\w+): (.+)$/.exec(text) ?? []
    if (whole === undefined || name === undefined || mark === undefined) continue
    const before = text.slice(0, -whole.length)
    const [marked, row] =
      before.trim() === '' ? [lines[position - 1] ?? '', position] : [before, position + 1]
    const column = marked.lastIndexOf(mark) + 1
    if (column > 0) named.set(`${file}:${row}:${column}`, name)
  }
  return named
}
