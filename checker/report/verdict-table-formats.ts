/** Tables of verdicts for a mail or a document, with what goes wrong and the command that reproduces it. No times: they differ. */

import type { CaseResult } from '../case-result.ts'
import { isAsExpected } from '../case-result.ts'
import { differenceTexts } from './case-text.ts'
import { columnWidths, grid, narrowed, totalWidth } from './grid.ts'
import type { Cell, Row } from './grid.ts'
import { cut, oneLine, widthOf, wrap } from './lines.ts'
import { codeSpan, escaped, markdownTable } from './markdown.ts'
import type { Page } from './page.ts'
import { isFine, reasonLine, verdictWord } from './reason-line.ts'
import { titleLines } from './suite-table.ts'
import { modelTables } from './verdict-table.ts'
import type { CheckedRow, ModelTables, NamedRow, Table } from './verdict-table.ts'

export interface CheckedSuite {
  readonly suite: string
  readonly file: string
  readonly rows: readonly CheckedRow[]
}

/** What stands where there is no row. */
const noRow = '-'
const indent = 2

/** How a suite is shown; what it returns is printed as it is, line ends included. */
export const tableFormats = { text: textOf, markdown: markdownOf } as const

export type TableFormatName = keyof typeof tableFormats

/** Plain text that fits the page. */
function textOf({ suite, file, rows }: CheckedSuite, page: Page): string {
  const models = modelTables(rows)
  const lines = models.flatMap(({ model, tables, rows: named }) => [
    ...(models.length === 1
      ? []
      : ['', ' '.repeat(indent) + page.paint('strong', cut(model, page.width - indent))]),
    ...tables
      .flatMap((table) => fitting(table, page.width - indent))
      .flatMap((table) => ['', ...gridOf(table, page)]),
    ...notesOf(named).flatMap((note) => ['', ...noteLines(note, page)]),
  ])
  return [...titleLines(oneLine(suite), file, page), ...lines, ''].join('\n')
}

/** The table, in parts of fewer columns where it is too wide for whole words; lines without a row in a part are left out there. */
function fitting(table: Table, width: number): readonly Table[] {
  const { columns, lines } = table
  const parts = columns.map((_, at) => partOf(table, 0, at + 1))
  const fit = parts.findLast((part) => totalWidth(wordWidths(cellsOf(part))) <= width)
  const count = fit?.columns.length ?? 1
  if (count >= columns.length || lines.length === 0) return [table]
  return [partOf(table, 0, count), ...fitting(partOf(table, count, columns.length), width)]
}

function partOf({ corner, columns, lines }: Table, from: number, to: number): Table {
  const cut = lines.map(({ name, cells }) => ({ name, cells: cells.slice(from, to) }))
  return {
    corner,
    columns: columns.slice(from, to),
    lines: cut.filter(({ cells }) => cells.some((cell) => cell !== null)),
  }
}

function gridOf(table: Table, page: Page): readonly string[] {
  const all = cellsOf(table)
  const width = page.width - indent
  const whole = narrowed(columnWidths(all), width, wordWidths(all))
  // One column of long words may be too wide even by itself.
  return grid(all, totalWidth(whole) > width ? narrowed(whole, width) : whole, page, indent)
}

function cellsOf({ corner, columns, lines }: Table): readonly Row[] {
  const header = [corner, ...columns].map((text): Cell => ({ text, style: 'faint' }))
  const rows = lines.map(({ name, cells }): Row => [
    { text: name },
    ...cells.map((row): Cell => (row === null ? { text: noRow, style: 'faint' } : cellOf(row))),
  ])
  return [header, ...rows]
}

function cellOf({ result }: CheckedRow): Cell {
  const style = !isAsExpected(result) ? 'bad' : isFine(result) ? 'good' : 'plain'
  return { text: verdictWord(result), style }
}

/** The width that each column needs for its longest word. */
function wordWidths(rows: readonly Row[]): readonly number[] {
  const longest = (text: string): number => Math.max(0, ...text.split(' ').map(widthOf))
  const [first = []] = rows
  return first.map((_, column) => Math.max(...rows.map((row) => longest(row[column]?.text ?? ''))))
}

interface Note {
  readonly name: string
  readonly result: CaseResult
  readonly command: readonly string[] | null
}

/** The rows of which there is more to say. */
function notesOf(rows: readonly NamedRow[]): readonly Note[] {
  return rows.flatMap(({ name, row: { result, command } }) =>
    isFine(result) ? [] : [{ name, result, command }],
  )
}

function differencesOf(result: CaseResult): readonly string[] {
  return isAsExpected(result) ? [] : differenceTexts(result).map((text) => `✗ ${oneLine(text)}`)
}

function noteLines({ name, result, command }: Note, page: Page): readonly string[] {
  const inner = page.width - 2 * indent
  return [
    ...wrap(`${name}: ${reasonLine(result)}`, page.width - indent, indent),
    ...differencesOf(result)
      .flatMap((text) => wrap(text, inner, indent))
      .map((line) => ' '.repeat(indent) + page.paint('bad', line)),
    ...commandLines(command ?? [], inner).map((line) => ' '.repeat(indent) + line),
  ].map((line) => ' '.repeat(indent) + line)
}

/** The command on as many lines as it needs, which a shell takes for one. */
function commandLines(command: readonly string[], width: number): readonly string[] {
  const continued = ' \\'
  const lines: string[] = []
  for (const [at, part] of command.entries()) {
    const last = lines.at(-1)
    const room = width - (at === command.length - 1 ? 0 : continued.length)
    if (last !== undefined && widthOf(`${last} ${part}`) <= room) {
      lines[lines.length - 1] = `${last} ${part}`
    } else {
      if (last !== undefined) lines[lines.length - 1] = last + continued
      lines.push(' '.repeat(last === undefined ? 0 : indent) + part)
    }
  }
  return lines
}

/** Markdown as git forges render it. */
function markdownOf({ suite, rows }: CheckedSuite): string {
  const models = modelTables(rows)
  const parts = models.flatMap((of) => [
    ...(models.length === 1 ? [] : [`**${escaped(of.model)}**`]),
    ...markdownTables(of),
    ...[notesOf(of.rows).map(bullet).join('\n')].filter((list) => list !== ''),
  ])
  return [`### ${escaped(oneLine(suite))}`, ...parts].join('\n\n') + '\n'
}

function markdownTables({ tables }: ModelTables): readonly string[] {
  return tables.map(({ corner, columns, lines }) =>
    markdownTable([
      [corner, ...columns].map(escaped),
      ...lines.map(({ name, cells }) => [
        escaped(name),
        ...cells.map((row) => (row === null ? noRow : cellMarkdown(row))),
      ]),
    ]),
  )
}

function cellMarkdown({ result }: CheckedRow): string {
  const word = escaped(verdictWord(result))
  return isFine(result) ? word : `**${word}**`
}

function bullet({ name, result, command }: Note): string {
  const lines = [
    `**${escaped(name)}**: ${escaped(reasonLine(result))}`,
    ...differencesOf(result).map(escaped),
    ...(command === null ? [] : [codeSpan(command.join(' '))]),
  ]
  return `- ${lines.join('\\\n  ')}`
}
