/** The rows of a suite as tables of verdicts: one parameter by another where two tell most rows apart, the others as a list. */

import type { CaseResult } from '../case-result.ts'
import { oneLine } from './lines.ts'

type Values = CaseResult['parameters']

/** A row of a suite that was checked. */
export interface CheckedRow {
  readonly result: CaseResult
  /** The value that each parameter has where the spec gives none. */
  readonly defaults: Values
  /** What reproduces it on a command line, with the arguments that may stand on a line of their own; null where none does. */
  readonly command: readonly string[] | null
}

/** A row by the name that the tables give it. */
export interface NamedRow {
  readonly name: string
  readonly row: CheckedRow
}

export interface Table {
  /** What the lines are named by, and the columns where that is a parameter too. */
  readonly corner: string
  readonly columns: readonly string[]
  readonly lines: readonly TableLine[]
}

export interface TableLine {
  readonly name: string
  /** By column; null where there is no row. */
  readonly cells: readonly (CheckedRow | null)[]
}

/** What is told of one model. */
export interface ModelTables {
  readonly model: string
  readonly tables: readonly Table[]
  /** Every row, in the order of the suite. */
  readonly rows: readonly NamedRow[]
}

/** A cross table of fewer rows says no more than a list, and one of more columns fits no page. */
const fewestRows = 4
const mostColumns = 6
/** How much of a cross table may be empty. */
const leastFilled = 1 / 4

/** The tables of each model, in the order in which the suite comes to the models. */
export function modelTables(rows: readonly CheckedRow[]): readonly ModelTables[] {
  const groups = Map.groupBy(rows, ({ result }) => result.model)
  return Array.from(groups, ([model, ofModel]) => tablesOf(oneLine(model), ofModel))
}

function tablesOf(model: string, rows: readonly CheckedRow[]): ModelTables {
  const differing = differingParameters(rows)
  const pair = bestPair(rows, differing)
  const leading = pair === null ? differing : pair.names
  const cross = pair !== null && isUseful(pair, rows.length) ? pair : null
  const named = rows.map((row): NamedRow => ({ name: nameOf(row, leading), row }))
  const listed = named.filter(({ row }) => cross === null || !cross.rows.includes(row))
  return {
    model,
    tables: [
      ...(cross === null ? [] : [crossTable(cross)]),
      ...(listed.length === 0 ? [] : [list(listed, leading)]),
    ],
    rows: named,
  }
}

/** The parameters that have several values among the rows, in order of declaration. */
function differingParameters(rows: readonly CheckedRow[]): readonly string[] {
  const names = new Set(rows.flatMap(({ result }) => Object.keys(result.parameters)))
  return [...names].filter((name) => valuesOf(name, rows).length > 1)
}

/** Two parameters, and the rows that they tell apart. */
interface Pair {
  /** In order of declaration. */
  readonly names: readonly [string, string]
  readonly across: string
  readonly down: string
  readonly rows: readonly CheckedRow[]
}

/** The first of the pairs that tell the most rows apart; null where no two parameters differ. */
function bestPair(rows: readonly CheckedRow[], differing: readonly string[]): Pair | null {
  const pairs = differing.flatMap((one, at) =>
    differing.slice(at + 1).map((other) => pairOf(one, other, rows)),
  )
  const most = Math.max(...pairs.map((pair) => pair.rows.length))
  return pairs.find((pair) => pair.rows.length === most) ?? null
}

/** The rows in which these two parameters alone differ from their defaults, each pair of values once. */
function pairOf(one: string, other: string, rows: readonly CheckedRow[]): Pair {
  const told = rows.filter(
    ({ result, defaults }) =>
      result.scenario === null &&
      departing(result.parameters, defaults).every((name) => name === one || name === other),
  )
  const first = told.filter(
    (row, at) =>
      told.findIndex((before) => isAt(before, one, row) && isAt(before, other, row)) === at,
  )
  const names = [one, other] as const
  return valuesOf(one, first).length > valuesOf(other, first).length
    ? { names, across: other, down: one, rows: first }
    : { names, across: one, down: other, rows: first }
}

function isUseful({ across, down, rows }: Pair, all: number): boolean {
  const columns = valuesOf(across, rows).length
  const cells = columns * valuesOf(down, rows).length
  return (
    columns > 1 &&
    columns <= mostColumns &&
    rows.length >= Math.max(fewestRows, all / 2, cells * leastFilled)
  )
}

function crossTable({ across, down, rows }: Pair): Table {
  const columns = valuesOf(across, rows)
  return {
    corner: oneLine(`${down} / ${across}`),
    columns: columns.map((value) => valueText(across, value)),
    lines: valuesOf(down, rows).map((value) => {
      const line = rows.filter(({ result }) => result.parameters[down] === value)
      return {
        name: valueText(down, value),
        cells: columns.map(
          (column) => line.find(({ result }) => result.parameters[across] === column) ?? null,
        ),
      }
    }),
  }
}

function list(rows: readonly NamedRow[], leading: readonly string[]): Table {
  return {
    corner: cornerOf(rows, leading),
    columns: ['verdict'],
    lines: rows.map(({ name, row }) => ({ name, cells: [row] })),
  }
}

function cornerOf(rows: readonly NamedRow[], leading: readonly string[]): string {
  if (rows.some(({ row }) => row.result.scenario !== null)) return 'scenario'
  return leading.length === 0 ? 'parameters' : oneLine(leading.join(', '))
}

/** The scenario that the spec names, or the values of the leading parameters and of what else differs from its default. */
function nameOf({ result, defaults }: CheckedRow, leading: readonly string[]): string {
  const { scenario, parameters } = result
  if (scenario !== null) return oneLine(scenario)
  const others = departing(parameters, defaults).filter((name) => !leading.includes(name))
  const texts = [
    ...leading.map((name) => valueText(name, parameters[name])),
    ...others.map((name) => `${name}=${String(parameters[name])}`),
  ]
  return texts.length === 0 ? 'defaults' : oneLine(texts.join(', '))
}

function departing(parameters: Values, defaults: Values): readonly string[] {
  return Object.keys(parameters).filter((name) => parameters[name] !== defaults[name])
}

/** In the order of the rows. */
function valuesOf(name: string, rows: readonly CheckedRow[]): readonly Values[string][] {
  return [...new Set(rows.flatMap(({ result }) => result.parameters[name] ?? []))]
}

/** A word that the author chose tells what it is of; a number or a truth value does not. */
function valueText(name: string, value: Values[string] | undefined): string {
  return oneLine(typeof value === 'string' ? value : `${name}=${String(value)}`)
}

function isAt({ result }: CheckedRow, name: string, other: CheckedRow): boolean {
  return result.parameters[name] === other.result.parameters[name]
}
