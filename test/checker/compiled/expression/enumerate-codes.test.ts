/** All codes of a sort are listed, in order. */

import { expect, test } from 'vitest'
import { coding } from '../../../../checker/compiled/code.ts'
import { codesOf } from '../../../../checker/compiled/expression/enumerate-codes.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { elements, enumeration } from '../../../../checker/lower/enumerate.ts'
import type { Sort } from '../../../../dsl/ir.ts'
import { bool, int } from '../../../random/nodes.ts'
import {
  array,
  bag,
  enumOf,
  identity,
  optional,
  record,
  sequence,
  set,
  thread,
  variant,
} from '../../lower/terms.ts'
import { encode } from './coded.ts'
import { wide, wideValues } from './wide-values.ts'

const threads = 4
const code = coding(threads)
const gaps = record({ a: int(0, 2), b: int(-1, 1) })

test.each<[string, Sort]>([
  ['a number', int(-3, 3)],
  ['a name', enumOf('a', 'b', 'c')],
  ['a thread', thread],
  ['no value at all', identity('nobody', 0)],
  ['an optional value', optional(gaps)],
  ['a record', record({ a: gaps, b: bool, c: optional(int(0, 1)) })],
  ['a record without values', record({ a: bool, b: identity('nobody', 0) })],
  ['cases', variant({ A: null, B: gaps, C: bool })],
  ['an array', array(bool, gaps)],
  ['an array of one value', array(int(0, 99), int(4, 4))],
  ['a set', set(gaps)],
  ['a sequence', sequence(gaps, 3)],
  ['a sequence of what has no bits', sequence(int(1, 1), 5)],
  ['a bag', bag(gaps, 3)],
  ['a bag that is always empty', bag(set(int(0, 99)), 0)],
])('all codes are those of the values, in order: %s', (_, sort) => {
  const values = [...elements(enumeration(sort, threads))]
  expect(codesOf(code(sort))).toEqual(encoded(sort, values))
})

test.each<[string, Sort, readonly Datum[]]>([
  ['a bag', wide, wideValues],
  ['an optional value', optional(wide), [[], ...wideValues.map((each) => [each])]],
  [
    'a record',
    record({ a: bool, b: wide, c: int(7, 7) }),
    [0, 1].flatMap((a) => wideValues.map((b) => [a, b, 7])),
  ],
  [
    'cases',
    variant({ A: bool, B: null, C: wide }),
    [[0, 0], [0, 1], [1], ...wideValues.map((each) => [2, each])],
  ],
  ['an array', array(int(1, 1), wide), wideValues.map((each) => [each])],
  ['a sequence', sequence(wide, 1), [[], ...wideValues.map((each) => [each])]],
])('all codes are those of the values, in order, where they are wide: %s', (_, sort, values) => {
  expect(codesOf(code(sort))).toEqual(encoded(sort, values))
})

function encoded(sort: Sort, values: readonly Datum[]): readonly bigint[] {
  return values.map((value) => encode(code(sort), value, threads))
}
