/** What a search can observe of lock order, each thing under a number; and where it looks. */

import type { Expr, ProcessId } from '../../dsl/ir.ts'
import type { StepInfo } from '../system.ts'
import type { Dependency } from './dependency.ts'
import type { LockClass } from './lock-class.ts'
import type { Usage } from './usage.ts'

export type Observation =
  | { readonly kind: 'dependency'; readonly dependency: Dependency; readonly request: StepInfo }
  /** `request` is null where the lock is only held. */
  | {
      readonly kind: 'usage'
      readonly class: LockClass
      readonly usage: Usage
      readonly request: StepInfo | null
    }

/**
 * A question about a thread, and what is observed where the answer is yes. It mentions variables, control points and `current`; null is
 * always true, and a fault is a no.
 */
export interface Look {
  readonly test: Expr | null
  /** Ascending numbers of observations. */
  readonly numbers: readonly number[]
}

/** The looks at a thread that rests at the statement. */
export interface Lookout {
  readonly process: ProcessId
  /** The position among the statements of the flat process. */
  readonly statement: number
  readonly looks: readonly Look[]
}

export interface Observations {
  /** By their number. */
  readonly list: readonly Observation[]
  readonly lookouts: readonly Lookout[]
}
