/** Why a lasso is a counterexample: it breaks the formula, and it is fair. */

import type { Formula } from '../../dsl/ir.ts'
import { lower } from '../lower/lower.ts'
import type { System } from '../system.ts'
import type { Trace } from '../trace.ts'
import { breachOf } from './breach.ts'
import type { Breach } from './breach.ts'
import { combinationsOf } from './combinations.ts'
import { conditionsOf } from './conditions.ts'
import { lassoOf } from './loop-points.ts'
import { whyFair } from './why-fair.ts'
import type { FairReason } from './why-fair.ts'

export interface LassoExplanation {
  readonly breach: Breach
  /** Those first of whom a reader would ask first. */
  readonly fair: readonly FairReason[]
}

/** Of a fair lasso that breaks the formula. Throws a `ReplayError` where the system cannot follow it. */
export function explainLasso<State>(
  system: System<State>,
  trace: Trace,
  formula: Formula,
): LassoExplanation {
  const { model } = system
  const lasso = lassoOf(trace, system)
  const program = lower(model)
  const conditions = conditionsOf(program, combinationsOf(program))
  return {
    breach: breachOf(formula, lasso, system),
    fair: whyFair(model, conditions, lasso.loop),
  }
}
