/** A trace as a table: one line a step, with a column for each process where those fit side by side. */

import { columnWidths, grid, narrowed, totalWidth } from './grid.ts'
import type { Cell, Row } from './grid.ts'
import type { Page, Style } from './page.ts'
import { widthOf, wrap } from './lines.ts'
import { legend, shortened } from './short-files.ts'
import type { StepText } from './step-text.ts'

const indent = 2
/** So much room makes a column readable; with less, the changes get lines of their own. */
const leastForText = 24
/** Up to this length a word is not broken in a column. */
const wholeWord = 34

/** What may take several lines. */
type Wrapping = 'nothing' | 'changes' | 'steps and changes' | 'even words'

/** The lines of the table, in the first of these forms that fits. Behind the first `loop` steps come those of a loop, if it is given. */
export function traceTable(
  steps: readonly StepText[],
  page: Page,
  loop: number | null = null,
): readonly string[] {
  const short = shortened(steps)
  const width = page.width - indent
  const stem = loop ?? steps.length
  const { before, behind } = marks(loop, steps.length)
  const setOff = ([first = [], rest = []]: readonly (readonly string[])[]): readonly string[] => {
    return [...first, ...before, ...rest, ...behind]
  }
  const forms: readonly [readonly StepText[], typeof inColumns, Wrapping][] = [
    [steps, inColumns, 'nothing'],
    [short, inColumns, 'nothing'],
    [short, inColumns, 'changes'],
    [steps, inOneColumn, 'nothing'],
    [short, inOneColumn, 'nothing'],
    [short, inOneColumn, 'changes'],
    [short, inOneColumn, 'steps and changes'],
    [short, inOneColumn, 'even words'],
  ]
  for (const [candidate, form, wrapping] of forms) {
    const rows = form(candidate)
    const widths = rows === null ? null : fitted(rows, width, wrapping)
    if (rows === null || widths === null) continue
    const heading = rows.length - steps.length
    const parts = [rows.slice(0, heading + stem), rows.slice(heading + stem)]
    const lines = setOff(parts.map((part) => grid(part, widths, page, indent)))
    return candidate === steps ? lines : [...lines, ...legend(steps, page)]
  }
  const parts = [short.slice(0, stem), short.slice(stem)]
  const lines = setOff(parts.map((part) => stacked(part, short.length, page)))
  return short === steps ? lines : [...lines, ...legend(steps, page)]
}

/** What is said before the loop and behind it. */
function marks(
  loop: number | null,
  steps: number,
): { readonly before: readonly string[]; readonly behind: readonly string[] } {
  const mark = (text: string): readonly string[] => [' '.repeat(indent) + text]
  if (loop === null) return { before: [], behind: [] }
  if (loop === steps) return { before: [], behind: mark('there it stays for ever') }
  const where = loop === 0 ? 'the beginning' : `the state after step ${loop}`
  return { before: mark('again and again:'), behind: mark(`back to ${where}`) }
}

/** Number, a column for each process that takes a step, source, changes; null when there is only one. */
function inColumns(steps: readonly StepText[]): readonly Row[] | null {
  const actors = [...new Set(steps.map(({ who }) => who))]
  if (actors.length < 2) return null
  const header: Row = [
    { text: '' },
    ...actors.map((text): Cell => ({ text, style: 'strong' })),
    { text: '' },
    { text: '' },
  ]
  const rows = steps.map((step): Row => {
    const cells = actors.map((who) => ({ text: who === step.who ? step.what : '' }))
    return [numberCell(step), ...cells, whereCell(step), changesCell(step)]
  })
  return [header, ...rows]
}

function inOneColumn(steps: readonly StepText[]): readonly Row[] {
  return steps.map((step) => [
    numberCell(step),
    { text: step.who, style: 'strong' },
    { text: step.what },
    whereCell(step),
    changesCell(step),
  ])
}

/** Every column as wide as it needs to be, but for those whose cells may wrap. Null when that does not fit. */
function fitted(rows: readonly Row[], width: number, wrapping: Wrapping): readonly number[] | null {
  const natural = columnWidths(rows)
  const last = natural.length - 1
  const wraps = (column: number): boolean =>
    (wrapping !== 'nothing' && column === last) ||
    ((wrapping === 'steps and changes' || wrapping === 'even words') && column === last - 2)
  const word = wrapping === 'even words' ? 0 : longestWord(rows, last - 2)
  const least = natural.map((needed, column) => {
    if (!wraps(column)) return needed
    return column === last ? leastForText : Math.max(leastForText, word)
  })
  const widths = narrowed(natural, width, least)
  return totalWidth(widths) <= width ? widths : null
}

/** The width of the column's longest word, of those that are not to be broken. */
function longestWord(rows: readonly Row[], column: number): number {
  const words = rows.flatMap((row) => row[column]?.text.split(' ') ?? [])
  return Math.max(0, ...words.map(widthOf).filter((length) => length <= wholeWord))
}

/** For names too long for a table: each step on a line of its own, its changes below; `all` is how many there are in the table. */
function stacked(steps: readonly StepText[], all: number, page: Page): readonly string[] {
  const digits = `${all}`.length
  const inner = indent + digits + 2
  return steps.flatMap(({ number, who, what, where, changes, ok }) => {
    const text = `${who}: ${what}${where === '' ? '' : ` at ${where}`}`
    const [first = '', ...rest] = wrap(text, page.width - inner, 2)
    const below = changes === '' ? [] : wrap(changes, page.width - inner - 4)
    return [
      `${' '.repeat(indent)}${`${number}`.padStart(digits)}  ${first}`,
      ...rest.map((line) => ' '.repeat(inner) + line),
      ...below.map((line) => ' '.repeat(inner + 4) + page.paint(styleOf(ok), line)),
    ]
  })
}

function numberCell({ number }: StepText): Cell {
  return { text: `${number}`, style: 'faint', align: 'right' }
}

function whereCell({ where }: StepText): Cell {
  return { text: where, style: 'faint' }
}

function changesCell({ changes, ok }: StepText): Cell {
  return { text: changes, style: styleOf(ok) }
}

function styleOf(ok: boolean): Style {
  return ok ? 'changed' : 'bad'
}
