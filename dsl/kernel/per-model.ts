/** What a model has once without declaring anything: the kernel's global lists, as far as they do not change while it runs. */

import { requireSession } from '../session.ts'

/** Gives what `make` makes, which it does once for each model. `what` is attempted where there is no model. */
export function perModel<T>(what: string, make: () => T): () => T {
  return () => {
    const { shared } = requireSession(what)
    const known = shared.get(make)
    // Under this function nothing else is kept than what it made.
    if (known !== undefined) return known as T
    const made = make()
    shared.set(make, made)
    return made
  }
}
