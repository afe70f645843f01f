/** Arithmetic on exact integers, and their order. */

import type { Arithmetic, Comparison, ExprOf, Sort, SortOf } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import { number } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { faultWhen } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, constant, i32, i64, multiply } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { compileInt } from './expected.ts'

/** `lt` to `ge`: of two ints, or of two of one index sort. */
export function compared(
  operator: Exclude<Comparison, 'eq' | 'ne'>,
  expr: ExprOf<'binary'>,
  scope: Scope,
  compile: Compile,
): Operand {
  const left = compileInt(expr.left, scope, compile)
  const right = compileInt(expr.right, scope, compile)
  const [a, b] = [constant(left), constant(right)]
  if (a === null || b === null) return { form: 'test', test: [`i64.${operator}_s`, left, right] }
  return { form: 'test', test: i32(holds(operator, BigInt.asIntN(64, a - b)) ? 1 : 0) }
}

function holds(operator: Exclude<Comparison, 'eq' | 'ne'>, difference: bigint): boolean {
  switch (operator) {
    case 'lt':
      return difference < 0n
    case 'le':
      return difference <= 0n
    case 'gt':
      return difference > 0n
    case 'ge':
      return difference >= 0n
  }
}

export function negated(expr: ExprOf<'unary'>, scope: Scope, compile: Compile): Operand {
  exact(expr.sort, expr.site)
  return number(minus(i64(0), compileInt(expr.operand, scope, compile)))
}

/** The result is what it is, whatever its sort says: ranges are within 2^53, and all that is computed within 2^63. */
export function calculated(
  operator: Arithmetic,
  expr: ExprOf<'binary'>,
  scope: Scope,
  compile: Compile,
): Operand {
  const { emit } = scope
  for (const each of [expr, expr.left, expr.right]) exact(each.sort, each.site)
  const left = compileInt(expr.left, scope, compile)
  const right = compileInt(expr.right, scope, compile)
  switch (operator) {
    case 'plus':
      return number(add(left, right))
    case 'minus':
      return number(minus(left, right))
    case 'times':
      return number(multiply(left, right))
    case 'min':
    case 'max': {
      const [a, b] = [emit.hold(left, 'left'), emit.hold(right, 'right')]
      const first: Wat = [operator === 'min' ? 'i64.lt_s' : 'i64.gt_s', a, b]
      return number(['select', a, b, first])
    }
    case 'div':
    case 'mod':
      return number(divided(operator, left, right, expr, scope))
  }
}

function minus(left: Wat, right: Wat): Wat {
  const known = constant(right)
  return known === null ? ['i64.sub', left, right] : add(left, i64(-known))
}

/** Rounds towards minus infinity: the remainder is 0, or of the divisor's sign. */
function divided(
  operator: 'div' | 'mod',
  left: Wat,
  right: Wat,
  expr: ExprOf<'binary'>,
  scope: Scope,
): Wat {
  const { emit } = scope
  const [dividend, divisors] = [rangeOf(expr.left.sort), rangeOf(expr.right.sort)]
  const known = constant(right)
  const divisor = emit.hold(right, 'divisor')
  if (known === 0n || (known === null && divisors.min <= 0 && divisors.max >= 0)) {
    faultWhen(known === 0n ? i32(1) : ['i64.eqz', divisor], 'zero', expr.site, scope)
    if (known === 0n) return i64(0)
  }
  // Where the divisor is not known, the instruction may trap: it is executed here, and not where the value is used.
  const settled = (value: Wat): Wat => (known === null ? emit.hold(value, operator) : value)
  if (known !== null && known < 2n ** 53n && (known & (known - 1n)) === 0n) {
    if (operator === 'mod') return ['i64.and', left, i64(known - 1n)]
    return known === 1n ? left : ['i64.shr_s', left, i64(known.toString(2).length - 1)]
  }
  if (dividend.min >= 0 && divisors.min >= 0) {
    return settled([operator === 'div' ? 'i64.div_u' : 'i64.rem_u', left, divisor])
  }
  const of = emit.hold(left, 'dividend')
  const rest = emit.hold(['i64.rem_s', of, divisor], 'rest')
  const otherSign: Wat = ['i64.lt_s', ['i64.xor', rest, divisor], i64(0)]
  const isOff: Wat = ['i32.and', ['i64.ne', rest, i64(0)], otherSign]
  return operator === 'mod'
    ? add(rest, ['select', divisor, i64(0), isOff])
    : settled(['i64.sub', ['i64.div_s', of, divisor], ['i64.extend_i32_u', isOff]])
}

function rangeOf(sort: Sort): SortOf<'int'> {
  if (sort.kind !== 'int') throw new Error('only ints are calculated with')
  return sort
}

/** Throws where the numbers of the sort are not all exact. */
function exact(sort: Sort, site: Site): void {
  const { min, max } = rangeOf(sort)
  if (Number.isSafeInteger(min) && Number.isSafeInteger(max)) return
  throw new Error(`${site.toString()}: the range of this expression exceeds 2^53`)
}
