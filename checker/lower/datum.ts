/** How the executor holds values: as numbers and lists of numbers, with one form for each value. */

import type { Sort } from '../../dsl/ir.ts'
import type { Value } from '../value.ts'

/**
 * By sort: bool is 0 or 1; int itself; enum, identity, index and thread their position; optional a list of none or one;
 * record and array a list; variant the number of its case and, where there is one, its payload; set, ascending and
 * without repeats, sequence, and bag, ascending with repeats, a list.
 */
export type Datum = number | readonly Datum[]

/** The scalar that the sort promises. */
export function scalar(datum: Datum): number {
  if (typeof datum !== 'number') throw new Error('a scalar was expected')
  return datum
}

/** The list that the sort promises. */
export function list(datum: Datum): readonly Datum[] {
  if (typeof datum === 'number') throw new Error('a list was expected')
  return datum
}

/** An element that the sort promises. */
export function nth(datums: readonly Datum[], index: number): Datum {
  const datum = datums[index]
  if (datum === undefined) throw new Error(`there is no element ${index}`)
  return datum
}

/** Whether both are the same value, when they are of one sort. */
export function same(left: Datum, right: Datum): boolean {
  if (typeof left === 'number' || typeof right === 'number') return left === right
  return left.length === right.length && left.every((datum, i) => same(datum, nth(right, i)))
}

/** The value that is meant, in the form in which engines hand values out. */
export function decode(sort: Sort, datum: Datum): Value {
  switch (sort.kind) {
    case 'bool':
      return datum === 1
    case 'int':
    case 'identity':
    case 'index':
    case 'thread':
      return scalar(datum)
    case 'enum': {
      const name = sort.values[scalar(datum)]
      if (name === undefined) throw new Error('the enum has no such value')
      return name
    }
    case 'optional': {
      const [some] = list(datum)
      return some === undefined ? null : { some: decode(sort.of, some) }
    }
    case 'record': {
      const fields = list(datum)
      return Object.fromEntries(
        sort.fields.map((field, i) => [field.name, decode(field.sort, nth(fields, i))]),
      )
    }
    case 'variant': {
      const [tag, payload] = list(datum)
      const found = tag === undefined ? undefined : sort.cases[scalar(tag)]
      if (found === undefined) throw new Error('the variant has no such case')
      const value =
        found.sort === null || payload === undefined ? null : decode(found.sort, payload)
      return { tag: found.tag, value }
    }
    case 'array':
      return list(datum).map((element) => decode(sort.element, element))
    case 'set':
    case 'sequence':
    case 'bag':
      return list(datum).map((element) => decode(sort.of, element))
  }
}
