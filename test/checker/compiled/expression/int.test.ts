/** Arithmetic in the generated code is exact. */

import { expect, test } from 'vitest'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Arithmetic, Expr, SortOf } from '../../../../dsl/ir.ts'
import { modelOf } from '../../../model.ts'
import { binary, expr, number } from '../../../random/nodes.ts'
import { rangeOf } from '../../../random/ranges.ts'
import { bool, index, int, of, variable } from '../../lower/terms.ts'
import { compiled, smallProgram, valueIn, valueOf } from './kit.ts'

const operators: readonly Arithmetic[] = ['plus', 'minus', 'times', 'div', 'mod', 'min', 'max']
const operands = [-9, -8, -7, -3, -2, -1, 0, 1, 2, 3, 7, 8, 9]

type Int = SortOf<'int'>

/** The operator on two variables of these ranges. */
function onVariables(operator: Arithmetic, left: Int, right: Int) {
  const variables = [variable(0, 'a', left, 'any'), variable(1, 'b', right, 'any')]
  const [a, b] = variables.map((each) => of(each))
  if (a === undefined || b === undefined) throw new Error('there are two')
  const program = lower(modelOf({ variables }))
  return { program, expr: binary(operator, a, b, rangeOf(operator, left, right)) }
}

/** What JavaScript's exact integers make of it; null for a division by zero. */
function exactly(operator: Arithmetic, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case 'plus':
      return a + b
    case 'minus':
      return a - b
    case 'times':
      return a * b
    case 'min':
      return a < b ? a : b
    case 'max':
      return a > b ? a : b
    case 'div':
    case 'mod': {
      if (b === 0n) return null
      const rest = ((a % b) + b) % b
      return operator === 'mod' ? rest : (a - rest) / b
    }
  }
}

test.each(operators)('%s of any two small numbers is exact, whatever their signs', (operator) => {
  const small = int(-9, 9)
  const { program, expr: whole } = onVariables(operator, small, small)
  const { evaluate } = compiled([{ expr: whole, process: null, binders: [] }], program)
  for (const a of operands) {
    for (const b of operands) {
      const exact = exactly(operator, BigInt(a), BigInt(b))
      const found = evaluate(0, outsideProcesses({ variables: [a, b], points: [] }))
      const expected =
        exact === null ? { fault: 'zero', site: whole.site } : { value: Number(exact) }
      expect({ a, b, found }).toEqual({ a, b, found: expected })
    }
  }
})

test.each<Arithmetic>(['div', 'mod'])('%s by a known number is that by the same variable', (op) => {
  const { program } = onVariables(op, int(-9, 9), int(1, 1))
  const [dividend] = program.model.variables
  if (dividend === undefined) throw new Error('there is one')
  const divisors = operands.filter((each) => each !== 0)
  const subjects = divisors.map((divisor) => ({
    expr: binary(op, of(dividend), number(divisor), int(-9, 9)),
    process: null,
    binders: [],
  }))
  const { evaluate } = compiled(subjects, program)
  for (const a of operands) {
    divisors.forEach((b, i) => {
      const exact = exactly(op, BigInt(a), BigInt(b))
      const found = evaluate(i, outsideProcesses({ variables: [a, 1], points: [] }))
      expect({ a, b, found }).toEqual({ a, b, found: { value: Number(exact) } })
    })
  }
})

test.each<Arithmetic>(['div', 'mod'])('%s of numbers that have no sign is exact', (operator) => {
  const { program, expr: whole } = onVariables(operator, int(0, 2 ** 40), int(1, 2 ** 20))
  const subject = { expr: whole, process: null, binders: [] }
  const [a, b] = [2 ** 40 - 1, 1_000_003]
  const context = outsideProcesses({ variables: [a, b], points: [] })
  const exact = exactly(operator, BigInt(a), BigInt(b))
  expect(valueIn(subject, context, program)).toBe(Number(exact))
})

test.each<[string, Arithmetic, number, number]>([
  ['the largest sum', 'plus', 2 ** 52, 2 ** 52 - 1],
  ['the least difference', 'minus', -(2 ** 52), 2 ** 52 - 1],
  ['the largest product', 'times', 94_906_265, 94_906_265],
  ['the least product', 'times', -94_906_265, 94_906_265],
])('numbers are exact up to 2^53: %s', (_, operator, a, b) => {
  const { program, expr: whole } = onVariables(operator, int(a, a), int(b, b))
  const context = outsideProcesses({ variables: [a, b], points: [] })
  const exact = exactly(operator, BigInt(a), BigInt(b))
  expect(valueIn({ expr: whole, process: null, binders: [] }, context, program)).toBe(Number(exact))
})

test('an expression whose range exceeds 2^53 is refused, and not computed wrongly', () => {
  const whole = binary('times', number(2 ** 40), number(2 ** 40), int(0, 2 ** 80))
  const subject = { expr: whole, process: null, binders: [] }
  expect(() => compiled([subject], smallProgram)).toThrow('exceeds 2^53')
})

test('the sign changes', () => {
  const minus = (value: number): Expr =>
    expr('unary', int(-5, 5), { operator: 'negate', operand: number(value) })
  expect([valueOf(minus(4)), valueOf(minus(-5)), valueOf(minus(0))]).toEqual([-4, 5, 0])
})

test('an int is compared with ints of other ranges by its value', () => {
  const program = lower(
    modelOf({
      variables: [variable(0, 'a', int(-5, -1), 'any'), variable(1, 'b', int(-3, 9), 'any')],
    }),
  )
  const [a, b] = program.model.variables.map((each) => of(each))
  if (a === undefined || b === undefined) throw new Error('there are two')
  const subjects = (['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const).map((operator) => ({
    expr: binary(operator, a, b, bool),
    process: null,
    binders: [],
  }))
  const { evaluate } = compiled(subjects, program)
  const all = (x: number, y: number): unknown[] =>
    subjects.map((_, i) => evaluate(i, outsideProcesses({ variables: [x, y], points: [] })))
  const values = (...bits: number[]): unknown[] => bits.map((value) => ({ value }))
  expect(all(-3, -3)).toEqual(values(1, 0, 0, 1, 0, 1))
  expect(all(-5, 9)).toEqual(values(0, 1, 1, 1, 0, 0))
  expect(all(-1, -3)).toEqual(values(0, 1, 0, 0, 1, 1))
})

const slot = index('slot', 3)
const third = expr('literal', slot, { value: 2 })
const first = expr('literal', slot, { value: 0 })

test('the number of an index counts from 0, and only the numbers up to its size are of one', () => {
  const indexOf = (value: number): Expr => expr('indexOf', slot, { ordinal: number(value) })
  expect(valueOf(expr('ordinal', int(0, 2), { index: third }))).toBe(2)
  expect([-1, 0, 2, 3].map((each) => valueOf(indexOf(each)))).toEqual(['index', 0, 2, 'index'])
})

test('an ordinal that is only known in a state is looked at there', () => {
  const ordinal = variable(0, 'n', int(-2, 5), 'any')
  const program = lower(modelOf({ variables: [ordinal] }))
  const whole = expr('indexOf', slot, { ordinal: of(ordinal) })
  const at = (value: number): unknown =>
    valueIn(
      { expr: whole, process: null, binders: [] },
      outsideProcesses({ variables: [value], points: [] }),
      program,
    )
  expect([-2, -1, 0, 2, 3, 5].map(at)).toEqual(['index', 'index', 0, 2, 'index', 'index'])
})

test('the ends of a ring meet', () => {
  const next = (from: Expr, by: 1 | -1): Expr => expr('neighbour', slot, { index: from, by })
  expect(valueOf(next(third, 1))).toBe(0)
  expect(valueOf(next(first, -1))).toBe(2)
  expect(valueOf(next(first, 1))).toBe(1)
  const one = index('one', 1)
  const only = expr('literal', one, { value: 0 })
  expect(valueOf(expr('neighbour', one, { index: only, by: -1 }))).toBe(0)
})
