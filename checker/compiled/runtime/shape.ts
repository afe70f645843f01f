/** What the runtime is specialised to. */

import type { Sizes } from './memory-map.ts'

/** What the number of a failure stands for. `ofState`: a guard faulted, which is no step. */
export type FailureKind = 'fault' | 'assertion' | 'ofState'

export interface Shape extends Sizes {
  /** Whether anything is judged in a state: a property that is no step property, or a constraint. */
  readonly judges: boolean
  /** Whether there are step properties. */
  readonly judgesSteps: boolean
  /** Whether somebody can be stuck while others run on; then there is `$stuck`. */
  readonly blocks: boolean
  /** Whether any temporal property tests steps; then there is `$stepAtoms`. */
  readonly stepAtoms: boolean
  /** By the number of the failure, from 1. */
  readonly failures: readonly FailureKind[]
}
