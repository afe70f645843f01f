/** Random sorts and values for the compiled engine: wide ones, and ones of one value or none, too. */

import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Case, Field, Sort } from '../../../dsl/ir.ts'
import { cardinality } from '../../../dsl/shape.ts'
import { enumeration } from '../../../checker/lower/enumerate.ts'
import {
  array,
  bag,
  bool,
  enumOf,
  identity,
  index,
  int,
  optional,
  sequence,
  set,
  thread,
} from '../lower/terms.ts'

export const threads = 3

const { sort: anySort } = fc.letrec<{ sort: Sort; field: Field; case: Case }>((tie) => ({
  sort: fc.oneof(
    { maxDepth: 3, depthSize: 'large' },
    fc.constantFrom<Sort[]>(bool, thread, enumOf('a', 'b', 'c'), index('slot', 2)),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.nat(4))
      .map(([min, more]): Sort => int(min, min + more)),
    fc.constantFrom<Sort[]>(int(7, 7), int(0, 2 ** 31 - 1), int(-(2 ** 31), 2 ** 31 - 1)),
    tie('sort').map((inner): Sort => optional(inner)),
    fc
      .array(tie('field'), { minLength: 1, maxLength: 4 })
      .map((fields): Sort => ({ kind: 'record', fields })),
    fc
      .array(tie('case'), { minLength: 1, maxLength: 4 })
      .map((cases): Sort => ({ kind: 'variant', cases })),
    fc
      .tuple(fc.integer({ min: 1, max: 8 }), tie('sort'))
      .map(([size, inner]): Sort => array(identity('cpu', size), inner)),
    tie('sort')
      .filter((inner) => cardinality(inner, threads) <= 150)
      .map((inner): Sort => set(inner)),
    fc.tuple(tie('sort'), fc.nat(5)).map(([inner, bound]): Sort => sequence(inner, bound)),
    fc.tuple(tie('sort'), fc.nat(5)).map(([inner, bound]): Sort => bag(inner, bound)),
  ),
  field: tie('sort').map((sort) => ({ name: 'field', sort })),
  case: fc.option(tie('sort')).map((sort) => ({ tag: 'case', sort })),
}))

/** Whether its values take about a thousand bits at most; those of wider sorts take seconds to count and to draw. */
export function isModest(sort: Sort): boolean {
  return Number.isFinite(cardinality(sort, threads))
}

export const sorts: Arbitrary<Sort> = anySort.filter(isModest)

export function valuesOf(sort: Sort): bigint {
  return enumeration(sort, threads).cardinality()
}

/** A sort, and the numbers of two of its values. */
export const pairs: Arbitrary<readonly [Sort, bigint, bigint]> = sorts.chain((sort) => {
  const last = valuesOf(sort) - 1n
  // Far apart as any two are, and next to each other.
  const two = fc.tuple(fc.bigInt(0n, last), fc.bigInt(0n, last))
  const next = fc.bigInt(0n, last).map((rank) => [rank, rank < last ? rank + 1n : rank] as const)
  return fc.oneof(two, next).map(([left, right]) => [sort, left, right] as const)
})
