/** What expressions become: closures, built once, that a state and a thread are put into. */

import type { Domain, Expr, Model } from '../../dsl/ir.ts'
import type { Datum } from './datum.ts'
import type { Sorts } from './sorts.ts'
import type { Environment } from './state.ts'

/** The value of an expression; raises its fault. */
export type Evaluate = (env: Environment) => Datum

/** The elements of a domain, in order; raises a fault of the expression in it. */
export type Elements = (env: Environment) => readonly Datum[]

/** Builds the closures of one model. */
export interface Compiler {
  readonly model: Model
  readonly sorts: Sorts
  expr(expr: Expr): Evaluate
  domain(domain: Domain): Elements
}
