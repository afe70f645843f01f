/** Formulas about whole runs, as an author composes them. */

import type { BinaryFormula, Formula, UnaryFormula } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { session } from '../session.ts'
import { here, type Site } from '../site.ts'
import { bool } from '../sort.ts'
import { liftTest } from './lift.ts'
import type { Test } from './types.ts'

/** Something that is true of a run or not, read at one of its points. */
export class TemporalTerm {
  readonly formula: Formula
  /** What the author wrote to build it. */
  readonly what: string

  constructor(formula: Formula, what: string) {
    this.formula = formula
    this.what = what
    session()?.formulas.push(this)
  }

  /** True where this and all the others are. */
  and(...others: readonly Claim[]): TemporalTerm {
    return connected('and', [this, ...others], here())
  }

  /** True where this or one of the others is. */
  or(...others: readonly Claim[]): TemporalTerm {
    return connected('or', [this, ...others], here())
  }

  /** False only where this is true and the other is false. */
  implies(other: Claim): TemporalTerm {
    return binary('implies', this, other, here())
  }

  /** The opposite. */
  not(): TemporalTerm {
    return unary('not', this, here())
  }

  /** Called by `<`, `+`, template strings and the like, where a formula has no value. */
  [Symbol.toPrimitive](): never {
    return mistaken(
      here(),
      'a formula is used as a JavaScript value, which it does not have while the model is built',
      "Compose formulas with 'and', 'or', 'not' and 'implies'",
    )
  }
}

/** A formula, or a test of the state in which the run is. */
export type Claim = TemporalTerm | Test

/** The claim as a formula. */
export function formulaOf(claim: Claim, site: Site): Formula {
  if (claim instanceof TemporalTerm) return claim.formula
  return { kind: 'state', expr: liftTest(claim, site), site }
}

/** The operator of the claim. */
export function unary(kind: UnaryFormula['kind'], claim: Claim, site: Site): TemporalTerm {
  return new TemporalTerm({ kind, operand: formulaOf(claim, site), site }, kind)
}

/** The operator of the two; `what` is its name for the author. */
export function binary(
  kind: BinaryFormula['kind'],
  left: Claim,
  right: Claim,
  site: Site,
  what: string = kind,
): TemporalTerm {
  const formula = { kind, left: formulaOf(left, site), right: formulaOf(right, site), site }
  return new TemporalTerm(formula, what)
}

/** All of the claims, or one of them: of none, true and false. */
export function connected(
  kind: 'and' | 'or',
  claims: readonly Claim[],
  site: Site,
  what: string = kind,
): TemporalTerm {
  const [first, ...rest] = claims.map((claim) => formulaOf(claim, site))
  const none: Formula = {
    kind: 'state',
    expr: { kind: 'literal', sort: bool, site, value: kind === 'and' },
    site,
  }
  const whole = rest.reduce((left, right) => ({ kind, left, right, site }), first ?? none)
  return new TemporalTerm(whole, what)
}
