/** Whether a collection has an element, whatever the element's range. */

import type { Expr, SortOf } from '../ir.ts'
import { join } from '../shape.ts'
import { here, type Site } from '../site.ts'
import { bool } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { fit, liftOpen } from './lift.ts'
import { make } from './registry.ts'

/** The collection and the element in sorts that go together: an element outside the range is in no collection, and no fault. */
export function withElement(
  collection: Expr,
  sort: SortOf<'set' | 'sequence' | 'bag'>,
  input: unknown,
  site: Site,
): { readonly of: Expr; readonly element: Expr } {
  const given = liftOpen(input, sort.of, site)
  // `liftOpen` saw to it that the two have one shape.
  const both = join(sort.of, given.sort) ?? sort.of
  return { of: fit(collection, { ...sort, of: both }, site), element: fit(given, both, site) }
}

/** Whether the collection has the element that the author gave. */
export function member(
  collection: { readonly expr: Expr; readonly sort: SortOf<'set' | 'sequence' | 'bag'> },
  input: unknown,
): BoolTerm {
  const site = here()
  const parts = withElement(collection.expr, collection.sort, input, site)
  return make({ kind: 'member', sort: bool, site, ...parts }, bool)
}
