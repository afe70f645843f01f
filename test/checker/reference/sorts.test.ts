import { expect, test } from 'vitest'
import { decoding } from '../../../checker/reference/decode.ts'
import { comparing } from '../../../checker/reference/order.ts'
import { Sorts } from '../../../checker/reference/sorts.ts'
import type { Sort } from '../../../dsl/ir.ts'
import * as b from './build.ts'

const worker = b.identity('worker', 2)
const clerk = b.identity('clerk', 1)
const sorts = new Sorts(
  b.model({
    processes: [
      ['worker', worker, []],
      ['clerk', clerk, []],
    ],
  }),
)

function values(sort: Sort): readonly unknown[] {
  return sorts.values(sort).map(decoding(sort, sorts))
}

const pair = b.recordOf({ a: b.bool, n: b.int(0, 1) })
const message = b.variantOf({ ack: null, data: b.int(1, 2) })

const listed: readonly (readonly [string, Sort, readonly unknown[]])[] = [
  ['bool', b.bool, [false, true]],
  ['int', b.int(-1, 1), [-1, 0, 1]],
  ['enum', b.oneOf('z', 'a'), ['z', 'a']],
  ['identity', b.identity('buffer', 2), [0, 1]],
  ['index', b.index('slot', 2), [0, 1]],
  ['thread', b.thread, [0, 1, 2]],
  ['optional', b.optional(b.bool), [null, { some: false }, { some: true }]],
  [
    'record, first field most significant',
    pair,
    [
      { a: false, n: 0 },
      { a: false, n: 1 },
      { a: true, n: 0 },
      { a: true, n: 1 },
    ],
  ],
  [
    'variant',
    message,
    [
      { tag: 'ack', value: null },
      { tag: 'data', value: 1 },
      { tag: 'data', value: 2 },
    ],
  ],
  [
    'array, first index most significant',
    b.arrayOf(b.bool, b.int(0, 1)),
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
  ],
  [
    'set, as a binary number',
    b.setOf(b.int(0, 2)),
    [[], [0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]],
  ],
  [
    'sequence, shorter first',
    b.sequenceOf(b.bool, 2),
    [[], [false], [true], [false, false], [false, true], [true, false], [true, true]],
  ],
  ['bag, smaller first', b.bagOf(b.int(0, 1), 2), [[], [0], [1], [0, 0], [0, 1], [1, 1]]],
]

test.each(listed)('the values of %s come in their order', (_, sort, expected) => {
  expect(values(sort)).toEqual(expected)
})

const composed: readonly (readonly [string, Sort])[] = [
  ...listed.map(([name, sort]) => [name, sort] as const),
  ['optional of optional', b.optional(b.optional(b.bool))],
  ['set of records', b.setOf(pair)],
  ['set of sets', b.setOf(b.setOf(b.bool))],
  ['array of sets', b.arrayOf(b.oneOf('p', 'q'), b.setOf(b.bool))],
  ['sequence of variants', b.sequenceOf(message, 3)],
  ['bag of optionals', b.bagOf(b.optional(b.bool), 3)],
  ['record of bags', b.recordOf({ left: b.bagOf(b.bool, 2), right: b.bagOf(b.bool, 2) })],
]

test.each(composed)('comparing values of %s agrees with their listed order', (_, sort) => {
  const list = sorts.values(sort)
  const compare = comparing(sort, sorts)
  for (const [i, left] of list.entries()) {
    for (const [j, right] of list.entries()) {
      expect(Math.sign(compare(left, right))).toBe(Math.sign(i - j))
    }
  }
})

test('a thread is numbered by process and then by instance', () => {
  expect(sorts.threads.map(({ process, instance }) => [process, instance])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
  ])
})

test.each<readonly [string, Sort]>([
  ['int(0..2000000)', b.int(0, 2_000_000)],
  ['set of int(0..20)', b.setOf(b.int(0, 20))],
  ['set of set of int(0..10)', b.setOf(b.setOf(b.int(0, 10)))],
  ['array from int(0..20) to bool', b.arrayOf(b.int(0, 20), b.bool)],
  ['sequence of up to 2000000 int(0..0)', b.sequenceOf(b.int(0, 0), 2_000_000)],
  ['bag of up to 30 int(0..9)', b.bagOf(b.int(0, 9), 30)],
])('listing the values of %s is refused at once', (name, sort) => {
  expect(() => sorts.values(sort)).toThrow(`${name} has more than 1048576 values`)
})

test('a sort of 2^20 values is still listed', () => {
  expect(sorts.values(b.int(1, 2 ** 20))).toHaveLength(2 ** 20)
})
