/** Where a write goes in the lists that stand for arrays and records. */

import type { Model, Place, Selector, Sort } from '../../dsl/ir.ts'
import type { Compile, Context, Universe } from './context.ts'
import { number } from './context.ts'
import type { Datum } from './datum.ts'
import { list, nth } from './datum.ts'
import type { Slot } from './program.ts'
import { arraySort, fieldPosition } from './structures.ts'

/** Prepares the path of a place: the positions, from the outermost. */
export function placePath(
  place: Place,
  whole: Sort,
  compile: Compile,
  universe: Universe,
): (context: Context) => readonly number[] {
  const selections: ((context: Context) => number)[] = []
  let sort = whole
  for (const selector of place.path) {
    selections.push(selection(selector, sort, compile, universe))
    sort = partSort(sort, selector)
  }
  return (context) => selections.map((select) => select(context))
}

/** The sort of the variable or slot that a place is a part of. */
export function rootSort(place: Place, model: Model, slots: readonly Slot[]): Sort {
  const root =
    place.root.kind === 'variable' ? model.variables[place.root.variable] : slots[place.root.local]
  if (root === undefined) throw new Error('the place has no root')
  return root.sort
}

/** The sort of what a selector selects. */
export function partSort(sort: Sort, selector: Selector): Sort {
  if (selector.kind === 'element') return arraySort(sort).element
  const field =
    sort.kind === 'record' ? sort.fields[fieldPosition(sort, selector.field)] : undefined
  if (field === undefined) throw new Error(`there is no field ${selector.field}`)
  return field.sort
}

/** The whole with another value at the path. */
export function replaced(whole: Datum | null, path: readonly number[], value: Datum): Datum {
  const [position, ...inner] = path
  if (position === undefined) return value
  if (whole === null) throw new Error('a part of a dead local is written')
  const parts = list(whole)
  return parts.with(position, replaced(nth(parts, position), inner, value))
}

function selection(
  selector: Selector,
  sort: Sort,
  compile: Compile,
  universe: Universe,
): (context: Context) => number {
  if (selector.kind === 'field') {
    const position = fieldPosition(sort, selector.field)
    return () => position
  }
  const index = compile(selector.index)
  const values = universe.enumerate(arraySort(sort).index)
  return (context) => number(values, index(context))
}
