/** Terms of a set sort. */

import type { Expr, SetExpr, Sort } from '../ir.ts'
import { countRange } from '../shape.ts'
import { here } from '../site.ts'
import { bool, type IntSort, type SetSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { alignTwo, compare } from './comparison.ts'
import type { IntTerm } from './int.ts'
import { liftOpen } from './lift.ts'
import { member } from './membership.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input } from './types.ts'

/** A set of elements of the sort `S`. */
export class SetTerm<S extends Sort> extends Term<SetSort<S>> {
  has(element: Input<S>): BoolTerm {
    return member(this, element)
  }

  /** The set with these elements too. */
  add(...elements: readonly Input<S>[]): SetTerm<S> {
    return combine('union', this, elements)
  }

  /** The set without these elements. */
  remove(...elements: readonly Input<S>[]): SetTerm<S> {
    return combine('difference', this, elements)
  }

  union(other: Input<SetSort<S>>): SetTerm<S> {
    return combine('union', this, other)
  }

  intersection(other: Input<SetSort<S>>): SetTerm<S> {
    return combine('intersection', this, other)
  }

  minus(other: Input<SetSort<S>>): SetTerm<S> {
    return combine('difference', this, other)
  }

  /** Whether each of its elements is in the other, which may be equal. */
  subsetOf(other: Input<SetSort<S>>): BoolTerm {
    return make({ ...operation('subset', this, other), sort: bool }, bool)
  }

  size(): IntTerm {
    const sort: IntSort = countRange(this.sort.of)
    return make({ kind: 'size', sort, site: here(), of: this.expr }, sort)
  }

  isEmpty(): BoolTerm {
    return make(compare('eq', this.expr, [], here()), bool)
  }
}

register('set', SetTerm)

function combine<S extends Sort>(
  operator: SetExpr['operator'],
  left: SetTerm<S>,
  right: unknown,
): SetTerm<S> {
  const expr = operation(operator, left, right)
  // The operands' common sort differs from the left one's in ranges at most.
  return make(expr, expr.sort as SetSort<S>)
}

/** The operation in the sort that has the elements of both. */
function operation<S extends Sort>(
  operator: SetExpr['operator'],
  left: SetTerm<S>,
  right: unknown,
): Expr {
  const site = here()
  const [a, b] = alignTwo(left.expr, liftOpen(right, left.sort, site), site)
  return { kind: 'setOperation', sort: a.sort, site, operator, left: a, right: b }
}
