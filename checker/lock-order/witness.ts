/** What shows that a dependency or a usage is real: a shortest run to it, or that somebody declared it. */

import type { LockOrder } from '../../dsl/ir.ts'
import type { StepInfo } from '../system.ts'
import type { Trace } from '../trace.ts'
import type { Hold } from './hold.ts'

/** In the last state of the run, the thread rests where it requests the lock (or, of a usage, only holds it). */
export interface RunWitness {
  readonly kind: 'run'
  /** Null where the search for it was ended from outside, or had no memory. */
  readonly trace: Trace | null
  /** Whether that is the canonical one of the shortest runs. */
  readonly canonical: boolean
  /** Of a run without a trace, -1. */
  readonly thread: number
  /** The step that requests; null where the usage is that the lock is held. */
  readonly request: StepInfo | null
  /** What it holds there, in order of acquisition. The held end of a dependency, or what a usage is of, is among it. */
  readonly holds: readonly Hold[]
}

/** A `lockOrder` of the model, `order.site` being where it is written. */
export interface DeclaredWitness {
  readonly kind: 'declared'
  readonly order: LockOrder
}

export type Witness = RunWitness | DeclaredWitness
