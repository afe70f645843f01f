/** A lasso that is given by positions alone, followed in a system; that it is fair and breaks its obligation is found out anew. */

import { walked } from '../follow.ts'
import { lower } from '../lower/lower.ts'
import type { DecodedState, System } from '../system.ts'
import { ReplayError } from '../trace.ts'
import type { Trace } from '../trace.ts'
import type { Wrong } from '../verdict.ts'
import { combinationsOf } from './combinations.ts'
import { conditionsOf } from './conditions.ts'
import type { Conditions, FairnessCondition } from './conditions.ts'
import type { LassoRun } from './lasso.ts'
import { isBroken } from './lasso-truth.ts'
import { lassoOf } from './loop-points.ts'
import type { LoopPoint } from './loop-points.ts'
import { obligationsOf } from './obligation.ts'

/** A lasso as an engine tells it that knows no more of steps than their order. */
export interface LassoRoute extends LassoRun {
  /** The states that it passes, the initial one first, as that engine has them; they are compared when given. */
  readonly states?: readonly DecodedState[]
}

interface FollowedLasso {
  readonly trace: Trace
  readonly wrong: Wrong
}

/**
 * The lasso as a trace with its loop, and what it breaks. Throws a `ReplayError` where the system offers no such run, the run does not
 * come back to where the loop begins, a condition of fairness is not met, or the formula is true of it.
 */
export function followLasso<State>(system: System<State>, route: LassoRoute): FollowedLasso {
  const { initial, stem, loop, states } = route
  const obligation = obligationsOf(system.model)[route.obligation]
  if (obligation === undefined) {
    throw new ReplayError(`There is no obligation ${route.obligation}.`)
  }
  const run = walked(system, {
    initial,
    steps: [...stem, ...loop],
    end: 'state',
    ...(states === undefined ? {} : { states }),
  })
  const trace: Trace = { ...run, loop: stem.length }
  const lasso = lassoOf(trace, system)
  const program = lower(system.model)
  const unmet = unmetCondition(conditionsOf(program, combinationsOf(program)), lasso.loop)
  if (unmet !== null) {
    throw new ReplayError(`The loop is not fair (${unmet.strength}): ${unmet.name}.`)
  }
  const { property, formula } = obligation
  if (!isBroken(obligation, lasso, system)) {
    throw new ReplayError(`The lasso does not break '${property.name}'.`)
  }
  return { trace, wrong: { kind: 'liveness', property, formula } }
}

/** The first condition that a run is not fair to which goes round the loop for ever; null where it is fair. */
function unmetCondition(
  { list, of }: Conditions,
  loop: readonly LoopPoint[],
): FairnessCondition | null {
  const points = loop.map(({ enabled, taken }) => ({
    enabled: new Set(enabled.flatMap((kind) => of(kind).enabled)),
    taken: new Set(taken === null ? [] : of(taken).taken),
  }))
  const unmet = list.find(({ strength }, condition) => {
    if (points.some(({ taken }) => taken.has(condition))) return false
    return strength === 'weak'
      ? points.every(({ enabled }) => enabled.has(condition))
      : points.some(({ enabled }) => enabled.has(condition))
  })
  return unmet ?? null
}
