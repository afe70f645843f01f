/** Cells: the parts of the shared state that guards read, and which of them a write touches. */

import type { Expr, Sort, VariableId } from '../../dsl/ir.ts'
import type { Location, PathStep, Reads, Which } from './access.ts'
import type { Universe } from './context.ts'
import { number } from './context.ts'
import { partSort } from './place.ts'
import type { Possible } from './possible.ts'
import { arraySort } from './structures.ts'

export type Cell =
  | { readonly kind: 'variable'; readonly variable: VariableId; readonly path: CellPath }
  /** Whether a thread is at a label; null: whether it is terminated. */
  | { readonly kind: 'control'; readonly thread: number; readonly label: string | null }

/** Fields by their names, elements by their numbers; null: any element. */
type CellPath = readonly (string | number | null)[]

/** A variable or a part of it, whose elements are those of a list, or any. */
export interface Region {
  readonly variable: VariableId
  readonly path: readonly (string | readonly number[] | null)[]
}

/** More cells of one location are taken for any. */
const most = 256

/** The cells that a thread reads. */
export function cellsOf(
  { locations, controls }: Reads,
  possible: (index: Expr) => Possible,
  world: Universe,
): readonly Cell[] {
  return [
    ...locations.flatMap((location) => spread(regionOf(location, possible, world))),
    ...controls.flatMap(({ process, instance, label }) => {
      const { first, instances, process: declared } = world.process(process)
      const all = Array.from({ length: instances }, (_, position) => position)
      const known = elements(instance, declared.sort, possible, world) ?? all
      return known.map((each): Cell => ({ kind: 'control', thread: first + each, label }))
    }),
  ]
}

/** Where a location is, for a thread whose indices can have these values. */
export function regionOf(
  { variable, path }: Location,
  possible: (index: Expr) => Possible,
  world: Universe,
): Region {
  const declared = world.program.model.variables[variable]
  if (declared === undefined) throw new Error(`there is no variable ${variable}`)
  let { sort } = declared
  return {
    variable,
    path: path.map((step) => {
      const whole = sort
      sort = stepSort(whole, step)
      if (step.kind === 'field') return step.field
      return elements(step, arraySort(whole).index, possible, world)
    }),
  }
}

/** Whether a write there can change the cell. */
export function touches({ variable, path }: Region, cell: Cell): boolean {
  if (cell.kind === 'control' || cell.variable !== variable) return false
  return path.every((step, position) => {
    const read = cell.path[position]
    if (read === undefined || read === null || step === null) return true
    return typeof read === 'string'
      ? step === read
      : typeof step !== 'string' && step.includes(read)
  })
}

function stepSort(whole: Sort, step: PathStep): Sort {
  return step.kind === 'field' ? partSort(whole, step) : arraySort(whole).element
}

/** The numbers of the elements; null: any. */
function elements(
  which: Which,
  sort: Sort,
  possible: (index: Expr) => Possible,
  world: Universe,
): readonly number[] | null {
  switch (which.kind) {
    case 'known':
      return [which.number]
    case 'any':
      return null
    case 'computed':
    case 'late':
      return possible(which.index)?.map((index) => number(world.enumerate(sort), index)) ?? null
  }
}

/** Each of its cells. */
function spread({ variable, path }: Region): readonly Cell[] {
  let paths: readonly CellPath[] = [[]]
  for (const step of path) {
    const steps = typeof step === 'string' || step === null ? [step] : step
    const chosen = paths.length * steps.length > most ? [null] : steps
    paths = paths.flatMap((each) => chosen.map((one) => [...each, one]))
  }
  return paths.map((each) => ({ kind: 'variable', variable, path: each }))
}
