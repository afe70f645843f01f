/** Expressions over truth values and numbers. */

import { is } from 'immutable'
import { match } from 'ts-pattern'
import type { BinaryExpr, ConditionalExpr, UnaryExpr } from '../../dsl/ir.ts'
import { asBoolean, asNumber } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler, Evaluate } from './evaluate.ts'
import { raise } from './fault.ts'

export function unary({ operator, operand }: UnaryExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(operand)
  return match(operator)
    .with('not', (): Evaluate => (env) => !asBoolean(value(env)))
    .with('negate', (): Evaluate => (env) => 0 - asNumber(value(env)))
    .exhaustive()
}

export function conditional(expr: ConditionalExpr, compiler: Compiler): Evaluate {
  const test = compiler.expr(expr.test)
  const then = compiler.expr(expr.then)
  const otherwise = compiler.expr(expr.otherwise)
  return (env) => (asBoolean(test(env)) ? then(env) : otherwise(env))
}

export function binary(expr: BinaryExpr, compiler: Compiler): Evaluate {
  const left = compiler.expr(expr.left)
  const right = compiler.expr(expr.right)
  const strict = (operate: (a: Datum, b: Datum) => Datum): Evaluate => {
    return (env) => operate(left(env), right(env))
  }
  const numeric = (operate: (a: number, b: number) => Datum): Evaluate => {
    return strict((a, b) => operate(asNumber(a), asNumber(b)))
  }
  const divisor = (a: number, b: number): number => {
    return b === 0 ? raise('zero', expr.site, `${a} ${expr.operator} 0`) : b
  }
  return match(expr.operator)
    .with('and', (): Evaluate => (env) => asBoolean(left(env)) && asBoolean(right(env)))
    .with('or', (): Evaluate => (env) => asBoolean(left(env)) || asBoolean(right(env)))
    .with('implies', (): Evaluate => (env) => !asBoolean(left(env)) || asBoolean(right(env)))
    .with('iff', () => strict((a, b) => asBoolean(a) === asBoolean(b)))
    .with('eq', () => strict((a, b) => is(a, b)))
    .with('ne', () => strict((a, b) => !is(a, b)))
    .with('lt', () => numeric((a, b) => a < b))
    .with('le', () => numeric((a, b) => a <= b))
    .with('gt', () => numeric((a, b) => a > b))
    .with('ge', () => numeric((a, b) => a >= b))
    .with('plus', () => numeric((a, b) => a + b))
    .with('minus', () => numeric((a, b) => a - b))
    .with('times', () => numeric((a, b) => positiveZero(a * b)))
    .with('div', () => numeric((a, b) => quotient(a, divisor(a, b))))
    .with('mod', () => numeric((a, b) => a - b * quotient(a, divisor(a, b))))
    .with('min', () => numeric((a, b) => Math.min(a, b)))
    .with('max', () => numeric((a, b) => Math.max(a, b)))
    .exhaustive()
}

function quotient(a: number, b: number): number {
  return positiveZero(Math.floor(a / b))
}

/** The language has one zero, JavaScript two, which some comparisons of values tell apart. */
function positiveZero(value: number): number {
  return value + 0
}
