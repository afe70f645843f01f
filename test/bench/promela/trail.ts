/** What is known on the way through a transition, up to one of its operations. */

import type { BoundId, Expr, Model } from '../../../dsl/ir.ts'
import type { Slot } from '../../../checker/lower/program.ts'
import { binding } from './resolve.ts'
import type { Known } from './resolve.ts'

/** What must be true on the way, else the model is wrong. */
export interface Check {
  readonly test: Expr
  readonly message: string
}

export interface Trail extends Known {
  readonly model: Model
  /** Of the process; none in an action. */
  readonly flatSlots: readonly Slot[]
  /** Of the step. */
  readonly name: string
  /** Over the state before the transition, as all that is known. */
  readonly guard: Expr
  readonly checks: readonly Check[]
}

/** The trail with a name bound. */
export function bind(trail: Trail, bound: BoundId, value: Expr): Trail {
  return { ...trail, ...binding(trail, bound, value) }
}
