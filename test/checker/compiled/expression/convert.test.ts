/** A value carried into another sort of its shape is itself, or a fault. */

import { assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Sort } from '../../../../dsl/ir.ts'
import { modelOf } from '../../../model.ts'
import { hasRange } from '../../../random/sorts.ts'
import { bag, bool, convert, identity, int, of, optional } from '../../lower/terms.ts'
import { array, record, sequence, set, variable, variant } from '../../lower/terms.ts'
import { compiled, valueIn } from './kit.ts'
import { compounds } from './sorts.ts'
import { conversions, disagreement } from './situations.ts'

/** What a value becomes in another sort. */
function carried(from: Sort, to: Sort, value: Datum): unknown {
  const it = variable(0, 'it', from, 'any')
  const program = lower(modelOf({ variables: [it] }))
  const subject = { expr: convert(of(it), to), process: null, binders: [] }
  return valueIn(subject, outsideProcesses({ variables: [value], points: [] }), program)
}

const some = int(0, 9)
const few = int(2, 5)
const large = int(-(2 ** 38), 2 ** 38)

test.each<[string, Sort, Sort, Datum, unknown]>([
  ['the least', some, few, 2, 2],
  ['the largest', some, few, 5, 5],
  ['below', some, few, 1, 'range'],
  ['above', some, few, 6, 'range'],
  ['below, where all fit above', some, int(2, 20), 1, 'range'],
  ['above, where all fit below', some, int(-2, 5), 6, 'range'],
  ['a range apart from the other', some, int(20, 30), 9, 'range'],
  ['none', optional(some), optional(few), [], []],
  ['a value', optional(some), optional(few), [3], [3]],
  ['a value outside', optional(some), optional(few), [0], 'range'],
  ['a set', set(some), set(few), [2, 5], [2, 5]],
  ['a set with one outside', set(some), set(few), [2, 6], 'range'],
  ['a set into lower ranks', set(few), set(some), [2, 5], [2, 5]],
  ['an empty set of nothing in common', set(few), set(int(2 ** 40, 2 ** 40 + 3)), [], []],
  ['a wide set', set(int(0, 99)), set(int(-50, 98)), [0, 64, 98], [0, 64, 98]],
  ['a wide set with one outside', set(int(0, 99)), set(int(-50, 98)), [0, 99], 'range'],
  ['a set that becomes wide', set(some), set(int(-80, 9)), [0, 9], [0, 9]],
  ['a set of records', set(record({ n: few })), set(record({ n: some })), [[2], [4]], [[2], [4]]],
  ['a sequence', sequence(some, 3), sequence(few, 2), [5, 2], [5, 2]],
  ['too long a sequence', sequence(some, 3), sequence(some, 2), [5, 2, 0], 'bound'],
  ['a bag', bag(some, 2), bag(few, 3), [2, 2], [2, 2]],
  ['an array', array(bool, some), array(bool, few), [2, 5], [2, 5]],
  ['an array that becomes wide', array(bool, few), array(bool, large), [2, 5], [2, 5]],
  ['a case', variant({ a: some, b: null }), variant({ a: few, b: null }), [0, 4], [0, 4]],
  ['a case outside', variant({ a: some, b: null }), variant({ a: few, b: null }), [0, 9], 'range'],
  ['a case without payload', variant({ a: some, b: null }), variant({ a: few, b: null }), [1], [1]],
  [
    'a case that becomes wide',
    variant({ a: few, b: null }),
    variant({ a: large, b: null }),
    [1],
    [1],
  ],
])(
  'an int outside of its range, or a list over its bound, is a fault: %s',
  (_, from, to, it, value) => {
    expect(carried(from, to, it)).toEqual(value)
  },
)

const lists = (bound: number, range: Sort): Sort => sequence(sequence(range, bound), bound)

test.each<[string, Sort, Sort, Datum, unknown]>([
  ['the bound, before the elements', lists(3, some), lists(2, few), [[0], [0], [0]], 'bound'],
  ['the first element', lists(2, some), lists(2, few), [[0], [2, 2]], 'range'],
  [
    'an element, before the bound of the next',
    lists(3, some),
    sequence(sequence(few, 1), 3),
    [[0], [2, 2]],
    'range',
  ],
  [
    'the bound of an element, before its own elements',
    lists(3, some),
    sequence(sequence(few, 1), 3),
    [[0, 0]],
    'bound',
  ],
  [
    'the field before',
    record({ a: some, b: lists(2, some) }),
    record({ a: few, b: lists(1, some) }),
    [0, [[], []]],
    'range',
  ],
  [
    'the field behind, where the one before is fine',
    record({ a: some, b: lists(2, some) }),
    record({ a: few, b: lists(1, some) }),
    [2, [[], []]],
    'bound',
  ],
  [
    'the lesser member',
    set(sequence(int(0, 1), 2)),
    set(sequence(int(0, 0), 1)),
    [[1], [0, 0]],
    'range',
  ],
  [
    'the greater member, where the lesser is fine',
    set(sequence(int(0, 1), 2)),
    set(sequence(int(0, 0), 1)),
    [[0], [0, 0]],
    'bound',
  ],
  ['a value outside in what is not there', optional(some), optional(few), [], []],
  ['places behind the last element', sequence(some, 3), sequence(few, 3), [3], [3]],
])('of several faults the first from outside inwards counts: %s', (_, from, to, it, value) => {
  expect(carried(from, to, it)).toEqual(value)
})

test('a value is the same in every sort of its shape that has it, and a fault in every other', () => {
  const shaped = compounds.filter(hasRange)
  assert(
    property(conversions(shaped), (situation) => {
      expect(disagreement(situation)).toBeNull()
    }),
    { numRuns: 40, seed: 20_261_121 },
  )
})

test('where nothing can fail and the codes are the same, nothing is executed', () => {
  const it = variable(0, 'it', int(0, 3), 'any')
  const all = variable(1, 'all', optional(set(identity('page', 70))), 'any')
  const program = lower(modelOf({ variables: [it, all] }))
  const alike = optional(set(identity('page', 70)))
  const text = (...exprs: Parameters<typeof convert>[0][]): string[] =>
    exprs.map((expr) =>
      JSON.stringify(compiled([{ expr, process: null, binders: [] }], program).text),
    )
  const [wider, int_, same, whole] = text(
    convert(of(it), some),
    of(it),
    convert(of(all), alike),
    of(all),
  )
  expect(wider).toBe(int_)
  expect(same).toBe(whole)
})
