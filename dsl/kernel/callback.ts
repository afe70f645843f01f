/** Bodies that are registered in one place of a model and called from others. */

import type { AnyStatement } from '../index.ts'
import type { Statement } from './steps.ts'

/** The steps of a registered function, and what it gives. It leaves no procedure but its own. */
export type Callback<R = void> = Generator<AnyStatement<string, never>, R, unknown>

/**
 * The same where it is called. Its labels are not offered to those who ask where the caller is: what is registered is known there
 * only when the model is built.
 */
export function called<R>(callback: Callback<R>): Generator<Statement, R, unknown> {
  // A statement of which the compiler knows fewer labels.
  return callback as Generator<AnyStatement, R, unknown> as Generator<Statement, R, unknown>
}
