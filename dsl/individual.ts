/** Individuals by their number: where a model names one of them, and so tells it from the others. */

import { mistaken } from './mistake.ts'
import { here } from './site.ts'
import type { IdentitySort, IndexSort } from './sort.ts'
import { refer } from './terms/registry.ts'
import type { TermOf } from './terms/types.ts'

/** The individual with this number, from 0: what is there at first, or is used by one process alone. */
export function individual<S extends IdentitySort<string> | IndexSort<string>>(
  sort: S,
  number: number,
): TermOf<S> {
  const site = here()
  if (!Number.isInteger(number) || number < 0 || number >= sort.size) {
    mistaken(site, `'${sort.name}' has no number ${number}`, `Give one from 0 to ${sort.size - 1}`)
  }
  return refer<S>({ kind: 'literal', sort, site, value: number }, sort)
}
