/** A lock class: all the locks that lockdep takes for one. */

import type { Lock } from '../../dsl/ir.ts'

export interface LockClass {
  readonly name: string
  /** As in `mutex_lock_nested`; 0 is the class itself. */
  readonly subclass: number
  readonly kind: Lock['kind']
}

/** As lockdep writes it: `resv`, or of a subclass `resv/1`. Two classes are one exactly where these are equal. */
export function className({ name, subclass }: LockClass): string {
  return subclass === 0 ? name : `${name}/${subclass}`
}
