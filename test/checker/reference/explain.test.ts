import { describe, expect, test } from 'vitest'
import { reasonLines } from '../../../checker/reason-text.ts'
import { explain } from '../../../checker/reference/explain.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Expr } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { after } from './explore.ts'

const importer = b.identity('importer', 3)
const digits = b.int(0, 9)
const message = b.variantOf({ ack: null, data: digits })
const vaddr = b.variable(0, b.bool)
const count = b.variable(1, digits)
const owner = b.variable(2, b.optional(b.thread))
const held = b.variable(3, b.arrayOf(importer, b.bool))
const last = b.variable(4, message)
const number = (value: number) => b.literal(value, digits)

/** `vaddr` false, `vmap_use_count` 1, `owner` none, nobody holds, `last` data(7); importer 1 is at 'using'. */
const model = b.model({
  variables: [
    ['vaddr', b.bool, b.no],
    ['vmap_use_count', digits, number(0)],
    ['owner', owner.sort, b.none(owner.sort)],
    ['held', held.sort, b.node('table', held.sort, { entries: [b.no, b.no, b.no] })],
    ['last', message, b.node('variant', message, { tag: 'data', value: number(7) })],
  ],
  processes: [
    [
      'importer',
      importer,
      [
        b.step('vmap', null, [b.assign(count, b.plus(count, number(1)))]),
        b.label('using'),
        b.step('vunmap', null, []),
      ],
    ],
  ],
})
const system = interpret(model)
const state = after(system, 1)
const lines = (expr: Expr) => reasonLines(explain(model, expr, state), model)

const p = b.binder('p', importer)
const each = b.sortDomain(importer)
const using = b.at(0, b.use(p), 'using')
const holds = b.node('element', b.bool, { array: held, index: b.use(p) })
const one = b.equal(count, number(1))
const zero = b.equal(count, number(0))
const isNone = b.not(b.node('isSome', b.bool, { optional: owner }))

describe('which part decided', () => {
  test.each<readonly [string, Expr]>([
    ['vaddr = false', vaddr],
    ['vaddr = false', b.test(one, 'and', vaddr)],
    ['vaddr = false', b.test(vaddr, 'and', zero)],
    [
      'vaddr = false and vmap_use_count = 0 is false (vmap_use_count = 1)',
      b.test(vaddr, 'or', zero),
    ],
    ['vmap_use_count = 1 is true', b.test(vaddr, 'or', one)],
    ['vaddr = false', b.test(vaddr, 'implies', zero)],
    ['vmap_use_count = 1 is true, but vaddr = false', b.test(one, 'implies', vaddr)],
    ['vaddr = false', b.not(b.test(vaddr, 'and', one))],
    ['owner != none is false (owner = none)', isNone],
    [
      'vaddr iff vmap_use_count = 1 is false (vaddr = false, vmap_use_count = 1)',
      b.test(vaddr, 'iff', one),
    ],
    [
      "for p = importer 1: p at 'using' is true, but vaddr = false",
      b.quantify('all', p, each, b.test(using, 'implies', vaddr)),
    ],
    ["for p = importer 1: p at 'using' is true", b.quantify('some', p, each, using)],
    [
      "some p in importer: held[p] and p at 'using' is false (held = [importer 0: false, importer 1: false, importer 2: false])",
      b.quantify('some', p, each, b.test(holds, 'and', using)),
    ],
    [
      'count(p in importer: held[p]) = 1 is false (count(p in importer: held[p]) = 0, held = [importer 0: false, importer 1: false, importer 2: false])',
      b.equal(b.quantify('count', p, each, holds), number(1)),
    ],
    ['for p = importer 0: held[p] = false', b.quantify('all', p, each, holds)],
    [
      'vaddr = false',
      b.node('definition', b.bool, { name: 'mapped', body: b.test(one, 'and', vaddr) }),
    ],
    [
      'vmap_use_count = 1 is true, but vaddr = false',
      b.node('conditional', b.bool, { test: one, then: vaddr, otherwise: b.yes }),
    ],
  ])('%s', (expected, expr) => {
    expect(lines(expr)).toEqual([expected])
  })

  test('a let is told like a binding', () => {
    const n = b.binder('n', digits)
    const body = b.test(b.use(n), 'gt', number(1))
    const expr = b.node('let', b.bool, { binder: n, value: count, body })
    expect(lines(expr)).toEqual(['for n = 1: n > 1 is false'])
  })

  test('a match is told by its subject and the case that it is', () => {
    const n = b.binder('n', digits)
    const cases = [
      { tag: 'ack', binder: null, body: b.yes },
      { tag: 'data', binder: n, body: b.test(b.use(n), 'lt', count) },
    ]
    expect(lines(b.node('match', b.bool, { subject: last, cases }))).toEqual([
      'last = data(7)',
      'for n = 7: n < vmap_use_count is false (vmap_use_count = 1)',
    ])
  })

  test('every conjunct counts where a conjunction is true', () => {
    const reasons = explain(model, b.test(one, 'and', b.not(vaddr)), state)
    expect(reasons.map(({ expr, value }) => [expr, value])).toEqual([
      [one, true],
      [vaddr, false],
    ])
  })
})

test('a reason is plain data', () => {
  const all = b.quantify('all', p, each, b.test(using, 'implies', zero))
  expect(explain(model, all, state)).toEqual([
    {
      expr: using,
      value: true,
      after: false,
      bindings: [{ binder: p, value: 1 }],
      premise: true,
      terms: [],
    },
    {
      expr: zero,
      value: false,
      after: false,
      bindings: [{ binder: p, value: 1 }],
      premise: false,
      terms: [{ expr: count, value: 1, after: false }],
    },
  ])
})

test('a term that has no value here is left out', () => {
  const guarded = b.node('conditional', b.thread, {
    test: b.node('isSome', b.bool, { optional: owner }),
    then: b.unwrap(owner),
    otherwise: b.literal(2, b.thread),
  })
  const first = b.equal(guarded, b.literal(0, b.thread))
  const reasons = explain(model, first, state)
  expect(reasons.flatMap(({ terms }) => terms.map(({ expr }) => expr))).toEqual([owner])
})

test('a condition that faults has no explanation', () => {
  expect(explain(model, b.test(vaddr, 'or', b.faulty(b.bool)), state)).toEqual([])
})

test('a step property tells which values are those after the step', () => {
  const later = b.node('after', digits, { body: count })
  const grows = b.test(later, 'le', count)
  const next = after(system, 1, 0)
  expect(reasonLines(explain(model, grows, state, next), model)).toEqual([
    'after(vmap_use_count) <= vmap_use_count is false (vmap_use_count = 2 after the step, vmap_use_count = 1)',
  ])
})

test('a condition on the state after the step is gone into there', () => {
  const body = b.test(b.equal(count, number(2)), 'implies', vaddr)
  const next = after(system, 1, 0)
  const reasons = explain(model, b.node('after', b.bool, { body }), state, next)
  expect(reasonLines(reasons, model)).toEqual([
    'vmap_use_count = 2 is true after the step (vmap_use_count = 2 after the step), but vaddr = false after the step',
  ])
})
