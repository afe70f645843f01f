/** Why a step, or a first state, is none of the model that was to be refined, as plain data. */

import type { Model } from '../dsl/ir.ts'
import type { Reason } from './reason.ts'
import type { Choice, DecodedState, Failure } from './system.ts'

export interface RefinementFailure {
  /** The model that was to be refined; all states are its own, read through the mapping. */
  readonly model: Model
  /** Before the last step; null where the first state is none that the model begins with. */
  readonly before: DecodedState | null
  readonly after: DecodedState
  /** Of the model's actions in order; where the first state is wrong, what it could begin with. */
  readonly attempts: readonly Attempt[]
}

/** Why an action is not the step; of several ways to take it, the one that comes nearest. */
export type Attempt =
  /** `reasons`: what is false of the guard, for the parameters' values for which most of it is true. */
  | { readonly kind: 'not enabled'; readonly action: string; readonly reasons: readonly Reason[] }
  /** It ends in another state, in which these variables have other values. */
  | {
      readonly kind: 'elsewhere'
      readonly action: string
      readonly choices: readonly Choice[]
      readonly state: DecodedState
      readonly different: readonly string[]
    }
  | {
      readonly kind: 'fails'
      readonly action: string
      readonly choices: readonly Choice[]
      readonly failure: Failure
    }
  /** The model begins in another state, in which these variables have other values. */
  | {
      readonly kind: 'begins'
      readonly state: DecodedState
      readonly different: readonly string[]
    }
