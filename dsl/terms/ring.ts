/** Terms of an ordered index sort: slots of a ring, levels, positions. */

import type { Comparison, Expr } from '../ir.ts'
import { here } from '../site.ts'
import { bool, type IndexSort, type IntSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { compare } from './comparison.ts'
import type { IntTerm } from './int.ts'
import { lift, termExpr } from './lift.ts'
import { make, refer, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input } from './types.ts'

/** A place of the index sort `N`. */
export class IndexTerm<N extends string> extends Term<IndexSort<N>> {
  /** The one after it; after the last comes the first. */
  next(): IndexTerm<N> {
    return neighbour(this, 1)
  }

  /** The one before it; before the first comes the last. */
  previous(): IndexTerm<N> {
    return neighbour(this, -1)
  }

  /** Its number, from 0. */
  ordinal(): IntTerm {
    const sort: IntSort = { kind: 'int', min: 0, max: this.sort.size - 1 }
    return make({ kind: 'ordinal', sort, site: here(), index: this.expr }, sort)
  }

  lt(other: IndexTerm<N>): BoolTerm {
    return order('lt', this, other)
  }

  le(other: IndexTerm<N>): BoolTerm {
    return order('le', this, other)
  }

  gt(other: IndexTerm<N>): BoolTerm {
    return order('gt', this, other)
  }

  ge(other: IndexTerm<N>): BoolTerm {
    return order('ge', this, other)
  }
}

register('index', IndexTerm)

function neighbour<N extends string>(term: IndexTerm<N>, by: 1 | -1): IndexTerm<N> {
  const expr: Expr = { kind: 'neighbour', sort: term.sort, site: here(), index: term.expr, by }
  return make(expr, term.sort)
}

function order<N extends string>(
  operator: Comparison,
  left: IndexTerm<N>,
  right: IndexTerm<N>,
): BoolTerm {
  return make(compare(operator, left.expr, right, here()), bool)
}

/** The index with this number, counted from 0. A number outside the sort is a fault, or a mistake where it is a plain one. */
export function nth<N extends string>(sort: IndexSort<N>, ordinal: Input<IntSort>): IndexTerm<N> {
  const site = here()
  if (termExpr(ordinal) === null) {
    const literal = lift(ordinal, { kind: 'int', min: 0, max: sort.size - 1 }, site)
    if (literal.kind === 'literal') return refer({ ...literal, sort }, sort)
  }
  const expr = lift(
    ordinal,
    { kind: 'int', min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
    site,
  )
  return make({ kind: 'indexOf', sort, site, ordinal: expr }, sort)
}
