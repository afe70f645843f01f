/** What makes a state space large, as a table: what saves most states first. */

import type { Model } from '../../dsl/ir.ts'
import type { Growth, GrowthStop, Measured } from '../growth/growth.ts'
import { containerKey, partKey } from '../growth/part.ts'
import type { Part } from '../growth/part.ts'
import { instanceNames } from '../value-text.ts'
import { columnWidths, grid, narrowed } from './grid.ts'
import type { Row } from './grid.ts'
import { oneLine, wrap } from './lines.ts'
import type { Page } from './page.ts'
import { countOf, countText } from './quantities.ts'

const indent = 2

/** The table, with what it is of; then in a line each what costs nothing, what was not counted, and what a factor is. */
export function growthLines(growth: Growth, model: Model, page: Page): readonly string[] {
  const { parts, states } = growth
  const costly = together(parts.filter(({ without }) => without < states))
  const free = together(
    wholes(
      parts.filter(({ without }) => without === states),
      model,
    ),
  )
  const title = `what makes ${countOf(states, 'state')}${growth.complete ? '' : ', of those that were found'}`
  return [
    ...wrap(title, page.width, indent).map((line) => page.paint('strong', line)),
    ...(costly.length === 0 ? [] : tableLines(costly, states, model, page)),
    ...listLines(
      'No states are saved without',
      free.map((one) => rowName(one, model)),
      page,
    ),
    ...missingLines(growth, model, page),
    ...wrap(meaning, page.width).map((line) => page.paint('faint', line)),
  ]
}

const meaning =
  'The factor: so many times fewer states differ in anything but the part. To take it out of the model may change what the model does, and so save more or less.'

/** What a part is called in a list of all. */
export function partName(part: Part, model: Model): string {
  switch (part.kind) {
    case 'variable':
      return [model.variables[part.variable]?.name ?? '', ...part.path].join('.')
    case 'ghosts':
      return 'all ghosts'
    case 'process':
      return `process ${processName(part, model)}`
    case 'instance': {
      const process = model.processes[part.process]
      return process === undefined ? '' : (instanceNames(process, model)[part.instance] ?? '')
    }
    case 'control':
      return `${processName(part, model)}: control point`
    case 'locals':
      return `${processName(part, model)}: all locals`
    case 'local':
      return `${processName(part, model)}: ${part.name}`
  }
}

/** What a reader cannot see from the name. */
export function partNote(part: Part, model: Model): 'ghost' | 'bookkeeping' | null {
  if (part.kind !== 'variable') return null
  const variable = model.variables[part.variable]
  if (variable?.ghost === true) return 'ghost'
  return variable?.quiet === true ? 'bookkeeping' : null
}

/** The states with the part for each without it. */
export function factorOf({ without }: Measured, states: number): number {
  return without === 0 ? 1 : states / without
}

/** Parts with the same figures, of which one line tells: instances of one process. */
interface Together extends Measured {
  readonly alike: number
}

/** Those that are in none of the others. */
function wholes(parts: readonly Measured[], model: Model): readonly Measured[] {
  const keys = new Set(parts.map(({ part }) => partKey(part)))
  return parts.filter(({ part }) => !keys.has(containerKey(part, model) ?? ''))
}

function together(parts: readonly Measured[]): readonly Together[] {
  const groups = Map.groupBy(parts, ({ part, values, without }) =>
    JSON.stringify(part.kind === 'instance' ? [part.process, values, without] : part),
  )
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : { ...first, alike: others.length + 1 },
  )
}

function tableLines(
  parts: readonly Together[],
  states: number,
  model: Model,
  page: Page,
): readonly string[] {
  const noted = parts.some(({ part }) => partNote(part, model) !== null)
  const heading: Row = [
    { text: 'without' },
    { text: 'values', align: 'right' },
    { text: 'factor', align: 'right' },
    { text: 'bits', align: 'right' },
    ...(noted ? [{ text: '' }] : []),
  ]
  const rows = parts.map((one): Row => {
    const { values, bits } = one
    return [
      { text: oneLine(rowName(one, model)) },
      { text: countText(values), align: 'right' },
      { text: factorText(factorOf(one, states)), align: 'right' },
      { text: String(bits), align: 'right' },
      ...(noted ? [{ text: partNote(one.part, model) ?? '', style: 'changed' } as const] : []),
    ]
  })
  const faint = heading.map((cell) => ({ ...cell, style: 'faint' }) as const)
  const all = [faint, ...rows]
  const least = columnWidths(all).map((width, column) => (column === 0 ? 16 : width))
  return grid(all, narrowed(columnWidths(all), page.width - indent, least), page, indent)
}

function rowName({ part, alike }: Together, model: Model): string {
  if (part.kind === 'process') {
    const process = model.processes[part.process]
    const instances = process === undefined ? 0 : instanceNames(process, model).length
    return partName(part, model) + (instances === 1 ? '' : ` (all ${instances})`)
  }
  if (part.kind !== 'instance' || alike === 1) return partName(part, model)
  return `one ${processName(part, model)} (each of ${alike})`
}

function missingLines({ missing, stop }: Growth, model: Model, page: Page): readonly string[] {
  if (stop === null) return []
  const names = missing.map((part) => partName(part, model))
  return listLines(`Not counted, since ${reasons[stop]}:`, names, page)
}

const reasons: Readonly<Record<GrowthStop, string>> = {
  time: 'the time was up',
  memory: 'the memory was full',
  interrupt: 'it was interrupted',
}

function listLines(what: string, names: readonly string[], page: Page): readonly string[] {
  return names.length === 0 ? [] : wrap(`${what} ${names.join(', ')}.`, page.width, indent)
}

/** To three digits. */
function factorText(factor: number): string {
  if (factor < 9.995) return factor.toFixed(2)
  return factor < 99.95 ? factor.toFixed(1) : countText(factor)
}

function processName({ process }: { readonly process: number }, model: Model): string {
  return model.processes[process]?.name ?? ''
}
