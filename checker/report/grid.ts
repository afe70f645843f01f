/** Rows of cells set out in columns. */

import { pad, widthOf, wrap } from './lines.ts'
import type { Page, Style } from './page.ts'

export interface Cell {
  readonly text: string
  readonly style?: Style
  readonly align?: 'left' | 'right'
}

export type Row = readonly Cell[]

const gap = 2

/** The width that each column needs for its longest cell. */
export function columnWidths(rows: readonly Row[]): number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(text))
    }
  }
  return widths
}

/** The width of columns set side by side. */
export function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + gap, -gap)
}

/** Narrows the widest columns until all fit; each keeps its `least`, or four columns. */
export function narrowed(
  widths: readonly number[],
  width: number,
  least: readonly number[] = [],
): number[] {
  const fitted = [...widths]
  const spare = (column: number): number => (fitted[column] ?? 0) - (least[column] ?? 4)
  while (totalWidth(fitted) > width) {
    const narrowable = fitted.map((_, column) => column).filter((column) => spare(column) > 0)
    const most = Math.max(...narrowable.map((column) => fitted[column] ?? 0))
    const widest = narrowable.find((column) => fitted[column] === most)
    if (widest === undefined) break
    fitted[widest] = most - 1
  }
  return fitted
}

/** The rows as lines; a cell that is too wide is wrapped onto further lines of its row. */
export function grid(
  rows: readonly Row[],
  widths: readonly number[],
  { paint }: Page,
  indent: number,
): readonly string[] {
  return rows.flatMap((row) => {
    const cells = row.map(({ text, style = 'plain', align = 'left' }, column) => {
      const width = widths[column] ?? 0
      return { lines: wrap(text, width), style, align, width }
    })
    const height = Math.max(1, ...cells.map(({ lines }) => lines.length))
    return Array.from({ length: height }, (_, at) => {
      const last = cells.findLastIndex(({ lines }) => (lines[at] ?? '') !== '')
      const parts = cells.slice(0, last + 1).map(({ lines, style, align, width }, column) => {
        const text = lines[at] ?? ''
        const padded = column === last && align === 'left' ? text : pad(text, width, align)
        return paint(style, padded)
      })
      return ' '.repeat(indent) + parts.join(' '.repeat(gap))
    })
  })
}
