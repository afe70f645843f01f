/** Sorts: equality, the least sort that holds two, the number of values, the text. */

import { describe, expect, test } from 'vitest'
import { Sorts } from '../../checker/reference/sorts.ts'
import {
  array,
  bag,
  bool,
  identity,
  index,
  int,
  model,
  oneOf,
  optional,
  record,
  sequence,
  set,
  thread,
  variant,
} from '../../dsl/index.ts'
import type { Sort } from '../../dsl/ir.ts'
import { cardinality, countRange, equalSorts, join, sortText } from '../../dsl/shape.ts'
import { walk } from '../random/walk.ts'

const fence = identity('fence', 3)

/** A sort of each kind, and kinds inside of kinds. */
const all: readonly Sort[] = [
  bool,
  int(-2, 5),
  oneOf('a', 'b', 'c'),
  fence,
  index('slot', 4),
  thread,
  optional(int(0, 3)),
  record({ a: int(0, 3), b: bool }),
  record({}),
  variant({ a: int(0, 3), b: null }),
  array(fence, oneOf('x', 'y')),
  array(record({ a: bool, b: bool }), bool),
  set(record({ a: bool, b: bool })),
  set(set(bool)),
  sequence(int(0, 2), 3),
  sequence(oneOf('only'), 3),
  bag(bool, 3),
  bag(int(0, 4), 2),
  bag(oneOf('only'), 4),
]

describe('the number of values', () => {
  test('is how many the interpreter enumerates', () => {
    const three = model('three', {}, (m) => {
      m.process('p', { count: 3 }, function* () {})
    })
    const sorts = new Sorts(three.instantiate())
    for (const sort of all) {
      expect([sortText(sort), cardinality(sort, 3)]).toEqual([
        sortText(sort),
        sorts.values(sort).length,
      ])
    }
  })

  test('of what cannot be counted is large, and found at once', () => {
    expect(cardinality(set(int(0, 2000)), 0)).toBe(Infinity)
    expect(cardinality(array(int(0, 2 ** 40), oneOf('only')), 0)).toBe(1)
    expect(cardinality(array(set(int(0, 2000)), oneOf('only')), 0)).toBe(1)
    expect(cardinality(sequence(oneOf('only'), 2 ** 40), 0)).toBe(2 ** 40 + 1)
    expect(cardinality(bag(bool, 2 ** 20), 0)).toBe(((2 ** 20 + 1) * (2 ** 20 + 2)) / 2)
    expect(cardinality(sequence(int(0, 9), 400), 0)).toBe(Infinity)
  })

  test('bounds the size of a set', () => {
    expect(countRange(fence)).toEqual(int(0, 3))
    expect(countRange(thread).max).toBeGreaterThanOrEqual(256)
    expect(countRange(int(0, 2 ** 40)).max).toBe(2 ** 31 - 1)
  })
})

describe('the join of two sorts', () => {
  test.each<readonly [Sort, Sort, Sort]>([
    [int(0, 3), int(2, 7), int(0, 7)],
    [optional(int(0, 3)), optional(int(-1, 0)), optional(int(-1, 3))],
    [set(int(0, 1)), set(int(3, 4)), set(int(0, 4))],
    [sequence(int(0, 3), 2), sequence(int(0, 5), 1), sequence(int(0, 5), 2)],
    [bag(int(0, 3), 2), bag(int(0, 3), 5), bag(int(0, 3), 5)],
    [array(bool, int(0, 3)), array(bool, int(2, 5)), array(bool, int(0, 5))],
    [
      record({ a: int(0, 3), b: bool }),
      record({ a: int(1, 9), b: bool }),
      record({ a: int(0, 9), b: bool }),
    ],
    [
      variant({ a: int(0, 3), b: null }),
      variant({ a: int(1, 9), b: null }),
      variant({ a: int(0, 9), b: null }),
    ],
    [fence, identity('fence', 3), fence],
  ])('%#: holds the values of both', (left, right, both) => {
    expect(sortText(join(left, right) ?? thread)).toBe(sortText(both))
    expect(sortText(join(right, left) ?? thread)).toBe(sortText(both))
  })

  test.each<readonly [Sort, Sort]>([
    [bool, int(0, 1)],
    [fence, identity('fence', 4)],
    [fence, identity('context', 3)],
    [fence, index('fence', 3)],
    [oneOf('a', 'b'), oneOf('b', 'a')],
    [optional(bool), bool],
    [set(bool), sequence(bool, 2)],
    [array(int(0, 3), bool), array(int(0, 4), bool)],
    [record({ a: bool }), record({ b: bool })],
    [record({ a: bool }), record({ a: bool, b: bool })],
    [record({ a: bool, b: bool }), record({ b: bool, a: bool })],
    [variant({ a: null, b: null }), variant({ a: null, c: null })],
    [variant({ a: null }), variant({ a: bool })],
    [set(fence), set(identity('context', 3))],
  ])('%#: is none where they differ in more than ranges and bounds', (left, right) => {
    expect(join(left, right)).toBeNull()
    expect(join(right, left)).toBeNull()
    expect(equalSorts(left, right)).toBe(false)
  })
})

test('a sort is equal to itself and to its copy, and to no other', () => {
  for (const [position, sort] of all.entries()) {
    // A copy without what makes it a parameter.
    expect(equalSorts(sort, JSON.parse(JSON.stringify(sort)) as Sort)).toBe(true)
    for (const other of all.slice(position + 1)) expect(equalSorts(sort, other)).toBe(false)
  }
})

test('a sort is shown as an author writes it', () => {
  expect(all.map(sortText)).toEqual([
    'bool',
    'int(-2, 5)',
    "oneOf('a', 'b', 'c')",
    "identity('fence', 3)",
    "index('slot', 4)",
    'thread',
    'optional(int(0, 3))',
    'record({ a: int(0, 3), b: bool })',
    'record({})',
    'variant({ a: int(0, 3), b: null })',
    "array(identity('fence', 3), oneOf('x', 'y'))",
    'array(record({ a: bool, b: bool }), bool)',
    'set(record({ a: bool, b: bool }))',
    'set(set(bool))',
    'sequence(int(0, 2), 3)',
    "sequence(oneOf('only'), 3)",
    'bag(bool, 3)',
    'bag(int(0, 4), 2)',
    "bag(oneOf('only'), 4)",
  ])
})

test('what a parameter can do is not part of a sort as data', () => {
  expect(Object.keys(bool)).toEqual(['kind'])
  expect(JSON.stringify(int(0, 3))).toBe('{"kind":"int","min":0,"max":3}')
  walk(all, (part) => expect(Object.keys(part)).not.toContain('default'))
})
