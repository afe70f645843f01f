/** What the order of lock classes breaks, with all that a report in lockdep's manner needs. */

import type { Dependency } from './dependency.ts'
import type { LockClass } from './lock-class.ts'
import type { Interrupt, Usage } from './usage.ts'
import type { Witness } from './witness.ts'

/** A dependency and what shows it. */
export interface Link {
  readonly dependency: Dependency
  readonly witness: Witness
}

/** A usage of a class and what shows it. */
export interface UsageLink {
  readonly class: LockClass
  readonly usage: Usage
  readonly witness: Witness
}

export type LockProblem =
  /**
   * Each link's `to` is the next one's `from`, and the last one's `to` the first one's `from`. The first closes the cycle: it is what is
   * told as "is trying to acquire", the others are the existing chain from its `to` back to its `from`. Two links or more.
   */
  | { readonly kind: 'circular'; readonly links: readonly Link[] }
  /** A class is requested while it is held: both ends of the link are one class. */
  | { readonly kind: 'recursive'; readonly link: Link }
  /** One class is used in an interrupt, and where such interrupts may come. */
  | {
      readonly kind: 'inconsistent state'
      readonly interrupt: Interrupt
      readonly class: LockClass
      readonly inside: UsageLink
      readonly enabled: UsageLink
    }
  /**
   * A class that is used in an interrupt (`inside`, of the first link's `from`) comes to depend on one that is used where such
   * interrupts may come (`enabled`, of the last link's `to`). One link or more; they follow each other.
   */
  | {
      readonly kind: 'irq inversion'
      readonly interrupt: Interrupt
      readonly links: readonly Link[]
      readonly inside: UsageLink
      readonly enabled: UsageLink
    }

export type LockProblemKind = LockProblem['kind']
