/** Why a lasso is a counterexample, and what is assumed of runs, as JSON. */

import type { Formula, Model } from '../../dsl/ir.ts'
import { formulaText } from '../formula-text.ts'
import type { AssumedSteps } from '../liveness/assumed-fairness.ts'
import type { Breach } from '../liveness/breach.ts'
import type { LassoExplanation } from '../liveness/explain-lasso.ts'
import type { Asked, Served } from '../liveness/why-fair.ts'
import type { Assumption } from '../verdict.ts'
import { place, placeInBody } from './json-place.ts'

/** Formulas are texts; `after` counts steps, and steps are numbered from 1. */
export function lassoDocument(
  { breach, fair }: LassoExplanation,
  model: Model,
  cwd: string,
): object {
  return {
    breach: breachDocument(breach, model),
    fair: fair.map(({ of, assumed, served }) => ({
      of: askedDocument(of, cwd),
      assumed,
      served: servedDocument(served, cwd),
    })),
  }
}

export function assumptionDocument(assumption: Assumption, cwd: string): object {
  if (assumption.kind !== 'fairness') return assumption
  return { ...assumption, of: assumption.of.map((steps) => stepsDocument(steps, cwd)) }
}

function stepsDocument(steps: AssumedSteps, cwd: string): object {
  if (steps.kind !== 'branch') return steps
  const { site, ...rest } = steps
  return { ...rest, ...place(site, cwd) }
}

function breachDocument(breach: Breach, model: Model): object {
  const text = (formula: Formula): string => formulaText(formula, model)
  if (breach.kind !== 'unanswered') return { ...breach, formula: text(breach.formula) }
  return { ...breach, trigger: text(breach.trigger), response: text(breach.response) }
}

function askedDocument(asked: Asked, cwd: string): object {
  if (asked.kind !== 'branch') return asked
  const { site, ...rest } = asked
  return { ...rest, ...place(site, cwd) }
}

function servedDocument(served: Served, cwd: string): object {
  if (served.kind !== 'not assumed') return served
  const steps = served.steps.map(({ id, name, site }) => ({ id, name, ...placeInBody(site, cwd) }))
  return { ...served, steps }
}
