/** The order of a sort's values, by arithmetic: how many there are, the number of each, and the value of each number. */

import type { Sort, SortOf } from '../../dsl/ir.ts'
import type { Datum } from './datum.ts'
import { list, nth, scalar } from './datum.ts'

/** All numbers count from 0 in the order of the values. */
export interface Enumeration {
  readonly cardinality: () => bigint
  /** The number of a value. */
  readonly rank: (datum: Datum) => bigint
  /** The value of a number below the cardinality. */
  readonly unrank: (rank: bigint) => Datum
  /** Negative where the left value comes first, 0 where they are equal. */
  readonly compare: (left: Datum, right: Datum) => number
}

/** The values of a sort in a program of so many threads. */
export function enumeration(sort: Sort, threads: number): Enumeration {
  const of = (inner: Sort): Enumeration => enumeration(inner, threads)
  switch (sort.kind) {
    case 'bool':
      return range(0, 2)
    case 'int':
      return range(sort.min, sort.max - sort.min + 1)
    case 'enum':
      return range(0, sort.values.length)
    case 'identity':
    case 'index':
      return range(0, sort.size)
    case 'thread':
      return range(0, threads)
    case 'optional':
      return optional(of(sort.of))
    case 'record': {
      const fields = sort.fields.map((field) => of(field.sort))
      return tuple(fields)
    }
    case 'variant':
      return variant(sort, of)
    case 'array': {
      const length = size(of(sort.index))
      const element = of(sort.element)
      return tuple(Array.from({ length }, () => element))
    }
    case 'set':
      return set(of(sort.of))
    case 'sequence':
      return sequence(of(sort.of), sort.bound)
    case 'bag':
      return bag(of(sort.of), sort.bound)
  }
}

/** The cardinality, where it is that of something that is held in memory. */
export function size(values: Enumeration): number {
  const cardinality = values.cardinality()
  if (cardinality > 0xffff_ffffn) throw new Error(`${cardinality} values are too many to list`)
  return Number(cardinality)
}

/** All values, in order. */
export function* elements(values: Enumeration): Generator<Datum> {
  const cardinality = values.cardinality()
  for (let rank = 0n; rank < cardinality; rank++) yield values.unrank(rank)
}

function range(min: number, length: number): Enumeration {
  return {
    cardinality: () => BigInt(length),
    rank: (datum) => BigInt(scalar(datum) - min),
    unrank: (rank) => Number(rank) + min,
    compare: (left, right) => scalar(left) - scalar(right),
  }
}

function optional(of: Enumeration): Enumeration {
  return {
    cardinality: () => 1n + of.cardinality(),
    rank(datum) {
      const [some] = list(datum)
      return some === undefined ? 0n : 1n + of.rank(some)
    },
    unrank: (rank) => (rank === 0n ? [] : [of.unrank(rank - 1n)]),
    compare: (left, right) => byLength(list(left), list(right), of),
  }
}

function variant(sort: SortOf<'variant'>, of: (sort: Sort) => Enumeration): Enumeration {
  const cases = sort.cases.map((each) => (each.sort === null ? tuple([]) : of(each.sort)))
  const payloads = (tag: number): Enumeration => {
    const found = cases[tag]
    if (found === undefined) throw new Error('the variant has no such case')
    return found
  }
  const before = (tag: number): bigint =>
    cases.slice(0, tag).reduce((sum, each) => sum + each.cardinality(), 0n)
  return {
    cardinality: () => before(cases.length),
    rank(datum) {
      const [tag = 0, payload] = list(datum)
      const first = before(scalar(tag))
      return payload === undefined ? first : first + payloads(scalar(tag)).rank(payload)
    },
    unrank(rank) {
      const tag = cases.findIndex((_, i) => rank < before(i + 1))
      if (sort.cases[tag]?.sort === null) return [tag]
      return [tag, payloads(tag).unrank(rank - before(tag))]
    },
    compare(left, right) {
      const [tag = 0, payload] = list(left)
      const [otherTag = 0, other] = list(right)
      if (tag !== otherTag || payload === undefined || other === undefined) {
        return scalar(tag) - scalar(otherTag)
      }
      return payloads(scalar(tag)).compare(payload, other)
    },
  }
}

/** Lexicographic, the first most significant. */
function tuple(parts: readonly Enumeration[]): Enumeration {
  return {
    cardinality: () => parts.reduce((product, part) => product * part.cardinality(), 1n),
    rank(datum) {
      const datums = list(datum)
      return parts.reduce(
        (sum, part, i) => sum * part.cardinality() + part.rank(nth(datums, i)),
        0n,
      )
    },
    unrank(rank) {
      let rest = rank
      return parts
        .toReversed()
        .map((part) => {
          const radix = part.cardinality()
          const digit = rest % radix
          rest /= radix
          return part.unrank(digit)
        })
        .toReversed()
    },
    compare(left, right) {
      const others = list(right)
      return first(parts, (part, i) => part.compare(nth(list(left), i), nth(others, i)))
    },
  }
}

/** As binary numbers, element number i counting 2^i. */
function set(of: Enumeration): Enumeration {
  return {
    cardinality: () => 1n << of.cardinality(),
    rank: (datum) => list(datum).reduce((mask: bigint, each) => mask | (1n << of.rank(each)), 0n),
    unrank(rank) {
      const bits = rank.toString(2)
      const members: Datum[] = []
      for (let i = bits.length - 1; i >= 0; i--) {
        if (bits[i] === '1') members.push(of.unrank(BigInt(bits.length - 1 - i)))
      }
      return members
    },
    compare(left, right) {
      const high = list(left).toReversed()
      const others = list(right).toReversed()
      return (
        first(high, (datum, i) => {
          const other = others[i]
          return other === undefined ? 1 : of.compare(datum, other)
        }) || high.length - others.length
      )
    },
  }
}

/** Shorter ones first, then lexicographic. */
function sequence(of: Enumeration, bound: number): Enumeration {
  const shorter = (length: number): bigint => {
    let sum = 0n
    for (let i = 0, count = 1n; i < length; i++, count *= of.cardinality()) sum += count
    return sum
  }
  const ofLength = (length: number): Enumeration => tuple(Array.from({ length }, () => of))
  return {
    cardinality: () => shorter(bound + 1),
    rank: (datum) => shorter(list(datum).length) + ofLength(list(datum).length).rank(datum),
    unrank(rank) {
      const length = longest(bound, (candidate) => shorter(candidate) <= rank)
      return ofLength(length).unrank(rank - shorter(length))
    },
    compare: (left, right) => byLength(list(left), list(right), of),
  }
}

/** Smaller ones first, then lexicographic as ascending lists. */
function bag(of: Enumeration, bound: number): Enumeration {
  /** How many bags of this size there are whose elements all have at least this number. */
  const from = (number: bigint, length: number): bigint =>
    multisets(of.cardinality() - number, length)
  const smaller = (length: number): bigint => {
    let sum = 0n
    for (let i = 0; i < length; i++) sum += from(0n, i)
    return sum
  }
  return {
    cardinality: () => smaller(bound + 1),
    rank(datum) {
      const members = list(datum)
      let sum = smaller(members.length)
      let least = 0n
      members.forEach((member, i) => {
        const number = of.rank(member)
        sum += from(least, members.length - i) - from(number, members.length - i)
        least = number
      })
      return sum
    },
    unrank(rank) {
      const length = longest(bound, (candidate) => smaller(candidate) <= rank)
      const members: Datum[] = []
      let rest = rank - smaller(length)
      let least = 0n
      for (let open = length; open > 0; open--) {
        const all = from(least, open)
        let low = least
        let high = of.cardinality() - 1n
        while (low < high) {
          const middle = (low + high + 1n) / 2n
          if (all - from(middle, open) <= rest) low = middle
          else high = middle - 1n
        }
        rest -= all - from(low, open)
        least = low
        members.push(of.unrank(low))
      }
      return members
    },
    compare: (left, right) => byLength(list(left), list(right), of),
  }
}

/** The number of multisets of a size over so many kinds of elements. */
function multisets(kinds: bigint, length: number): bigint {
  let count = 1n
  for (let i = 0n; i < BigInt(length); i++) count = (count * (kinds + i)) / (i + 1n)
  return count
}

function longest(bound: number, fits: (length: number) => boolean): number {
  let length = bound
  while (length > 0 && !fits(length)) length--
  return length
}

function byLength(left: readonly Datum[], right: readonly Datum[], of: Enumeration): number {
  return left.length - right.length || first(left, (datum, i) => of.compare(datum, nth(right, i)))
}

/** The first difference, 0 where there is none. */
function first<T>(items: readonly T[], compare: (item: T, i: number) => number): number {
  for (const [i, item] of items.entries()) {
    const difference = compare(item, i)
    if (difference !== 0) return difference
  }
  return 0
}
