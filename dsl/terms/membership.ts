/** Whether a collection has an element, whatever the element's range. */

import type { Expr, SortOf } from '../ir.ts'
import { join } from '../shape.ts'
import type { Site } from '../site.ts'
import { fit, liftOpen } from './lift.ts'

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
