/** The order of the values of a sort, without listing them. */

import { match } from 'ts-pattern'
import type { Sort } from '../../dsl/ir.ts'
import { asBoolean, asList, asMap, asNumber, asSet, asString, entry, item } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Sorts } from './sorts.ts'

/** Negative, zero or positive, as the left value comes before, is, or comes after the right one. */
type Compare = (left: Datum, right: Datum) => number

/** Prepares the comparison of two values of the sort. */
export function comparing(sort: Sort, sorts: Sorts): Compare {
  return match(sort)
    .with({ kind: 'bool' }, (): Compare => (a, b) => Number(asBoolean(a)) - Number(asBoolean(b)))
    .with(
      { kind: 'int' },
      { kind: 'identity' },
      { kind: 'index' },
      { kind: 'thread' },
      (): Compare => (a, b) => asNumber(a) - asNumber(b),
    )
    .with({ kind: 'enum' }, ({ values }): Compare => {
      const rank = (value: Datum): number => values.indexOf(asString(value))
      return (a, b) => rank(a) - rank(b)
    })
    .with({ kind: 'optional' }, ({ of }) => {
      const compare = comparing(of, sorts)
      return shorterFirst((value) => asList(value).toArray(), compare)
    })
    .with({ kind: 'record' }, ({ fields }): Compare => {
      const parts = fields.map((field) => ({
        key: field.name,
        compare: comparing(field.sort, sorts),
      }))
      return byParts(parts)
    })
    .with({ kind: 'variant' }, ({ cases }): Compare => {
      const payloads = cases.map((one) => (one.sort === null ? equal : comparing(one.sort, sorts)))
      const rank = (value: Datum): number => {
        return cases.findIndex(({ tag }) => tag === item(asList(value), 0))
      }
      return (a, b) => {
        const first = rank(a)
        if (first !== rank(b)) return first - rank(b)
        return item(payloads, first)(item(asList(a), 1), item(asList(b), 1))
      }
    })
    .with({ kind: 'array' }, ({ index, element }): Compare => {
      const compare = comparing(element, sorts)
      return byParts(sorts.values(index).map((key) => ({ key, compare })))
    })
    .with({ kind: 'set' }, ({ of }): Compare => {
      const compare = comparing(of, sorts)
      const descending = (value: Datum): readonly Datum[] => {
        return asSet(value)
          .toArray()
          .toSorted((a, b) => compare(b, a))
      }
      return lexicographic(descending, compare)
    })
    .with({ kind: 'sequence' }, ({ of }) => {
      return shorterFirst((value) => asList(value).toArray(), comparing(of, sorts))
    })
    .with({ kind: 'bag' }, ({ of }) => {
      const compare = comparing(of, sorts)
      return shorterFirst((value) => bagElements(value, compare), compare)
    })
    .exhaustive()
}

/** The elements of a bag in ascending order, each as often as it is in it. */
export function bagElements(bag: Datum, compare: Compare): readonly Datum[] {
  return distinctElements(bag, compare).flatMap((element) => {
    return Array.from({ length: asNumber(entry(asMap(bag), element)) }, () => element)
  })
}

/** The elements of a bag in ascending order, each once. */
export function distinctElements(bag: Datum, compare: Compare): readonly Datum[] {
  return asMap(bag).keySeq().toArray().toSorted(compare)
}

function equal(): number {
  return 0
}

function byParts(parts: readonly { readonly key: Datum; readonly compare: Compare }[]): Compare {
  return (a, b) => {
    for (const { key, compare } of parts) {
      const difference = compare(entry(asMap(a), key), entry(asMap(b), key))
      if (difference !== 0) return difference
    }
    return 0
  }
}

/** Where one list is the beginning of the other, the shorter one comes first. */
function lexicographic(elements: (value: Datum) => readonly Datum[], compare: Compare): Compare {
  return (a, b) => {
    const left = elements(a)
    const right = elements(b)
    const differences = left
      .slice(0, right.length)
      .map((value, at) => compare(value, item(right, at)))
    return differences.find((difference) => difference !== 0) ?? left.length - right.length
  }
}

function shorterFirst(elements: (value: Datum) => readonly Datum[], compare: Compare): Compare {
  const alphabetical = lexicographic(elements, compare)
  return (a, b) => {
    const difference = elements(a).length - elements(b).length
    return difference === 0 ? alphabetical(a, b) : difference
  }
}
