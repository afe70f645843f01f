/** How values are held in Promela: which numbers stand for them, in which type, under which names. */

import type { Sort } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import { Refusal } from './refusal.ts'

/**
 * How many values the sort has, when each is one number from 0, in the order of the values. A set is the number of which its elements
 * are the bits. Null where a value takes several numbers.
 */
export function codes(sort: Sort, threads: number): number | null {
  switch (sort.kind) {
    case 'bool':
      return 2
    case 'int':
      return sort.max - sort.min + 1
    case 'enum':
      return sort.values.length
    case 'identity':
    case 'index':
      return sort.size
    case 'thread':
      return threads
    case 'optional': {
      const of = codes(sort.of, threads)
      return of === null ? null : of + 1
    }
    case 'variant': {
      const cases = sort.cases.map(({ sort: of }) => (of === null ? 1 : codes(of, threads)))
      return cases.reduce((sum, of) => (sum === null || of === null ? null : sum + of), 0)
    }
    case 'set': {
      const of = codes(sort.of, threads)
      return of === null || of > 31 ? null : 2 ** of
    }
    case 'record':
    case 'array':
    case 'sequence':
    case 'bag':
      return null
  }
}

/** The greatest number that stands for a value. Ints that are not negative stand for themselves. */
export function greatest(sort: Sort, threads: number, site: Site): number {
  if (sort.kind === 'int' && sort.min >= 0) return sort.max
  const count = codes(sort, threads)
  if (count === null) throw new Refusal(site, `a value of the sort '${sort.kind}' in this place`)
  return count - 1
}

/** What is to be subtracted from an int so that it can be held: nothing, unless it may be negative. */
export function base(sort: Sort): number {
  return sort.kind === 'int' && sort.min < 0 ? sort.min : 0
}

/** The declaration of what holds numbers from 0 to the greatest, in as few bits as SPIN can: only scalars are packed. */
export function declared(name: string, most: number, elements: number | null): string {
  if (elements !== null) return `${arrayType(most)} ${name}[${elements}]`
  if (most <= 1) return `bit ${name}`
  const width = Math.ceil(Math.log2(most + 1))
  return width < 31 ? `unsigned ${name} : ${width}` : `int ${name}`
}

function arrayType(most: number): string {
  if (most <= 1) return 'bit'
  if (most <= 255) return 'byte'
  return most <= 32_767 ? 'short' : 'int'
}

/** One variable of Promela: a scalar, or an array of so many scalars. */
export interface Component {
  readonly name: string
  readonly fields: readonly string[]
  readonly sort: Sort
  /** The product of the sizes of all arrays around it; null: it is in none. */
  readonly elements: number | null
}

/** The variables that hold a value of the sort; arrays of arrays are one after the other. */
export function components(
  name: string,
  sort: Sort,
  threads: number,
  site: Site,
): readonly Component[] {
  const inside = (
    of: Sort,
    fields: readonly string[],
    elements: number | null,
  ): readonly Component[] => {
    switch (of.kind) {
      case 'record':
        return of.fields.flatMap((field) => inside(field.sort, [...fields, field.name], elements))
      case 'array': {
        const size = codes(of.index, threads)
        if (size === null) throw new Refusal(site, `an array over a '${of.index.kind}'`)
        return inside(of.element, fields, size * (elements ?? 1))
      }
      default:
        if (codes(of, threads) === null) throw new Refusal(site, `a '${of.kind}'`)
        return [{ name: [name, ...fields].join('_'), fields, sort: of, elements }]
    }
  }
  return inside(sort, [], null)
}
