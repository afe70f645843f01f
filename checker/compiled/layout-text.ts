/** A layout for people: how many bits each variable, control point and local costs. */

import type { FlatProcess, Program } from '../lower/program.ts'
import { columnWidths, grid, narrowed } from '../report/grid.ts'
import type { Cell, Row } from '../report/grid.ts'
import { oneLine, wrap } from '../report/lines.ts'
import type { Page } from '../report/page.ts'
import { sortText } from '../sort-text.ts'
import { wordBits } from './code.ts'
import type { Layout, ProcessLayout, SlotPlace } from './layout.ts'

const indent = 2

/**
 * The total, then a table of the variables and one for each process, what takes most bits first; line ends included. Of a
 * process it shows what one instance has. Locals that share bits are told by where these are.
 */
export function layoutText(program: Program, layout: Layout, page: Page): string {
  const { model, processes } = program
  const { bits, words } = layout
  const total = `${counted(bits, 'bit')} in ${counted(words, 'word')} of ${wordBits}`
  const lines = [
    ...wrap(`${model.name}: a state has ${total}`, page.width, indent),
    ...variableLines(program, layout, page),
    ...processes.flatMap((flat, id) => {
      const place = layout.processes[id]
      return place === undefined ? [] : processLines(flat, place, page)
    }),
  ]
  return `${lines.join('\n')}\n`
}

function variableLines({ model }: Program, layout: Layout, page: Page): readonly string[] {
  const rows = model.variables.map(({ name, sort, id }): Entry => {
    const bits = layout.variables[id]?.code.width ?? 0
    return { bits, name, where: '', values: sortText(sort) }
  })
  if (rows.length === 0) return []
  const bits = rows.reduce((sum, row) => sum + row.bits, 0)
  return table(`${counted(rows.length, 'variable')}: ${counted(bits, 'bit')}`, rows, page)
}

function processLines(flat: FlatProcess, place: ProcessLayout, page: Page): readonly string[] {
  const { slots, process, instances } = flat
  const point: Entry = {
    bits: place.point.width,
    name: 'control point',
    where: range(place.point.offset, place.point.width),
    values: counted(flat.points.length, 'point'),
  }
  const locals = place.slots.map((slot, i): Entry => localEntry(slot, slots[i]?.name ?? ''))
  const bits = bitsOf(place)
  const apart = locals.reduce((sum, local) => sum + local.bits, 0)
  const shared = bits - point.bits
  const each = instances === 1 ? '' : ` (${instances} instances of ${bits})`
  const sharing = shared < apart ? `; ${apart} bits of locals share ${shared}` : ''
  const title = `process ${process.name}: ${counted(bits * instances, 'bit')}${each}${sharing}`
  return table(title, [point, ...merged(locals)], page)
}

/** A line of a table. */
interface Entry {
  readonly bits: number
  readonly name: string
  /** Its bits inside the block. */
  readonly where: string
  readonly values: string
}

function localEntry({ code, mayBeDead, offset }: SlotPlace, name: string): Entry {
  const { sort, width } = code
  const values =
    mayBeDead && sort.kind === 'optional' ? `${sortText(sort.of)}, or dead` : sortText(sort)
  return { bits: width, name, where: range(offset, width), values }
}

/** What is alike in all that is shown, as one line with its number. */
function merged(entries: readonly Entry[]): readonly Entry[] {
  const alike = Map.groupBy(entries, (entry) => JSON.stringify(entry))
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? []
    return { ...first, name: `${others.length + 1} × ${first.name}` }
  })
}

function table(title: string, entries: readonly Entry[], page: Page): readonly string[] {
  const sorted = entries.toSorted((left, right) => right.bits - left.bits)
  const rows = sorted.map(({ bits, name, where, values }): Row => {
    const cells: Cell[] = [{ text: String(bits), align: 'right' }, { text: oneLine(name) }]
    if (entries.some((each) => each.where !== '')) cells.push({ text: where })
    return [...cells, { text: oneLine(values), style: 'faint' }]
  })
  const widths = narrowed(columnWidths(rows), page.width - indent)
  const heading = wrap(title, page.width, indent).map((line) => page.paint('strong', line))
  return ['', ...heading, ...grid(rows, widths, page, indent)]
}

function bitsOf({ point, slots }: ProcessLayout): number {
  const ends = slots.map(({ offset, code }) => offset + code.width)
  return Math.max(point.offset + point.width, ...ends)
}

function range(offset: number, width: number): string {
  if (width === 0) return '-'
  return width === 1 ? `bit ${offset}` : `bits ${offset}-${offset + width - 1}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
