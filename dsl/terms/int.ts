/** Terms of sort int, whose ranges are computed as they are built. */

import type { Arithmetic, Comparison, Expr } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { here, type Site } from '../site.ts'
import { bool, type IntSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { compare } from './comparison.ts'
import { lift, termExpr } from './lift.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input } from './types.ts'

/** A whole number of a known range. */
export class IntTerm extends Term<IntSort> {
  plus(other: Input<IntSort>): IntTerm {
    return calculate('plus', this, other)
  }

  minus(other: Input<IntSort>): IntTerm {
    return calculate('minus', this, other)
  }

  times(other: Input<IntSort>): IntTerm {
    return calculate('times', this, other)
  }

  /** The quotient, rounded towards minus infinity. Dividing by zero is a fault. */
  div(other: Input<IntSort>): IntTerm {
    return calculate('div', this, other)
  }

  /** The remainder of `div`; it has the sign of the divisor. A divisor of zero is a fault. */
  mod(other: Input<IntSort>): IntTerm {
    return calculate('mod', this, other)
  }

  /** The lower of the two. */
  min(other: Input<IntSort>): IntTerm {
    return calculate('min', this, other)
  }

  /** The higher of the two. */
  max(other: Input<IntSort>): IntTerm {
    return calculate('max', this, other)
  }

  negate(): IntTerm {
    const { min, max } = this.sort
    const sort: IntSort = { kind: 'int', min: 0 - max, max: 0 - min }
    return make({ kind: 'unary', sort, site: here(), operator: 'negate', operand: this.expr }, sort)
  }

  lt(other: Input<IntSort>): BoolTerm {
    return order('lt', this, other)
  }

  le(other: Input<IntSort>): BoolTerm {
    return order('le', this, other)
  }

  gt(other: Input<IntSort>): BoolTerm {
    return order('gt', this, other)
  }

  ge(other: Input<IntSort>): BoolTerm {
    return order('ge', this, other)
  }
}

register('int', IntTerm)

function order(operator: Comparison, left: IntTerm, right: Input<IntSort>): BoolTerm {
  return make(compare(operator, left.expr, right, here()), bool)
}

function calculate(operator: Arithmetic, left: IntTerm, input: Input<IntSort>): IntTerm {
  const site = here()
  const right = termExpr(input) ?? liftAny(input, site)
  if (right.sort.kind !== 'int') {
    return mistaken(site, `'${operator}' needs two ints`, 'Give an int term or a whole number')
  }
  const sort = range(operator, left.sort, right.sort, site)
  const expr: Expr = { kind: 'binary', sort, site, operator, left: left.expr, right }
  return make(expr, sort)
}

/** A number stands for itself, whatever the other operand's range. */
function liftAny(input: unknown, site: Site): Expr {
  const bound = typeof input === 'number' ? input : 0
  return lift(input, { kind: 'int', min: bound, max: bound }, site)
}

function range(operator: Arithmetic, a: IntSort, b: IntSort, site: Site): IntSort {
  const ends = candidates(operator, a, b, site)
  // Adding 0 turns the other zero of JavaScript's into it.
  const sort: IntSort = { kind: 'int', min: Math.min(...ends) + 0, max: Math.max(...ends) + 0 }
  if (Number.isSafeInteger(sort.min) && Number.isSafeInteger(sort.max)) return sort
  const what = 'the range of this expression exceeds 2^53'
  return mistaken(site, what, 'Give its operands smaller ranges')
}

/** Values among which are the least and the greatest that the operation can give. */
function candidates(operator: Arithmetic, a: IntSort, b: IntSort, site: Site): readonly number[] {
  switch (operator) {
    case 'plus':
      return [a.min + b.min, a.max + b.max]
    case 'minus':
      return [a.min - b.max, a.max - b.min]
    case 'times':
      return [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max]
    case 'min':
      return [Math.min(a.min, b.min), Math.min(a.max, b.max)]
    case 'max':
      return [Math.max(a.min, b.min), Math.max(a.max, b.max)]
    case 'div':
      return divisors(b, site).flatMap((y) => [quotient(a.min, y), quotient(a.max, y)])
    case 'mod':
      return divisors(b, site).flatMap((y) => remainders(a, y))
  }
}

/** The divisors that give the extremes: the ends of the range, and those nearest to zero on both sides of it. */
function divisors({ min, max }: IntSort, site: Site): readonly number[] {
  const found = [min, max, -1, 1].filter((y) => y !== 0 && min <= y && y <= max)
  if (found.length > 0) return found
  return mistaken(site, 'this always divides by zero', 'Give another divisor')
}

function quotient(x: number, y: number): number {
  return (x - remainder(x, y)) / y
}

function remainder(x: number, y: number): number {
  return ((x % y) + y) % y
}

/** The least and the greatest remainder of the divisor, or of one nearer to zero that has its sign. */
function remainders({ min, max }: IntSort, y: number): readonly number[] {
  if (y > 0) return [0, min >= 0 ? Math.min(max, y - 1) : y - 1]
  return [max <= 0 ? Math.max(min, y + 1) : y + 1, 0]
}
