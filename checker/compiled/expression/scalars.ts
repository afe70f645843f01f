/** Literals, the operators on bools and ints, and the arithmetic of indices. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { asCode, asTest, number, test } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { fault, faultWhen } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, constant, i32, i64, select } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { choose } from './choice.ts'
import { equal, sameNumbers } from './compare.ts'
import { compileInt } from './expected.ts'
import { calculated, compared, negated } from './int.ts'
import { equivalence, negation } from './logic.ts'

export function literal({ value, sort }: ExprOf<'literal'>): Operand {
  if (typeof value === 'boolean') return test(i32(value ? 1 : 0))
  if (typeof value === 'number') return number(i64(value))
  if (sort.kind !== 'enum') throw new Error(`'${value}' is no value of its sort`)
  return number(i64(sort.values.indexOf(value)))
}

export function unary(expr: ExprOf<'unary'>, scope: Scope, compile: Compile): Operand {
  if (expr.operator === 'negate') return negated(expr, scope, compile)
  return test(negation(asTest(compile(expr.operand, scope), scope)))
}

export function binary(expr: ExprOf<'binary'>, scope: Scope, compile: Compile): Operand {
  const { operator } = expr
  const { code } = scope.generation
  switch (operator) {
    case 'and':
    case 'or':
    case 'implies': {
      const left = asTest(compile(expr.left, scope), scope)
      const right = (): Operand => compile(expr.right, scope)
      const decided = (): Operand => test(i32(operator === 'and' ? 0 : 1))
      const [then, otherwise] = operator === 'or' ? [decided, right] : [right, decided]
      return choose(left, code(expr.sort), then, otherwise, scope)
    }
    case 'iff': {
      const left = asTest(compile(expr.left, scope), scope)
      return test(equivalence(left, asTest(compile(expr.right, scope), scope)))
    }
    case 'eq':
    case 'ne': {
      const left = compile(expr.left, scope)
      const right = compile(expr.right, scope)
      const same = equal(left, code(expr.left.sort), right, code(expr.right.sort), scope)
      return test(operator === 'eq' ? same : negation(same))
    }
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return compared(operator, expr, scope, compile)
    case 'plus':
    case 'minus':
    case 'times':
    case 'div':
    case 'mod':
    case 'min':
    case 'max':
      return calculated(operator, expr, scope, compile)
  }
}

export function conditional(expr: ExprOf<'conditional'>, scope: Scope, compile: Compile): Operand {
  return choose(
    asTest(compile(expr.test, scope), scope),
    scope.generation.code(expr.sort),
    () => compile(expr.then, scope),
    () => compile(expr.otherwise, scope),
    scope,
  )
}

export function ordinal(expr: ExprOf<'ordinal'>, scope: Scope, compile: Compile): Operand {
  const operand = compile(expr.index, scope)
  return number(asCode(operand, scope.generation.code(expr.index.sort), scope))
}

export function indexOf(expr: ExprOf<'indexOf'>, scope: Scope, compile: Compile): Operand {
  const size = indexSize(expr)
  const { sort } = expr.ordinal
  const value = scope.emit.hold(compileInt(expr.ordinal, scope, compile), 'ordinal')
  // Without a sign, a number below 0 is above every size.
  const isOut: Wat = ['i64.ge_u', value, i64(size)]
  const fits = sort.kind === 'int' && sort.min >= 0 && sort.max < size
  const known = constant(value)
  if (known !== null && known >= size) {
    fault('index', expr.site, scope)
    return number(i64(0))
  }
  if (!fits && known === null) faultWhen(isOut, 'index', expr.site, scope)
  return number(value)
}

export function neighbour(expr: ExprOf<'neighbour'>, scope: Scope, compile: Compile): Operand {
  const last = i64(indexSize(expr) - 1)
  const operand = compile(expr.index, scope)
  const code = scope.generation.code(expr.index.sort)
  const value = scope.emit.hold(asCode(operand, code, scope), 'index')
  const [end, beyond] = expr.by === 1 ? [last, i64(0)] : [i64(0), last]
  return number(select(beyond, add(value, i64(expr.by)), sameNumbers(value, end)))
}

function indexSize({ sort }: ExprOf<'indexOf' | 'neighbour'>): number {
  if (sort.kind !== 'index') throw new Error('only an index has an ordinal and neighbours')
  return sort.size
}
