/** Where everybody is in a state, and who waits for whom, as plain data. Threads are numbers, from 0. */

import type { StepInfo } from './system.ts'

/** What a blocked step waits for, and who could grant it. `by` is null where the model does not say. */
export type Awaited =
  | { readonly kind: 'lock'; readonly lock: string; readonly holders: readonly number[] }
  | { readonly kind: 'event'; readonly event: string; readonly by: readonly number[] | null }
  | { readonly kind: 'any'; readonly of: readonly Awaited[] }

/** A step that is not enabled; `wait` is null where the model does not say what it waits for. */
export interface BlockedStep {
  readonly step: StepInfo
  readonly wait: Awaited | null
}

/** `at` is the statement at which the process rests; at an `either` several steps can be blocked. */
export type Standing =
  | { readonly kind: 'terminated'; readonly thread: number }
  /** It cannot run, whatever its step would be: somebody else has its processor. */
  | { readonly kind: 'paused'; readonly thread: number; readonly at: StepInfo }
  | { readonly kind: 'enabled'; readonly thread: number; readonly at: StepInfo }
  | {
      readonly kind: 'blocked'
      readonly thread: number
      readonly at: StepInfo
      readonly steps: readonly BlockedStep[]
    }

export interface HeldLock {
  readonly name: string
  readonly lockClass: string
  readonly holders: readonly number[]
}

export interface Situation {
  /** In order of threads. */
  readonly threads: readonly Standing[]
  /** In order of declaration, those that nobody holds too. */
  readonly locks: readonly HeldLock[]
}
