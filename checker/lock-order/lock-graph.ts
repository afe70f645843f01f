/** The graph of lock classes that a complete exploration has seen. */

import type { LockOrder } from '../../dsl/ir.ts'
import type { StepInfo } from '../system.ts'
import type { Dependency } from './dependency.ts'
import type { LockClass } from './lock-class.ts'
import type { Usage } from './usage.ts'

/** `steps` request it so, in the order of the model; who only holds it is not among them. */
export interface SeenUsage {
  readonly usage: Usage
  readonly steps: readonly StepInfo[]
}

/** A class, whether or not anything depends on it. */
export interface GraphClass {
  readonly class: LockClass
  /** Empty in a model without interrupts. */
  readonly usages: readonly SeenUsage[]
}

/** `steps` request `to`; empty where it is only declared. */
export interface GraphDependency {
  readonly dependency: Dependency
  readonly steps: readonly StepInfo[]
  readonly declared: readonly LockOrder[]
}

export interface LockGraph {
  /** In order of declaration, subclasses ascending; those that are only in a `lockOrder` last. */
  readonly classes: readonly GraphClass[]
  /** By `from`, then by `to`, in the order of the classes; one for each pair of modes. */
  readonly dependencies: readonly GraphDependency[]
  /** Whether everything was explored: otherwise there may be more. */
  readonly complete: boolean
}
