/** What is said about whole runs: formulas of linear time over tests of states and of steps. */

import type { Formula, UnaryFormula, BinaryFormula } from './ir.ts'
import { here, type Site } from './site.ts'
import { liftTest } from './terms/lift.ts'
import type { Test } from './terms/types.ts'

/** Something that is true of a run or not, read at one of its points. */
export class TemporalTerm {
  readonly formula: Formula

  constructor(formula: Formula) {
    this.formula = formula
  }

  /** True where this and the other are. */
  and(other: Claim): TemporalTerm {
    return binary('and', this, other, here())
  }

  /** True where this or the other is. */
  or(other: Claim): TemporalTerm {
    return binary('or', this, other, here())
  }

  /** False only where this is true and the other is false. */
  implies(other: Claim): TemporalTerm {
    return binary('implies', this, other, here())
  }

  /** The opposite. */
  not(): TemporalTerm {
    return unary('not', this, here())
  }
}

/** A formula, or a test of the state in which the run is. */
export type Claim = TemporalTerm | Test

/** The claim as a formula. */
export function formulaOf(claim: Claim, site: Site): Formula {
  if (claim instanceof TemporalTerm) return claim.formula
  return { kind: 'state', expr: liftTest(claim, site), site }
}

function unary(kind: UnaryFormula['kind'], operand: Claim, site: Site): TemporalTerm {
  return new TemporalTerm({ kind, operand: formulaOf(operand, site), site })
}

function binary(kind: BinaryFormula['kind'], left: Claim, right: Claim, site: Site): TemporalTerm {
  return new TemporalTerm({
    kind,
    left: formulaOf(left, site),
    right: formulaOf(right, site),
    site,
  })
}

/** True here and at every later point. */
export function always(claim: Claim): TemporalTerm {
  return unary('always', claim, here())
}

/** True here or at some later point. */
export function eventually(claim: Claim): TemporalTerm {
  return unary('eventually', claim, here())
}

/** Again and again: at every point it is true there or later. */
export function alwaysEventually(claim: Claim): TemporalTerm {
  const site = here()
  return unary('always', unary('eventually', claim, site), site)
}

/** From some point on for ever. */
export function eventuallyAlways(claim: Claim): TemporalTerm {
  const site = here()
  return unary('eventually', unary('always', claim, site), site)
}

/** Wherever the first is true, here or later, the second is true there or later still. */
export function leadsTo(trigger: Claim, response: Claim): TemporalTerm {
  return binary('leadsTo', trigger, response, here())
}

/** The second comes true, here or later, and up to there the first is. */
export function holdsUntil(claim: Claim, end: Claim): TemporalTerm {
  return binary('until', claim, end, here())
}

/** The same, but the second need not come true: then the first is for ever. TLA+'s and LTL's weak until. */
export function holdsUnless(claim: Claim, end: Claim): TemporalTerm {
  return binary('weakUntil', claim, end, here())
}

/** The second is true up to where the first is, that point included; or for ever. */
export function releases(release: Claim, claim: Claim): TemporalTerm {
  return binary('release', release, claim, here())
}

/** At the next point: behind the next step that changes the state, or, where the run stays for ever, here. */
export function next(claim: Claim): TemporalTerm {
  return unary('next', claim, here())
}

/** The run takes a step here that changes the state, and the test is true of it; terms inside `after(…)` have their values behind it. */
export function taken(test: Test): TemporalTerm {
  const site = here()
  return new TemporalTerm({ kind: 'step', expr: liftTest(test, site), site })
}
