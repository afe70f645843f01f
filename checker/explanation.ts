/** Why a counterexample is one, as a report has it. */

import type { Deadlock } from './deadlock.ts'
import type { LassoExplanation } from './liveness/explain-lasso.ts'
import type { Hold } from './lock-order/hold.ts'
import type { Reason } from './reason.ts'
import type { RefinementFailure } from './refinement-failure.ts'
import type { Situation } from './situation.ts'

export interface Explanation {
  /** Which part of the violated property was false. */
  readonly reasons: readonly Reason[]
  /** Who holds what and who waits for whom in the last state of the trace; null when it has none. */
  readonly situation: Situation | null
  /** What each thread holds there, by thread, in order of acquisition. */
  readonly holds: readonly (readonly Hold[])[]
  /** Whether hardware interrupts are kept from the CPU of the process that takes the last step, before it does. */
  readonly masked: boolean
  /** Who is stuck there; null where no deadlock is what is wrong. */
  readonly deadlock: Deadlock | null
  /** Why the trace breaks a temporal property and is fair; null where that is not what is wrong. */
  readonly lasso: LassoExplanation | null
  /** Why the last step, or the first state, is none of a model that is to be refined; null where that is not what is wrong. */
  readonly refinement: RefinementFailure | null
}

/** Where there is nothing to explain. */
export const unexplained: Explanation = {
  reasons: [],
  situation: null,
  holds: [],
  masked: false,
  deadlock: null,
  lasso: null,
  refinement: null,
}
