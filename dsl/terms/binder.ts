/** Names that an expression binds: by a quantifier, a definition, a match, an array. */

import type { Binder, Expr, Sort } from '../ir.ts'
import { requireSession } from '../session.ts'
import type { Site } from '../site.ts'
import { refer } from './registry.ts'
import type { TermOf } from './types.ts'

/** A new name of this sort. */
export function newBinder<S extends Sort>(name: string, sort: S): Binder & { readonly sort: S } {
  return { bound: requireSession(`a name ('${name}')`).nextBound(name), name, sort }
}

/** The expression that refers to the name. */
export function boundExpr({ bound, sort }: Binder, site: Site): Expr {
  return { kind: 'bound', sort, site, bound }
}

/** Its term. */
export function boundTerm<S extends Sort>(
  binder: Binder & { readonly sort: S },
  site: Site,
): TermOf<S> {
  return refer(boundExpr(binder, site), binder.sort)
}
