/** What is said about a model: over states, and over steps. */

import { make } from './terms/registry.ts'
import type { Sort } from './ir.ts'
import { here } from './site.ts'
import type { Term } from './terms/term.ts'
import type { TermOf } from './terms/types.ts'

/** In a step property, the term's value after the step; everything outside of `after` has the value before. */
export function after<S extends Sort>(term: Term<S>): TermOf<S> {
  return make({ kind: 'after', sort: term.sort, site: here(), body: term.expr }, term.sort)
}

/** In a step property, whether the step changed the term's value. */
export function changed<S extends Sort>(term: Term<S>) {
  const now: Term<Sort> = after(term)
  // Both have the same sort, whichever it is.
  return now.ne(term as never)
}
