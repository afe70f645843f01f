/** A choice executes only the chosen side, unless both cost next to nothing and cannot fail. */

import { expect, test } from 'vitest'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { BooleanOperator, Expr, Sort } from '../../../../dsl/ir.ts'
import type { Wat } from '../../../../checker/compiled/wat.ts'
import { modelOf } from '../../../model.ts'
import { binary, expr, number } from '../../../random/nodes.ts'
import {
  bool,
  collection,
  convert,
  eq,
  identity,
  int,
  num,
  of,
  set,
  variable,
} from '../../lower/terms.ts'
import { compiled, valueIn } from './kit.ts'

const pages = set(identity('page', 130))
const [p, q, n] = [
  variable(0, 'p', bool, 'any'),
  variable(1, 'q', bool, 'any'),
  variable(2, 'n', int(0, 3), 'any'),
]
const [few, many] = [variable(3, 'few', pages, 'any'), variable(4, 'many', pages, 'any')]
const program = lower(modelOf({ variables: [p, q, n, few, many] }))

/** Faults where `n` is 0. */
const risky = eq(binary('div', num(6), of(n), int(0, 6)), num(3))

function context(...[a, b, c]: [p: number, q: number, n: number]) {
  return outsideProcesses({ variables: [a, b, c, [1, 129], [0, 64, 65, 128]], points: [] })
}

function value(whole: Expr, ...state: [p: number, q: number, n: number]): unknown {
  return valueIn({ expr: whole, process: null, binders: [] }, context(...state), program)
}

function conditional(sort: Sort, test_: Expr, then: Expr, otherwise: Expr): Expr {
  return expr('conditional', sort, { test: test_, then, otherwise })
}

/** Whether the function of the expression has an instruction of this name. */
function has(whole: Expr, instruction: string): boolean {
  const { text } = compiled([{ expr: whole, process: null, binders: [] }], program)
  const found = (wat: Wat): boolean =>
    typeof wat !== 'string' && (wat[0] === instruction || wat.some(found))
  return found(text.at(-1) ?? [])
}

test.each<[BooleanOperator, readonly number[]]>([
  ['and', [0, 0, 0, 1]],
  ['or', [0, 1, 1, 1]],
  ['implies', [1, 1, 0, 1]],
  ['iff', [1, 0, 0, 1]],
])('%s is what its truth table says, with a branch and without', (operator, table) => {
  const states = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const
  const right = conditional(bool, of(q), eq(of(n), num(2)), risky)
  const plain = binary(operator, of(p), of(q), bool)
  const branching = binary(operator, of(p), right, bool)
  expect(has(plain, 'if')).toBe(false)
  expect(states.map(([a, b]) => value(plain, a, b, 0))).toEqual(table)
  expect(has(branching, 'if')).toBe(true)
  // Where `n` is 2, the right side is as true as `q`, or as `6 div 2 = 3`; where it is 1, it is false.
  expect(states.map(([a, b]) => value(branching, a, 1, b === 1 ? 2 : 1))).toEqual(table)
})

test.each<[string, Expr, unknown]>([
  ['false and fault', binary('and', of(p), risky, bool), 0],
  ['false or fault', binary('or', of(p), risky, bool), 'zero'],
  ['false implies fault', binary('implies', of(p), risky, bool), 1],
  ['false iff fault', binary('iff', of(p), risky, bool), 'zero'],
  ['true and fault', binary('and', of(q), risky, bool), 'zero'],
  ['true or fault', binary('or', of(q), risky, bool), 1],
  ['true implies fault', binary('implies', of(q), risky, bool), 'zero'],
  ['fault and false', binary('and', risky, of(p), bool), 'zero'],
  ['the side that is not taken', conditional(bool, of(p), risky, of(q)), 1],
  ['the side that is taken', conditional(bool, of(q), risky, of(q)), 'zero'],
  ['the test', conditional(int(0, 1), risky, num(0), num(1)), 'zero'],
])('only what is evaluated can fault: %s', (_, whole, expected) => {
  expect(value(whole, 0, 1, 0)).toBe(expected)
})

test('what costs little is not executed for nothing when it can fault', () => {
  const positive = convert(of(n), int(1, 3))
  const whole = conditional(int(0, 3), of(p), positive, of(n))
  expect([value(whole, 1, 0, 2), value(whole, 1, 0, 0), value(whole, 0, 0, 0)]).toEqual([
    2,
    'range',
    0,
  ])
})

test('what costs little and cannot fault is computed on both sides, without a branch', () => {
  const cheap = conditional(int(0, 3), of(p), of(n), number(0))
  const costly = conditional(bool, of(p), risky, of(q))
  expect([has(cheap, 'if'), has(cheap, 'select')]).toEqual([false, true])
  expect(has(costly, 'if')).toBe(true)
  expect([value(cheap, 1, 0, 3), value(cheap, 0, 0, 3)]).toEqual([3, 0])
})

test('a test that is known leaves only one side', () => {
  const known = conditional(int(0, 3), eq(num(1), num(1)), of(n), num(0))
  expect([has(known, 'if'), has(known, 'select')]).toEqual([false, false])
  expect(value(known, 0, 0, 2)).toBe(2)
})

test('of two wide values one is chosen by its address, and a new one can be a choice', () => {
  const single = collection(pages, expr('literal', pages.of, { value: 7 }))
  const chosen = conditional(pages, of(p), of(few), of(many))
  const made = conditional(pages, of(p), single, conditional(pages, risky, of(few), of(many)))
  expect([value(chosen, 1, 0, 0), value(chosen, 0, 0, 0)]).toEqual([
    [1, 129],
    [0, 64, 65, 128],
  ])
  expect(value(made, 1, 0, 0)).toEqual([7])
  expect([value(made, 0, 0, 2), value(made, 0, 0, 3), value(made, 0, 0, 0)]).toEqual([
    [1, 129],
    [0, 64, 65, 128],
    'zero',
  ])
})
