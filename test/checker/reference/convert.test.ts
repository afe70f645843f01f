import { describe, expect, test } from 'vitest'
import type { Expr, Sort } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { evaluated } from './explore.ts'

const wide = b.int(0, 9)
const narrow = b.int(0, 3)
const number = (value: number): Expr => b.literal(value, wide)
const at = b.site()

test('an int inside the target is carried over', () => {
  expect(evaluated(b.convert(number(3), narrow))).toBe(3)
})

test('an int outside the target faults where it is converted, and the fault says what is wrong', () => {
  expect(evaluated(b.convert(number(4), narrow, at))).toEqual({
    kind: 'range',
    site: at,
    detail: '4 is not in int(0..3)',
  })
})

test('an int below the target faults', () => {
  expect(evaluated(b.convert(b.number(-1), narrow))).toMatchObject({ kind: 'range' })
})

describe('an int outside the target inside another value', () => {
  const entry = (value: Expr): Expr => {
    return b.node('record', b.recordOf({ n: wide }), { fields: [{ name: 'n', value }] })
  }
  const tagged = (value: Expr): Expr => {
    return b.node('variant', b.variantOf({ data: wide }), { tag: 'data', value })
  }
  const table = (value: Expr): Expr => {
    return b.node('table', b.arrayOf(b.bool, wide), { entries: [number(0), value] })
  }

  test.each<readonly [string, (value: Expr) => Expr, Sort]>([
    ['an optional', b.some, b.optional(narrow)],
    ['a record', entry, b.recordOf({ n: narrow })],
    ['a variant', tagged, b.variantOf({ data: narrow })],
    ['an array', table, b.arrayOf(b.bool, narrow)],
    ['a set', (value) => b.collection(b.setOf(wide), [value]), b.setOf(narrow)],
    [
      'a sequence',
      (value) => b.collection(b.sequenceOf(wide, 2), [value]),
      b.sequenceOf(narrow, 2),
    ],
    ['a bag', (value) => b.collection(b.bagOf(wide, 2), [value]), b.bagOf(narrow, 2)],
  ])('in %s faults, and one inside the target does not', (_, build, target) => {
    const value = build(number(3))
    expect(evaluated(b.convert(value, target))).toEqual(evaluated(value))
    expect(evaluated(b.convert(build(number(4)), target, at))).toMatchObject({
      kind: 'range',
      site: at,
    })
  })
})

test.each<readonly [string, (bound: number) => Sort]>([
  ['sequence', (bound) => b.sequenceOf(wide, bound)],
  ['bag', (bound) => b.bagOf(wide, bound)],
])('a %s over the target bound faults, and one at the bound does not', (_, sort) => {
  const two = b.collection(sort(5), [number(1), number(1)])
  expect(evaluated(b.convert(two, sort(2)))).toEqual([1, 1])
  expect(evaluated(b.convert(two, sort(1), at))).toMatchObject({ kind: 'bound', site: at })
})
