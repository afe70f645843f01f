import { describe, expect, test } from 'vitest'
import type { BinaryOperator } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { evaluated, faultKind } from './explore.ts'

const { number, yes, no, faulty } = b

test('not inverts', () => {
  expect([b.not(yes), b.not(no)].map(evaluated)).toEqual([false, true])
})

test('negate changes the sign, and zero has none', () => {
  const negate = (of: number) => {
    return evaluated(b.node('unary', b.int(-9, 9), { operator: 'negate', operand: number(of) }))
  }
  expect([3, -3, 0].map(negate)).toEqual([-3, 3, 0])
})

test.each<readonly [BinaryOperator, readonly boolean[]]>([
  ['and', [false, false, false, true]],
  ['or', [false, true, true, true]],
  ['implies', [true, true, false, true]],
  ['iff', [true, false, false, true]],
])('%s has its truth table', (operator, expected) => {
  const pairs = [no, yes].flatMap((left) => [no, yes].map((right) => [left, right] as const))
  expect(pairs.map(([left, right]) => evaluated(b.test(left, operator, right)))).toEqual(expected)
})

test.each<readonly [BinaryOperator, boolean]>([
  ['and', false],
  ['or', true],
  ['implies', false],
])('%s stops at a left operand that decides', (operator, left) => {
  expect(evaluated(b.test(left ? yes : no, operator, faulty(b.bool)))).toBe(operator !== 'and')
})

test.each<readonly [BinaryOperator, boolean]>([
  ['and', true],
  ['or', false],
  ['implies', true],
  ['iff', true],
  ['iff', false],
])('%s goes on to the right operand after a left one that is %s', (operator, left) => {
  expect(faultKind(b.test(left ? yes : no, operator, faulty(b.bool)))).toBe('none')
})

test.each<readonly [BinaryOperator, readonly boolean[]]>([
  ['eq', [false, true, false]],
  ['ne', [true, false, true]],
  ['lt', [true, false, false]],
  ['le', [true, true, false]],
  ['gt', [false, false, true]],
  ['ge', [false, true, true]],
])('%s compares numbers', (operator, expected) => {
  const two = number(2)
  expect([1, 2, 3].map((left) => evaluated(b.test(number(left), operator, two)))).toEqual(expected)
})

test('indices are ordered by their number', () => {
  const slot = b.index('slot', 3)
  expect(evaluated(b.test(b.literal(0, slot), 'lt', b.literal(2, slot)))).toBe(true)
})

test('collections are equal when their elements are, whatever the order in which they were built', () => {
  const sets = b.setOf(b.int(0, 9))
  const one = b.collection(sets, [number(1), number(2)])
  const other = b.collection(sets, [number(2), number(1), number(2)])
  expect(evaluated(b.equal(one, other))).toBe(true)
})

test('sequences are equal only in the same order', () => {
  const sequences = b.sequenceOf(b.int(0, 9), 2)
  const one = b.collection(sequences, [number(1), number(2)])
  const other = b.collection(sequences, [number(2), number(1)])
  expect(evaluated(b.equal(one, other))).toBe(false)
})

describe('arithmetic', () => {
  test.each<readonly [BinaryOperator, number, number, number]>([
    ['plus', 3, 4, 7],
    ['minus', 3, 4, -1],
    ['times', 3, -4, -12],
    ['times', 0, -4, 0],
    ['div', 7, 2, 3],
    ['div', -7, 2, -4],
    ['div', 7, -2, -4],
    ['div', -7, -2, 3],
    ['div', 0, -2, 0],
    ['mod', 7, 2, 1],
    ['mod', -7, 2, 1],
    ['mod', 7, -2, -1],
    ['mod', -7, -2, -1],
    ['min', 3, -4, -4],
    ['max', 3, -4, 3],
  ])('%s of %d and %d is %d', (operator, left, right, expected) => {
    expect(evaluated(b.calculate(number(left), operator, number(right)))).toBe(expected)
  })

  test.each<BinaryOperator>(['div', 'mod'])(
    '%s by zero is a fault at the operation',
    (operator) => {
      const at = b.site()
      expect(evaluated(b.calculate(number(7), operator, number(0), at))).toEqual({
        kind: 'zero',
        site: at,
        detail: `7 ${operator} 0`,
      })
    },
  )
})

test('the left operand faults first', () => {
  const at = b.site()
  const zero = b.calculate(number(1), 'div', number(0), at)
  expect(evaluated(b.plus(zero, faulty(b.int(0, 1))))).toMatchObject({ kind: 'zero', site: at })
})

describe('a conditional', () => {
  const choose = (test: typeof yes, then: typeof yes, otherwise: typeof yes) => {
    return b.node('conditional', then.sort, { test, then, otherwise })
  }

  test('has the value of the branch that its test chooses', () => {
    const of = (test: typeof yes) => evaluated(choose(test, number(1), number(2)))
    expect([of(yes), of(no)]).toEqual([1, 2])
  })

  test('leaves the other branch alone', () => {
    const bad = faulty(b.int(0, 9))
    expect([choose(yes, number(1), bad), choose(no, bad, number(2))].map(evaluated)).toEqual([1, 2])
  })
})

describe('a let', () => {
  const x = b.binder('x', b.int(0, 9))

  test('names a value', () => {
    const body = b.plus(b.use(x), b.use(x))
    expect(evaluated(b.node('let', b.int(0, 9), { binder: x, value: number(3), body }))).toBe(6)
  })

  test('evaluates its value even when nobody uses it', () => {
    const unused = b.node('let', b.bool, { binder: x, value: faulty(x.sort), body: yes })
    expect(faultKind(unused)).toBe('none')
  })
})
