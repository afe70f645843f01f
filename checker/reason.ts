/** Why a condition has its value in a state, as plain data. */

import type { Binder, Expr } from '../dsl/ir.ts'
import type { Value } from './value.ts'

/** A part of an expression and its value. */
export interface Term {
  readonly expr: Expr
  readonly value: Value
  /** The value is that in the state after the step. */
  readonly after: boolean
}

/** A name and the value that it has. */
export interface Binding {
  readonly binder: Binder
  readonly value: Value
}

/** A part that decided the value of the whole, and is itself not made of conditions. */
export interface Reason extends Term {
  /** The names bound around it, from the outermost inwards. */
  readonly bindings: readonly Binding[]
  /** It only makes what follows count: the left side of `implies`, the test of a conditional, the subject of a match. */
  readonly premise: boolean
  /** What it reads, in the order of its text; without the names in `bindings`, and without what depends on a name bound inside it. */
  readonly terms: readonly Term[]
}
