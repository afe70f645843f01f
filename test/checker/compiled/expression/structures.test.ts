/** Records, arrays, optionals and variants in the generated code. */

import { expect, test } from 'vitest'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import type { Context } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Expr, Sort } from '../../../../dsl/ir.ts'
import { modelOf } from '../../../model.ts'
import { binary, bound, expr, number } from '../../../random/nodes.ts'
import { array, binder, bool, broken, enumOf, identity, int, num, of } from '../../lower/terms.ts'
import { optional, record, set, variable, variant } from '../../lower/terms.ts'
import { compiled, valueIn, valueOf } from './kit.ts'

const pages = set(identity('page', 70))
/** Its codes have gaps. */
const gappy = record({ a: bool, b: enumOf('one', 'two', 'three') })

/** The value of what is made of a variable that has this value. */
function made(sort: Sort, value: Datum, make: (it: Expr) => Expr): unknown {
  const it = variable(1, 'it', sort, 'any')
  const program = lower(modelOf({ variables: [variable(0, 'beside', bool, 'any'), it] }))
  const whole_ = make(of(it))
  const context: Context = outsideProcesses({ variables: [1, value], points: [] })
  return valueIn({ expr: whole_, process: null, binders: [] }, context, program)
}

test.each<[string, Sort, Datum]>([
  ['narrow', optional(int(5, 9)), [7]],
  ['without bits of its own', optional(int(5, 5)), [5]],
  ['at the edge: 57 bits and a flag', optional(set(identity('bit', 57))), [[0, 56]]],
  ['wide', optional(pages), [[0, 69]]],
  ['of an optional', optional(optional(pages)), [[]]],
])('an optional has a value or none, and only what it has is unwrapped: %s', (_, sort, value) => {
  const of_ = sort.kind === 'optional' ? sort.of : sort
  const isSome = (it: Expr): Expr => expr('isSome', bool, { optional: it })
  const unwrap = (it: Expr): Expr => expr('unwrap', of_, { optional: it })
  const again = (it: Expr): Expr => expr('some', sort, { value: unwrap(it) })
  const [inner] = typeof value === 'number' ? [] : value
  expect([made(sort, value, isSome), made(sort, [], isSome)]).toEqual([1, 0])
  expect([made(sort, value, unwrap), made(sort, [], unwrap)]).toEqual([inner, 'none'])
  expect(made(sort, value, again)).toEqual(value)
  expect(valueOf(expr('none', sort, {}))).toEqual([])
  expect(valueOf(unwrap(expr('none', sort, {})))).toBe('none')
})

const parts = record({ n: int(-3, 4), all: pages, last: bool })
const whole: Datum = [-2, [1, 64], 1]

test('a record has its fields, narrow and wide ones, and the others stay when one changes', () => {
  const field = (name: string, sort: Sort) => (it: Expr) =>
    expr('field', sort, { record: it, field: name })
  const withField = (name: string, value: Expr) => (it: Expr) =>
    expr('withField', parts, { record: it, field: name, value })
  expect(made(parts, whole, field('n', int(-3, 4)))).toBe(-2)
  expect(made(parts, whole, field('all', pages))).toEqual([1, 64])
  expect(made(parts, whole, field('last', bool))).toBe(1)
  expect(made(parts, whole, withField('n', num(4)))).toEqual([4, [1, 64], 1])
  const none = expr('collection', pages, { elements: [] })
  expect(made(parts, whole, withField('all', none))).toEqual([-2, [], 1])
  expect(made(parts, whole, withField('n', broken(int(0, 1))))).toBe('zero')
})

test('the fields of a record are evaluated in order, and the first fault ends it', () => {
  const sort = record({ n: int(0, 1), m: int(0, 1) })
  const none = expr('unwrap', int(0, 1), {
    optional: expr('none', optional(int(0, 1)), {}),
  })
  const of_ = (n: Expr, m: Expr): Expr =>
    expr('record', sort, {
      fields: [
        { name: 'n', value: n },
        { name: 'm', value: m },
      ],
    })
  expect(valueOf(of_(broken(int(0, 1)), none))).toBe('zero')
  expect(valueOf(of_(none, broken(int(0, 1))))).toBe('none')
  expect(valueOf(of_(num(0), num(1)))).toEqual([0, 1])
})

const choices = variant({ none: null, n: int(5, 9), g: gappy, last: null })
const wide = variant({ all: pages, none: null, flag: bool })

test.each<[string, Sort, readonly Datum[]]>([
  ['narrow', choices, [[0], [1, 5], [1, 9], [2, [0, 0]], [2, [1, 2]], [3]]],
  ['wide', wide, [[0, []], [0, [0, 69]], [1], [2, 0], [2, 1]]],
  ['of one case', variant({ only: int(0, 3) }), [[0, 2]]],
])('a variant is of exactly one of its cases, and has its payload: %s', (_, sort, values) => {
  if (sort.kind !== 'variant') throw new Error('it is one')
  const isTag = (tag: string) => (it: Expr) => expr('isTag', bool, { variant: it, tag })
  const again = (it: Expr): Expr =>
    expr('match', sort, {
      subject: it,
      cases: sort.cases.map(({ tag, sort: payload }, i) => {
        const bind = payload === null ? null : binder(i, tag, payload)
        const value = bind === null ? null : bound(bind)
        return { tag, binder: bind, body: expr('variant', sort, { tag, value }) }
      }),
    })
  for (const value of values) {
    const tags = sort.cases.map(({ tag }) => made(sort, value, isTag(tag)))
    const [expected] = typeof value === 'number' ? [] : value
    expect(tags).toEqual(sort.cases.map((_each, i) => (i === expected ? 1 : 0)))
    expect(made(sort, value, again)).toEqual(value)
  }
})

test('only the body of the case that it is can fault', () => {
  const bind = binder(0, 'n', int(5, 9))
  const match = (it: Expr): Expr =>
    expr('match', int(0, 9), {
      subject: it,
      cases: [
        { tag: 'none', binder: null, body: number(0) },
        { tag: 'n', binder: bind, body: bound(bind) },
        { tag: 'g', binder: binder(1, 'g', gappy), body: broken(int(0, 1)) },
        { tag: 'last', binder: null, body: number(1) },
      ],
    })
  expect(made(choices, [0], match)).toBe(0)
  expect(made(choices, [1, 8], match)).toBe(8)
  expect(made(choices, [2, [0, 0]], match)).toBe('zero')
  expect(made(choices, [3], match)).toBe(1)
})

test('what a payload would be in another case is not even used to look something up', () => {
  const far = identity('far', 2 ** 20)
  const sort = variant({ at: gappy, far })
  const bind = binder(0, 'at', gappy)
  // The number of a value whose codes have gaps is read from memory.
  const entries = [0, 1, 0, 1, 1, 0].map((each) => expr('literal', bool, { value: each === 1 }))
  const table = expr('table', array(gappy, bool), { entries })
  const match = (it: Expr): Expr =>
    expr('match', bool, {
      subject: it,
      cases: [
        {
          tag: 'at',
          binder: bind,
          body: expr('element', bool, { array: table, index: bound(bind) }),
        },
        { tag: 'far', binder: binder(1, 'far', far), body: expr('literal', bool, { value: true }) },
      ],
    })
  expect(made(sort, [1, 2 ** 20 - 1], match)).toBe(1)
  expect(made(sort, [0, [1, 1]], match)).toBe(1)
  expect(made(sort, [0, [1, 2]], match)).toBe(0)
})

test.each<[string, Sort, Datum, Expr, Datum]>([
  ['narrow', array(bool, int(-3, 4)), [-3, 4], num(0), 1],
  [
    'wide',
    array(identity('cpu', 20), int(-3, 4)),
    Array.from({ length: 20 }, (_, i) => (i % 8) - 3),
    num(2),
    19,
  ],
  ['indexed by codes with gaps', array(gappy, int(5, 9)), [5, 6, 7, 8, 9, 5], num(9), [1, 1]],
  [
    'indexed from 5 on',
    array(int(5, 9), bool),
    [0, 1, 1, 0, 1],
    expr('literal', bool, { value: true }),
    8,
  ],
  [
    'of wide elements',
    array(bool, pages),
    [[1], [2, 69]],
    expr('collection', pages, { elements: [] }),
    1,
  ],
])(
  'an array has an element for each index, and the others stay when one changes: %s',
  (_, sort, value, other, at) => {
    if (sort.kind !== 'array' || typeof value === 'number') throw new Error('it is one')
    const index = binder(7, 'index', sort.index)
    const variables = [variable(0, 'it', sort, 'any')]
    const program = lower(modelOf({ variables }))
    const it = of(variable(0, 'it', sort, 'any'))
    const element = expr('element', sort.element, { array: it, index: bound(index) })
    const changed = expr('withElement', sort, { array: it, index: bound(index), value: other })
    const { evaluate } = compiled(
      [element, changed].map((each) => ({ expr: each, process: null, binders: [index] })),
      program,
    )
    const names: Datum[] = []
    names[index.bound] = at
    const context = outsideProcesses({ variables: [value], points: [] }, names)
    const rank = { 1: 1, 19: 19, 8: 3 }[String(at)] ?? 4
    expect(evaluate(0, context)).toEqual({ value: value[rank] })
    const put = valueOf(other)
    if (typeof put === 'string') throw new Error('the new element faults')
    expect(evaluate(1, context)).toEqual({ value: value.with(rank, put) })
  },
)

test('the array, the index and the new element are evaluated in this order', () => {
  const sort = array(int(0, 1), int(0, 1))
  const none = (of_: Sort): Expr =>
    expr('unwrap', of_, { optional: expr('none', optional(of_), {}) })
  const zeros = expr('table', sort, { entries: [num(0), num(0)] })
  const change = (array_: Expr, index: Expr, value: Expr): Expr =>
    expr('withElement', sort, { array: array_, index, value })
  expect(valueOf(change(none(sort), broken(int(0, 1)), num(0)))).toBe('none')
  expect(valueOf(change(zeros, broken(int(0, 1)), none(int(0, 1))))).toBe('zero')
  expect(valueOf(change(zeros, none(int(0, 1)), broken(int(0, 1))))).toBe('none')
  expect(valueOf(change(zeros, num(1), num(1)))).toEqual([0, 1])
})

test('a table of known entries is a constant, and one with others is made', () => {
  const sort = array(identity('cpu', 20), int(0, 15))
  const entries = Array.from({ length: 20 }, (_, i) => num(i % 16))
  const known = expr('table', sort, { entries })
  const open = expr('table', sort, {
    entries: entries.with(
      3,
      binary(
        'plus',
        num(1),
        expr('let', int(0, 15), {
          binder: binder(3, 'n', int(0, 7)),
          value: num(5),
          body: bound(binder(3, 'n', int(0, 7))),
        }),
        int(0, 15),
      ),
    ),
  })
  const numbers = Array.from({ length: 20 }, (_, i) => i % 16)
  expect(valueOf(known)).toEqual(numbers)
  expect(valueOf(open)).toEqual(numbers.with(3, 6))
})
