/** The table by which an expression becomes the term of its sort. */

import type { Expr, Place, Sort } from '../ir.ts'
import { session } from '../session.ts'
import type { Term } from './term.ts'
import type { TermOf } from './types.ts'

type Constructor = new (expr: Expr, sort: never, place: Place | null) => Term<Sort>

const constructors = new Map<Sort['kind'], Constructor>()

/** Enters the class of the terms of a sort; each class's own file calls this. */
export function register(kind: Sort['kind'], constructor: Constructor): void {
  constructors.set(kind, constructor)
}

/** The term of an expression that refers to something declared; the finished model need not reach it. */
export function refer<S extends Sort>(expr: Expr, sort: S, place: Place | null = null): TermOf<S> {
  const constructor = constructors.get(sort.kind)
  if (constructor === undefined) throw new Error(`no term for the sort ${sort.kind}`)
  // The table of constructors says what `TermOf` says: by kind of sort, this class.
  return new constructor(expr, sort as never, place) as unknown as TermOf<S>
}

const makers = new WeakMap<object, (expr: Expr) => object>()

/** Enters a term that can do more than its sort's class, and how to make one like it. */
export function enrich<T extends object>(term: T, maker: (expr: Expr) => T): T {
  makers.set(term, maker)
  return term
}

/** The term of another expression of the same sort, which can do what this term can. */
export function like<T>(term: T, expr: Expr): T {
  const maker = typeof term === 'object' && term !== null ? makers.get(term) : undefined
  // `enrich` was given a maker of terms of this type; without one the type is the sort's.
  return (maker?.(expr) ?? refer(expr, expr.sort)) as T
}

/** The term of a newly built expression: the finished model must reach it. */
export function make<S extends Sort>(expr: Expr, sort: S, place: Place | null = null): TermOf<S> {
  session()?.terms.push(expr)
  return refer(expr, sort, place)
}
