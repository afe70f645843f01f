import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Field, Case, Sort } from '../../../dsl/ir.ts'
import { decode } from '../../../checker/lower/datum.ts'
import { elements, enumeration } from '../../../checker/lower/enumerate.ts'
import {
  array,
  bag,
  bool,
  enumOf,
  identity,
  index,
  int,
  optional,
  record,
  sequence,
  set,
  thread,
  variant,
} from './terms.ts'

const threads = 3

function listed(sort: Sort): unknown[] {
  return [...elements(enumeration(sort, threads))].map((datum) => decode(sort, datum))
}

test('scalars come in their own order', () => {
  expect(listed(bool)).toEqual([false, true])
  expect(listed(int(-1, 2))).toEqual([-1, 0, 1, 2])
  expect(listed(enumOf('idle', 'busy'))).toEqual(['idle', 'busy'])
  expect(listed(identity('cpu', 2))).toEqual([0, 1])
  expect(listed(index('slot', 2))).toEqual([0, 1])
  expect(listed(thread)).toEqual([0, 1, 2])
})

test('none comes before some', () => {
  expect(listed(optional(bool))).toEqual([null, { some: false }, { some: true }])
})

test('the first field of a record is the most significant', () => {
  expect(listed(record({ a: bool, b: int(0, 1) }))).toEqual([
    { a: false, b: 0 },
    { a: false, b: 1 },
    { a: true, b: 0 },
    { a: true, b: 1 },
  ])
})

test('a variant comes by case, then by payload', () => {
  expect(listed(variant({ data: bool, ack: null, end: null }))).toEqual([
    { tag: 'data', value: false },
    { tag: 'data', value: true },
    { tag: 'ack', value: null },
    { tag: 'end', value: null },
  ])
})

test('the first index of an array is the most significant', () => {
  expect(listed(array(identity('cpu', 2), bool))).toEqual([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])
})

test('a set comes as a binary number', () => {
  expect(listed(set(int(0, 2)))).toEqual([[], [0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]])
})

test('shorter sequences come first', () => {
  expect(listed(sequence(int(5, 6), 2))).toEqual([[], [5], [6], [5, 5], [5, 6], [6, 5], [6, 6]])
})

test('smaller bags come first, then by their ascending lists', () => {
  expect(listed(bag(int(0, 2), 2))).toEqual([
    [],
    [0],
    [1],
    [2],
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 1],
    [1, 2],
    [2, 2],
  ])
})

test('a sort too large to list is counted', () => {
  // 2^40 sets as keys, each with two values.
  expect(enumeration(set(int(0, 39)), 0).cardinality()).toBe(2n ** 40n)
  expect(enumeration(array(int(0, 99), int(0, 9)), 0).cardinality()).toBe(10n ** 100n)
  // Multisets of up to 20 of 10 elements: C(30, 10).
  expect(enumeration(bag(int(1, 10), 20), 0).cardinality()).toBe(30045015n)
})

const sorts = fc.letrec<{ sort: Sort; field: Field; case: Case }>((tie) => ({
  sort: fc.oneof(
    { maxDepth: 3 },
    fc.constant<Sort>(bool),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.nat(4))
      .map(([min, more]): Sort => int(min, min + more)),
    fc.constant<Sort>(enumOf('a', 'b', 'c')),
    fc.constant<Sort>(thread),
    fc.constant<Sort>(index('slot', 2)),
    tie('sort').map((inner): Sort => optional(inner)),
    fc
      .array(tie('field'), { minLength: 1, maxLength: 3 })
      .map((fields): Sort => ({ kind: 'record', fields })),
    fc
      .array(tie('case'), { minLength: 1, maxLength: 3 })
      .map((cases): Sort => ({ kind: 'variant', cases })),
    fc
      .tuple(
        tie('sort').filter((inner) => small(inner, 20n)),
        tie('sort'),
      )
      .map(([over, inner]): Sort => array(over, inner)),
    tie('sort')
      .filter((inner) => small(inner, 64n))
      .map((inner): Sort => set(inner)),
    fc.tuple(tie('sort'), fc.nat(4)).map(([inner, bound]): Sort => sequence(inner, bound)),
    fc.tuple(tie('sort'), fc.nat(4)).map(([inner, bound]): Sort => bag(inner, bound)),
  ),
  field: tie('sort').map((sort) => ({ name: 'field', sort })),
  case: fc.option(tie('sort')).map((sort) => ({ tag: 'case', sort })),
}))

function small(sort: Sort, limit: bigint): boolean {
  return enumeration(sort, threads).cardinality() <= limit
}

const valuesOfSorts = sorts.sort.chain((sort) => {
  const max = enumeration(sort, threads).cardinality() - 1n
  return fc.tuple(fc.constant(sort), fc.bigInt(0n, max), fc.bigInt(0n, max))
})

test('rank and unrank are inverse on every sort', () => {
  fc.assert(
    fc.property(valuesOfSorts, ([sort, rank]) => {
      const values = enumeration(sort, threads)
      expect(values.rank(values.unrank(rank))).toBe(rank)
    }),
  )
})

test('comparison agrees with rank on every sort', () => {
  fc.assert(
    fc.property(valuesOfSorts, ([sort, left, right]) => {
      const values = enumeration(sort, threads)
      const order = values.compare(values.unrank(left), values.unrank(right))
      expect(Math.sign(order)).toBe(left < right ? -1 : left > right ? 1 : 0)
    }),
  )
})

test('every value of a nested sort has a number of its own', () => {
  fc.assert(
    fc.property(sorts.sort, (sort) => {
      fc.pre(small(sort, 2000n))
      const values = enumeration(sort, threads)
      const texts = [...elements(values)].map((datum) => JSON.stringify(datum))
      expect(BigInt(new Set(texts).size)).toBe(values.cardinality())
    }),
  )
})
