/** What every term can do, whatever its sort. */

import type { Expr, Place, Sort } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { here } from '../site.ts'
import { bool } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { compare } from './comparison.ts'
import { make } from './registry.ts'
import type { Input } from './types.ts'

/** A term, whatever its sort. */
export interface AnyTerm {
  readonly expr: Expr
  readonly sort: Sort
  readonly place: Place | null
}

/** An expression of the model, typed by its sort. It has no value while the model is built. */
export abstract class Term<S extends Sort> implements AnyTerm {
  readonly expr: Expr
  readonly sort: S
  /** Where a write to this term goes; null when it is no variable, no local, and no part of one. */
  readonly place: Place | null

  constructor(expr: Expr, sort: S, place: Place | null) {
    this.expr = expr
    this.sort = sort
    this.place = place
  }

  /** Whether both have the same value. */
  eq(other: Input<S>): BoolTerm {
    return make(compare('eq', this.expr, other, here()), bool)
  }

  /** Whether they have different values. */
  ne(other: Input<S>): BoolTerm {
    return make(compare('ne', this.expr, other, here()), bool)
  }

  /** Called by `<`, `+`, template strings and the like, where a term has no value. */
  [Symbol.toPrimitive](): never {
    return mistaken(
      here(),
      'a term is used as a JavaScript value, which it does not have while the model is built',
      "Use the term's methods, such as 'x.lt(3)' for 'x < 3', and 'when' for 'if'",
    )
  }
}
