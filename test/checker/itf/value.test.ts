/** Each sort of value in the Informal Trace Format. */

import { describe, expect, test } from 'vitest'
import { elementsOf } from '../../../checker/itf/elements.ts'
import { itfValue, record, unsortedItfValue } from '../../../checker/itf/value.ts'
import { valueText, valueTexts } from '../../../checker/value-text.ts'
import type { Value } from '../../../checker/value.ts'
import type { Sort } from '../../../dsl/ir.ts'
import { int, model as define } from '../../../dsl/index.ts'

const model = define('two tasks', {}, (m) => {
  const n = m.state('n', int(0, 1))
  m.process('task', { count: 2 }, function* () {
    yield* n.set(1)
  })
}).instantiate()

const bit: Sort = { kind: 'int', min: 0, max: 1 }
const page: Sort = { kind: 'identity', name: 'page', size: 2 }
const slot: Sort = { kind: 'index', name: 'slot', size: 2 }
const colour: Sort = { kind: 'enum', values: ['red', 'green'] }
const one = { '#bigint': '1' }
const unit = { '#tup': [] }

describe('a value', () => {
  test.each<[string, Value, Sort, unknown]>([
    ['a truth value is itself', true, { kind: 'bool' }, true],
    ['an integer is a big one', -3, { kind: 'int', min: -4, max: 4 }, { '#bigint': '-3' }],
    ['an enumerated value is its name', 'red', colour, 'red'],
    ['an individual is its name', 1, page, 'page 1'],
    ['a slot is its number', 1, slot, one],
    ['a thread is its name', 1, { kind: 'thread' }, 'task 1'],
    ['nothing is None', null, { kind: 'optional', of: bit }, { tag: 'None', value: unit }],
    [
      'nothing in an optional is Some None',
      { some: null },
      { kind: 'optional', of: { kind: 'optional', of: bit } },
      { tag: 'Some', value: { tag: 'None', value: unit } },
    ],
    [
      'a record is an object',
      { left: 1, right: 'red' },
      {
        kind: 'record',
        fields: [
          { name: 'left', sort: bit },
          { name: 'right', sort: colour },
        ],
      },
      { left: one, right: 'red' },
    ],
    [
      'a variant has a tag and a value',
      { tag: 'sent', value: 1 },
      { kind: 'variant', cases: [{ tag: 'sent', sort: bit }] },
      { tag: 'sent', value: one },
    ],
    [
      'a variant without payload has the unit',
      { tag: 'idle', value: null },
      { kind: 'variant', cases: [{ tag: 'idle', sort: null }] },
      { tag: 'idle', value: unit },
    ],
    [
      'an array is a map from its indices',
      [true, false],
      { kind: 'array', index: page, element: { kind: 'bool' } },
      {
        '#map': [
          ['page 0', true],
          ['page 1', false],
        ],
      },
    ],
    ['a set is a set', [0, 1], { kind: 'set', of: page }, { '#set': ['page 0', 'page 1'] }],
    ['a sequence is a list', [1], { kind: 'sequence', of: bit, bound: 2 }, [one]],
    [
      'a bag is a map to how often',
      ['red', 'red', 'green'],
      { kind: 'bag', of: colour, bound: 3 },
      {
        '#map': [
          ['red', { '#bigint': '2' }],
          ['green', one],
        ],
      },
    ],
  ])('%s', (_claim, value, sort, expected) => {
    expect(itfValue(value, sort, model)).toEqual(expected)
  })

  test('of which nobody knows the sort is what it looks like', () => {
    const value: Value = { a: [1, true], b: { some: 'red' }, c: null }
    expect(unsortedItfValue(value)).toEqual({
      a: [one, true],
      b: { tag: 'Some', value: 'red' },
      c: { tag: 'None', value: unit },
    })
  })
})

describe('a record', () => {
  test('has no field that would make a set, a map or the like of it', () => {
    expect(record([['#set', true]])).toEqual({ '_#set': true })
  })

  test('keeps all fields of one name', () => {
    const fields = record([
      ['n', '1'],
      ['n', '2'],
      ['n', '3'],
    ])
    expect(fields).toEqual({ n: '1', 'n (2)': '2', 'n (3)': '3' })
  })
})

test.each<[string, Sort]>([
  ['truth values', { kind: 'bool' }],
  ['integers', { kind: 'int', min: -2, max: 2 }],
  ['threads', { kind: 'thread' }],
  ['optional slots', { kind: 'optional', of: slot }],
  [
    'records',
    {
      kind: 'record',
      fields: [
        { name: 'who', sort: page },
        { name: 'what', sort: colour },
      ],
    },
  ],
  [
    'variants',
    {
      kind: 'variant',
      cases: [
        { tag: 'none', sort: null },
        { tag: 'bit', sort: bit },
      ],
    },
  ],
])('the elements of a sort of %s come in the order that reports have', (_name, sort) => {
  const elements = elementsOf(sort, 2)
  expect(elements?.map((value) => valueText(value, sort, model))).toEqual(valueTexts(sort, model))
})
