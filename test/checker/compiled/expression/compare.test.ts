/** Equality in the generated code, of values wherever they lie. */

import { describe, expect, test } from 'vitest'
import { coding } from '../../../../checker/compiled/code.ts'
import { equal } from '../../../../checker/compiled/expression/compare.ts'
import { sameCoding } from '../../../../checker/compiled/expression/same-coding.ts'
import { number } from '../../../../checker/compiled/operand.ts'
import type { Scope } from '../../../../checker/compiled/scope.ts'
import { Emitter } from '../../../../checker/compiled/emitter.ts'
import { Generation } from '../../../../checker/compiled/generation.ts'
import { i64 } from '../../../../checker/compiled/wat.ts'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Sort } from '../../../../dsl/ir.ts'
import { modelOf } from '../../../model.ts'
import * as terms from '../../lower/terms.ts'
import { compiled, smallProgram } from './kit.ts'
import { plainLayout } from './plain-layout.ts'

const { bool, int } = terms
const large = int(-(2 ** 38), 2 ** 38)
const pages = terms.set(terms.identity('page', 70))

/** Whether two variables of the sort are equal, and whether they are not, where they have these values. */
function compared(sort: Sort, left: Datum, right: Datum): readonly unknown[] {
  const variables = [
    terms.variable(0, 'a', sort, 'any'),
    terms.variable(1, 'flag', bool, 'any'),
    terms.variable(2, 'b', sort, 'any'),
    terms.variable(3, 'last', bool, 'any'),
  ]
  const [a, , b] = variables.map((each) => terms.of(each))
  if (a === undefined || b === undefined) throw new Error('there are four')
  const program = lower(modelOf({ variables }))
  const exprs = [terms.eq(a, b), terms.binary('ne', a, b)]
  const subjects = exprs.map((expr) => ({ expr, process: null, binders: [] }))
  const { evaluate } = compiled(subjects, program)
  // What stands beside them differs, and is none of their business.
  const context = outsideProcesses({ variables: [left, 0, right, 1], points: [] })
  return subjects.map((_, i) => evaluate(i, context))
}

const same = [{ value: 1 }, { value: 0 }]
const different = [{ value: 0 }, { value: 1 }]

const slots = terms.index('slot', 10)
const empty: Datum = []
const tenSets = (at: number, members: Datum): Datum =>
  Array.from({ length: 10 }, (_, i) => (i === at ? members : empty))

describe.each<[string, Sort, Datum, readonly Datum[]]>([
  ['bool', bool, 1, [0]],
  ['int', int(-3, 4), -3, [-2, 4]],
  [
    'record',
    terms.record({ a: int(-3, 4), b: bool }),
    [-3, 0],
    [
      [-3, 1],
      [-2, 0],
    ],
  ],
  [
    'set of two words',
    pages,
    [0, 63, 64],
    [
      [0, 63],
      [0, 63, 64, 69],
      [63, 64],
    ],
  ],
  ['optional', terms.optional(pages), [[]], [[], [[0]]]],
  [
    'array of 3 words',
    terms.array(terms.identity('cpu', 3), large),
    [1, 2, 3],
    [
      [0, 2, 3],
      [1, 0, 3],
      [1, 2, 0],
    ],
  ],
  [
    'array of 20 words',
    terms.array(slots, pages),
    tenSets(4, [69]),
    [tenSets(4, [68]), tenSets(0, [69]), tenSets(9, [0])],
  ],
  ['sequence', terms.sequence(large, 3), [5], [[], [5, 5], [6]]],
  ['variant', terms.variant({ all: pages, none: null, one: bool }), [2, 0], [[2, 1], [1], [0, []]]],
])('equality: %s', (_, sort, value, others) => {
  test('a value equals itself, wherever it lies', () => {
    expect(compared(sort, value, value)).toEqual(same)
  })
  test('a value equals no other', () => {
    expect(others.map((other) => compared(sort, value, other))).toEqual(others.map(() => different))
  })
})

test('values of two sorts are never compared: their codes say nothing about each other', () => {
  const generation = new Generation(smallProgram, plainLayout(smallProgram, coding(4)))
  const scope: Scope = {
    generation,
    emit: new Emitter(),
    moment: i64(0),
    after: null,
    executing: null,
    bound: new Map(),
    exit: { label: '$failed', ofState: false },
  }
  const one = generation.code(terms.optional(int(0, 3)))
  const other = generation.code(terms.optional(int(1, 4)))
  const value = number(i64(1))
  expect(() => equal(value, one, value, other, scope)).toThrow('two sorts')
})

test.each<[string, Sort, Sort, boolean]>([
  ['one sort, written twice', terms.record({ a: bool }), terms.record({ a: bool }), true],
  ['another least int', int(0, 3), int(1, 4), false],
  ['another largest int', int(0, 3), int(0, 4), false],
  ['another bound', terms.sequence(bool, 2), terms.sequence(bool, 3), false],
  ['a range inside of a set', terms.set(int(0, 3)), terms.set(int(0, 2)), false],
  [
    'a range in one case',
    terms.variant({ a: null, b: int(0, 1) }),
    terms.variant({ a: null, b: int(0, 2) }),
    false,
  ],
  ['a range in an array', terms.array(bool, int(0, 1)), terms.array(bool, int(0, 2)), false],
  [
    'wide ones with one range',
    terms.optional(pages),
    terms.optional(terms.set(terms.identity('page', 70))),
    true,
  ],
])(
  'sorts of one shape have the same codes where ranges and bounds are the same: %s',
  (_, left, right, expected) => {
    const code = coding(2)
    expect(sameCoding(code(left), code(right))).toBe(expected)
  },
)
