/** A dependency between lock classes: one is requested while the other is held. */

import type { LockMode } from '../../dsl/ir.ts'
import type { LockClass } from './lock-class.ts'

export interface Dependency {
  readonly from: LockClass
  /** How `from` is held. */
  readonly held: LockMode
  readonly to: LockClass
  /** How `to` is requested. */
  readonly requested: LockMode
}

/**
 * lockdep's four kinds: whether the holder is exclusive or shared, and whether the request is recursive (a reader that is let in even
 * where a writer waits) or not.
 */
export type DependencyKind = 'ER' | 'EN' | 'SR' | 'SN'

export function dependencyKind({ held, requested }: Dependency): DependencyKind {
  if (held === 'write') return requested === 'recursive read' ? 'ER' : 'EN'
  return requested === 'recursive read' ? 'SR' : 'SN'
}
