/** Terms of sort bool. */

import type { BooleanOperator, Expr, Sort } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { join, sortText } from '../shape.ts'
import { here } from '../site.ts'
import { bool, type BoolSort } from '../sort.ts'
import { fit, lift, liftTest } from './lift.ts'
import { make, register } from './registry.ts'
import { binary, connected, TemporalTerm, unary, type Claim } from './temporal.ts'
import { Term } from './term.ts'
import type { Input, TermOf, Test } from './types.ts'

/** A truth value of the model. */
export class BoolTerm extends Term<BoolSort> {
  /** True when this and all the others are; evaluated from the left until one is false. */
  and(...others: readonly Test[]): BoolTerm
  and(...others: readonly Claim[]): TemporalTerm
  and(...others: readonly Claim[]): BoolTerm | TemporalTerm {
    return conjoined('and', [this, ...others])
  }

  /** True when this or one of the others is; evaluated from the left until one is true. */
  or(...others: readonly Test[]): BoolTerm
  or(...others: readonly Claim[]): TemporalTerm
  or(...others: readonly Claim[]): BoolTerm | TemporalTerm {
    return conjoined('or', [this, ...others])
  }

  /** False only when this is true and the other is false; the other is not evaluated when this is false. */
  implies(other: Test): BoolTerm
  implies(other: Claim): TemporalTerm
  implies(other: Claim): BoolTerm | TemporalTerm {
    if (other instanceof TemporalTerm) return binary('implies', this, other, here())
    return connect('implies', [this, other])
  }

  /** Whether both are true or both are false. */
  iff(other: Test): BoolTerm {
    return connect('iff', [this, other])
  }

  not(): BoolTerm {
    return not(this)
  }
}

register('bool', BoolTerm)

function connect(operator: BooleanOperator, parts: readonly Test[]): BoolTerm {
  const site = here()
  const [first, ...rest] = parts.map((part) => liftTest(part, site))
  const start: Expr = first ?? { kind: 'literal', sort: bool, site, value: operator === 'and' }
  const whole = rest.reduce<Expr>(
    (left, right) => ({ kind: 'binary', sort: bool, site, operator, left, right }),
    start,
  )
  return make(whole, bool)
}

/** Of tests a test; of anything temporal a formula. */
function conjoined(operator: 'and' | 'or', claims: readonly Claim[]): BoolTerm | TemporalTerm {
  const tests = claims.filter((claim): claim is Test => !(claim instanceof TemporalTerm))
  return tests.length === claims.length
    ? connect(operator, tests)
    : connected(operator, claims, here())
}

/** The opposite. */
export function not(operand: Test): BoolTerm
export function not(operand: Claim): TemporalTerm
export function not(operand: Claim): BoolTerm | TemporalTerm {
  const site = here()
  if (operand instanceof TemporalTerm) return unary('not', operand, site)
  return make(
    { kind: 'unary', sort: bool, site, operator: 'not', operand: liftTest(operand, site) },
    bool,
  )
}

/** True when all are; evaluated from the left until one is false. `and()` is true. */
export function and(...parts: readonly Test[]): BoolTerm
export function and(...parts: readonly Claim[]): TemporalTerm
export function and(...parts: readonly Claim[]): BoolTerm | TemporalTerm {
  return conjoined('and', parts)
}

/** True when one is; evaluated from the left until one is true. `or()` is false. */
export function or(...parts: readonly Test[]): BoolTerm
export function or(...parts: readonly Claim[]): TemporalTerm
export function or(...parts: readonly Claim[]): BoolTerm | TemporalTerm {
  return conjoined('or', parts)
}

/** The value of one of two terms; only that one is evaluated. The sort is that of `then`, widened to hold `otherwise`. */
export function cond<S extends Sort>(
  test: Test,
  then: Term<S> & TermOf<S>,
  otherwise: Input<S>,
): TermOf<S> {
  const site = here()
  if (!(then instanceof Term)) {
    const what = "the first side of 'cond' is a plain value, whose sort is not known"
    return mistaken(site, what, "Give it as a term: 'value(sort, …)'")
  }
  const other =
    otherwise instanceof Term
      ? otherwise.expr
      : lift(otherwise, widened(then.sort, otherwise), site)
  const both = join(then.sort, other.sort)
  if (both === null) {
    return mistaken(
      site,
      `one side of 'cond' is ${sortText(then.sort)} and the other ${sortText(other.sort)}`,
      'Give both sides the same sort',
    )
  }
  const [yes, no] = [fit(then.expr, both, site), fit(other, both, site)]
  const expr: Expr = {
    kind: 'conditional',
    sort: both,
    site,
    test: liftTest(test, site),
    then: yes,
    otherwise: no,
  }
  // The join of two sorts of one shape has that shape.
  return make(expr, both as S)
}

function widened(sort: Sort, input: unknown): Sort {
  return sort.kind === 'int' && typeof input === 'number'
    ? { kind: 'int', min: input, max: input }
    : sort
}
