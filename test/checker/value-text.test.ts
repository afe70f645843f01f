import { expect, test } from 'vitest'
import { threadNames, valueText } from '../../checker/value-text.ts'
import type { Value } from '../../checker/value.ts'
import type { Sort } from '../../dsl/ir.ts'
import * as b from './reference/build.ts'

const importer = b.identity('importer', 2)
const shrinker = b.identity('shrinker', 1)
const model = b.model({
  processes: [
    ['importer', importer, []],
    ['shrinker', shrinker, []],
    ['cpu', b.int(1, 2), []],
    ['mode', b.oneOf('fast', 'slow'), []],
  ],
})
const digits = b.int(0, 9)
const state = b.oneOf('free', 'busy')

test('a thread is named after its process and instance, or only its process when there is one', () => {
  expect(threadNames(model)).toEqual([
    'importer 0',
    'importer 1',
    'shrinker',
    'cpu 1',
    'cpu 2',
    'mode fast',
    'mode slow',
  ])
})

test.each<readonly [string, Value, Sort]>([
  ['true', true, b.bool],
  ['-3', -3, b.int(-3, 3)],
  ['busy', 'busy', state],
  ['buffer 1', 1, b.identity('buffer', 2)],
  ['buffer 0', 0, b.identity('buffer', 1)],
  ['slot 2', 2, b.index('slot', 3)],
  ['importer 1', 1, importer],
  ['shrinker', 0, shrinker],
  ['cpu 2', 4, b.thread],
  ['none', null, b.optional(b.thread)],
  ['importer 0', { some: 0 }, b.optional(b.thread)],
  ['some(none)', { some: null }, b.optional(b.optional(b.bool))],
  ['some(true)', { some: { some: true } }, b.optional(b.optional(b.bool))],
  [
    '[a: 1, owner: none]',
    { a: 1, owner: null },
    b.recordOf({ a: digits, owner: b.optional(b.thread) }),
  ],
  ['ack', { tag: 'ack', value: null }, b.variantOf({ ack: null, data: digits })],
  ['data(7)', { tag: 'data', value: 7 }, b.variantOf({ ack: null, data: digits })],
  ['{importer 0, shrinker}', [0, 2], b.setOf(b.thread)],
  ['{}', [], b.setOf(b.thread)],
  ['<3, 1, 3>', [3, 1, 3], b.sequenceOf(digits, 3)],
  ['bag {1, 1}', [1, 1], b.bagOf(digits, 3)],
  ['[importer 0: free, importer 1: busy]', ['free', 'busy'], b.arrayOf(importer, state)],
  ['[importer 0: free, importer 1: free]', ['free', 'free'], b.arrayOf(importer, state)],
  ['[all: free]', ['free', 'free', 'free', 'free'], b.arrayOf(b.int(0, 3), state)],
  [
    '[0: free, 1: free, 2: free, 3: busy]',
    ['free', 'free', 'free', 'busy'],
    b.arrayOf(b.int(0, 3), state),
  ],
  ['[5: 1, 6: 2]', [1, 2], b.arrayOf(b.int(5, 6), digits)],
  ['[false: 1, true: 2]', [1, 2], b.arrayOf(b.bool, digits)],
  ['[none: 1, some(false): 2]', [1, 2], b.arrayOf(b.optional(b.oneOf('some(false)')), digits)],
  [
    '[[a: free, b: true]: 1, [a: busy, b: true]: 2]',
    [1, 2],
    b.arrayOf(b.recordOf({ a: state, b: b.oneOf('true') }), digits),
  ],
  [
    '[ack: 1, data(3): 2]',
    [1, 2],
    b.arrayOf(b.variantOf({ ack: null, data: b.int(3, 3) }), digits),
  ],
  ['[#0: 1, #1: 2]', [1, 2], b.arrayOf(b.setOf(b.identity('one', 1)), digits)],
])('%s', (text, value, sort) => {
  expect(valueText(value, sort, model)).toBe(text)
})
