/** Terms of a bounded sequence sort. Positions count from 0. */

import type { Expr, Sort } from '../ir.ts'
import { here, type Site } from '../site.ts'
import { bool, type IntSort, type SequenceSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { compare } from './comparison.ts'
import type { IntTerm } from './int.ts'
import { lift, termExpr } from './lift.ts'
import { member } from './membership.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input, TermOf } from './types.ts'

/** A sequence of elements of the sort `S`. */
export class SequenceTerm<S extends Sort> extends Term<SequenceSort<S>> {
  length(): IntTerm {
    const sort: IntSort = { kind: 'int', min: 0, max: this.sort.bound }
    return make({ kind: 'size', sort, site: here(), of: this.expr }, sort)
  }

  isEmpty(): BoolTerm {
    return make(compare('eq', this.expr, [], here()), bool)
  }

  has(element: Input<S>): BoolTerm {
    return member(this, element)
  }

  /** The element at the position. A fault when there is none. */
  at(position: Input<IntSort>): TermOf<S> {
    return element(this, position, here())
  }

  /** The first element. A fault when there is none. */
  first(): TermOf<S> {
    return element(this, 0, here())
  }

  /** All but the first. A fault when there is none. */
  rest(): SequenceTerm<S> {
    return slice(this, 1, null, here())
  }

  /** The sequence with one more element at its end. A fault over the bound. */
  append(element: Input<S>): SequenceTerm<S> {
    return concat(this, [element], here())
  }

  /** This sequence, then the other. It keeps its bound; a fault over it. */
  concat(other: Input<SequenceSort<S>>): SequenceTerm<S> {
    return concat(this, other, here())
  }

  /** The elements at `from` up to, not including, `to` (without it: to the end). A fault unless 0 <= from <= to <= length. */
  slice(from: Input<IntSort>, to?: Input<IntSort>): SequenceTerm<S> {
    return slice(this, from, to ?? null, here())
  }

  /** The sequence with another element at the position. A fault when there is none. */
  with(position: Input<IntSort>, value: Input<S>): SequenceTerm<S> {
    const site = here()
    const expr: Expr = {
      kind: 'withNth',
      sort: this.sort,
      site,
      sequence: this.expr,
      index: positionIn(position, this.sort.bound - 1, site),
      value: lift(value, this.sort.of, site),
    }
    return make(expr, this.sort)
  }
}

register('sequence', SequenceTerm)

/** A plain number must be a position that some sequence of the sort has; where a term's is outside, that is a fault. */
function positionIn(input: unknown, last: number, site: Site): Expr {
  if (termExpr(input) === null) return lift(input, { kind: 'int', min: 0, max: last }, site)
  const anywhere = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
  return lift(input, { kind: 'int', ...anywhere }, site)
}

function element<S extends Sort>(term: SequenceTerm<S>, position: unknown, site: Site): TermOf<S> {
  const { of, bound } = term.sort
  const index = positionIn(position, bound - 1, site)
  return make({ kind: 'nth', sort: of, site, sequence: term.expr, index }, of)
}

function concat<S extends Sort>(
  { expr, sort }: SequenceTerm<S>,
  other: unknown,
  site: Site,
): SequenceTerm<S> {
  return make({ kind: 'concat', sort, site, left: expr, right: lift(other, sort, site) }, sort)
}

/** To the end where `to` is null. */
function slice<S extends Sort>(
  { expr, sort }: SequenceTerm<S>,
  from: unknown,
  to: unknown,
  site: Site,
): SequenceTerm<S> {
  const length: Sort = { kind: 'int', min: 0, max: sort.bound }
  const end: Expr =
    to === null ? { kind: 'size', sort: length, site, of: expr } : positionIn(to, sort.bound, site)
  const start = positionIn(from, sort.bound, site)
  return make({ kind: 'slice', sort, site, sequence: expr, from: start, to: end }, sort)
}
