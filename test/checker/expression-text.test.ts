import { describe, expect, test } from 'vitest'
import { expressionText } from '../../checker/expression-text.ts'
import type { BinaryOperator, Expr } from '../../dsl/ir.ts'
import { processId } from '../ids.ts'
import * as b from './reference/build.ts'

const importer = b.identity('importer', 2)
const slot = b.index('slot', 4)
const digits = b.int(0, 9)
const entry = b.recordOf({ used: b.bool, count: digits })
const message = b.variantOf({ ack: null, data: digits })

const vaddr = b.variable(0, b.bool)
const count = b.variable(1, digits)
const owner = b.variable(2, b.optional(b.thread))
const table = b.variable(3, b.arrayOf(importer, entry))
const queue = b.variable(4, b.sequenceOf(digits, 3))
const sent = b.variable(5, b.setOf(digits))
const last = b.variable(6, message)
const head = b.variable(7, slot)
const pool = b.variable(8, b.bagOf(digits, 3))
const local = b.local('before', digits)
const parameter = b.binder('r', importer)

const model = b.model({
  variables: [
    ['vaddr', vaddr.sort, b.any],
    ['vmap_use_count', digits, b.any],
    ['owner', owner.sort, b.any],
    ['table', table.sort, b.any],
    ['queue', queue.sort, b.any],
    ['sent', sent.sort, b.any],
    ['last', message, b.any],
    ['head', slot, b.any],
    ['pool', pool.sort, b.any],
  ],
  processes: [
    ['importer', importer, b.block([local])],
    ['shrinker', b.identity('shrinker', 1), []],
  ],
  actions: [['act', [parameter], null, []]],
})
const text = (expr: Expr): string => expressionText(expr, model)

const number = (value: number) => b.literal(value, digits)
const p = b.binder('p', importer)
const n = b.binder('n', digits)
const m = b.binder('m', digits)
const zero = b.equal(count, number(0))
const some = (body: Expr) => b.quantify('some', p, b.sortDomain(importer), body)
const using = b.at(0, b.use(p), 'using')
const used = b.node('field', b.bool, {
  record: b.node('element', entry, { array: table, index: b.use(p) }),
  field: 'used',
})

test('a conjunction', () => {
  expect(text(b.test(zero, 'and', vaddr))).toBe('vmap_use_count = 0 and vaddr')
})

test('a quantifier over a sort', () => {
  const all = b.quantify('all', p, b.sortDomain(importer), b.test(using, 'implies', vaddr))
  expect(text(all)).toBe("all p in importer: p at 'using' implies vaddr")
})

test('a part of an expression still knows a name that is bound outside of it', () => {
  const model_ = b.model({ initially: [some(using)], processes: [['importer', importer, []]] })
  expect(expressionText(using, model_)).toBe("p at 'using'")
})

describe('operators', () => {
  const a = b.literal(true, b.bool)
  const of = (left: Expr, operator: BinaryOperator, right: Expr) => b.test(left, operator, right)
  const sum = b.plus(count, number(1))

  test.each<readonly [string, Expr]>([
    ['true and true and true', of(of(a, 'and', a), 'and', a)],
    ['true and true and true', of(a, 'and', of(a, 'and', a))],
    ['true and true or true', of(of(a, 'and', a), 'or', a)],
    ['(true or true) and true', of(of(a, 'or', a), 'and', a)],
    ['true or true implies vaddr', of(of(a, 'or', a), 'implies', vaddr)],
    ['(true implies true) implies vaddr', of(of(a, 'implies', a), 'implies', vaddr)],
    ['true implies true implies vaddr', of(a, 'implies', of(a, 'implies', vaddr))],
    ['true iff (true iff true)', of(a, 'iff', of(a, 'iff', a))],
    ['not vaddr', b.not(vaddr)],
    ['not (vmap_use_count = 0)', b.not(zero)],
    ['not vaddr and true', of(b.not(vaddr), 'and', a)],
    ['vmap_use_count + 1 <= 3', of(sum, 'le', number(3))],
    ['vmap_use_count != 0', of(count, 'ne', number(0))],
    ['(vmap_use_count = 0) = vaddr', of(zero, 'eq', vaddr)],
    ['(vmap_use_count + 1) * 2', b.calculate(sum, 'times', number(2))],
    ['vmap_use_count + 1 - 2', b.calculate(sum, 'minus', number(2))],
    ['2 - (vmap_use_count + 1)', b.calculate(number(2), 'minus', sum)],
    ['2 * vmap_use_count + 1', b.plus(b.calculate(number(2), 'times', count), number(1))],
    ['vmap_use_count mod 2', b.calculate(count, 'mod', number(2))],
    ['min(vmap_use_count, 2)', b.calculate(count, 'min', number(2))],
    ['-vmap_use_count', b.node('unary', digits, { operator: 'negate', operand: count })],
    ['true and (some p in importer: vaddr)', of(a, 'and', some(vaddr))],
    ['(some p in importer: vaddr) and true', of(some(vaddr), 'and', a)],
  ])('%s', (expected, expr) => {
    expect(text(expr)).toBe(expected)
  })
})

describe('every kind of expression', () => {
  const over = b.elementsOf(queue)
  const element = b.node('element', entry, { array: table, index: b.use(parameter) })
  const conditional = { test: vaddr, then: number(1), otherwise: count }
  const payload = b.binder('d', digits)
  const cases = [
    { tag: 'ack', binder: null, body: number(0) },
    { tag: 'data', binder: payload, body: b.use(payload) },
  ]
  const ordered = { left: queue, right: queue }
  const sets = { left: sent, right: sent }
  const fields = [
    { name: 'used', value: vaddr },
    { name: 'count', value: count },
  ]

  test.each<readonly [string, Expr]>([
    ['3', number(3)],
    ['slot 3', b.literal(3, slot)],
    ['before', b.read(local)],
    ['r', b.use(parameter)],
    ['self', b.node('self', importer, {})],
    ['owner = current', b.equal(owner, b.node('current', b.thread, {}))],
    ['importer 1', thread(0, 1)],
    ['shrinker', thread(1, 0)],
    ["shrinker at 'idle'", b.at(1, b.literal(0, b.identity('shrinker', 1)), 'idle')],
    ['importer 1 has terminated', b.terminated(0, b.literal(1, importer))],
    ['held', b.node('definition', b.bool, { name: 'held', body: zero })],
    ['after(vmap_use_count)', b.node('after', digits, { body: count })],
    ['if vaddr then 1 else vmap_use_count', b.node('conditional', digits, conditional)],
    ['some n in queue: n = 0', b.quantify('some', n, over, b.equal(b.use(n), number(0)))],
    ['exactly one n in queue: vaddr', b.quantify('one', n, over, vaddr)],
    ['count(p in importer: table[p].used)', b.quantify('count', p, b.sortDomain(importer), used)],
    ['the(n in queue: vaddr)', b.quantify('the', n, over, vaddr)],
    ['{n in int(0..9): vaddr}', b.quantify('filter', n, b.sortDomain(digits), vaddr)],
    [
      '{n + 1: n in queue}',
      b.node('image', b.setOf(digits), {
        binder: n,
        domain: over,
        body: b.plus(b.use(n), number(1)),
      }),
    ],
    [
      'fold(n in queue, m from 0: m + n)',
      b.node('fold', digits, {
        binder: n,
        accumulator: m,
        domain: over,
        initial: number(0),
        body: b.plus(b.use(m), b.use(n)),
      }),
    ],
    [
      'let n = vmap_use_count in n = 0',
      b.node('let', b.bool, { binder: n, value: count, body: b.equal(b.use(n), number(0)) }),
    ],
    ['vmap_use_count + 1', b.convert(b.plus(count, number(1)), digits)],
    ['none', b.none(owner.sort)],
    ['some(1)', b.some(number(1))],
    ['owner != none', b.node('isSome', b.bool, { optional: owner })],
    ['value(owner)', b.unwrap(owner)],
    ['[used: vaddr, count: vmap_use_count]', b.node('record', entry, { fields })],
    ['table[r].count', b.node('field', digits, { record: element, field: 'count' })],
    [
      '[table[r] with count: 0]',
      b.node('withField', entry, { record: element, field: 'count', value: number(0) }),
    ],
    ['ack', b.node('variant', message, { tag: 'ack', value: null })],
    ['data(1)', b.node('variant', message, { tag: 'data', value: number(1) })],
    ['last is data', b.node('isTag', b.bool, { variant: last, tag: 'data' })],
    ['match last {ack: 0; data(d): d}', b.node('match', digits, { subject: last, cases })],
    [
      '[p in importer: vaddr]',
      b.node('array', b.arrayOf(importer, b.bool), { binder: p, body: vaddr }),
    ],
    ['[1, 2]', b.node('table', b.arrayOf(b.bool, digits), { entries: [number(1), number(2)] })],
    [
      '[table with [r]: table[r]]',
      b.node('withElement', table.sort, {
        array: table,
        index: b.use(parameter),
        value: element,
      }),
    ],
    ['{1, 2}', b.collection(sent.sort, [number(1), number(2)])],
    ['<1, 2>', b.collection(queue.sort, [number(1), number(2)])],
    ['bag {1, 1}', b.collection(pool.sort, [number(1), number(1)])],
    ['size(queue)', b.node('size', digits, { of: queue })],
    ['vmap_use_count in sent', b.member(count, sent)],
    ['sent union sent', b.node('setOperation', sent.sort, { operator: 'union', ...sets })],
    [
      'sent intersect sent',
      b.node('setOperation', sent.sort, { operator: 'intersection', ...sets }),
    ],
    ['sent minus sent', b.node('setOperation', sent.sort, { operator: 'difference', ...sets })],
    ['sent subset of sent', b.node('setOperation', b.bool, { operator: 'subset', ...sets })],
    ['queue[0]', b.node('nth', digits, { sequence: queue, index: number(0) })],
    ['queue ++ queue', b.node('concat', queue.sort, ordered)],
    [
      'slice(queue, 0, 1)',
      b.node('slice', queue.sort, { sequence: queue, from: number(0), to: number(1) }),
    ],
    [
      '[queue with [0]: 1]',
      b.node('withNth', queue.sort, { sequence: queue, index: number(0), value: number(1) }),
    ],
    [
      'add(pool, 1)',
      b.node('bagChange', pool.sort, { change: 'add', bag: pool, element: number(1) }),
    ],
    ['occurrences(pool, 1)', b.node('occurrences', digits, { bag: pool, element: number(1) })],
    ['ordinal(head)', b.node('ordinal', digits, { index: head })],
    ['slot(vmap_use_count)', b.node('indexOf', slot, { ordinal: count })],
    ['next(head)', b.node('neighbour', slot, { index: head, by: 1 })],
    ['previous(head)', b.node('neighbour', slot, { index: head, by: -1 })],
  ])('%s', (expected, expr) => {
    expect(text(expr)).toBe(expected)
  })
})

function thread(process: number, instance: number): Expr {
  const sort = process === 0 ? importer : b.identity('shrinker', 1)
  const parts = { process: processId(process), instance: b.literal(instance, sort) }
  return b.node('thread', b.thread, parts)
}
