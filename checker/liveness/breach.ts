/** How a lasso breaks a formula: what never comes true, or where something is false. */

import type { Formula } from '../../dsl/ir.ts'
import type { System } from '../system.ts'
import { truthOn } from './lasso-truth.ts'
import type { Lasso } from './loop-points.ts'

/** `after` counts the steps before the point that is meant. */
export type Breach =
  /** It is nowhere true. */
  | { readonly kind: 'never'; readonly formula: Formula }
  /** It is true somewhere, but from this point on it never is. */
  | { readonly kind: 'never again'; readonly formula: Formula; readonly after: number }
  /** It is false at this point of the loop. */
  | { readonly kind: 'false again'; readonly formula: Formula; readonly after: number }
  | { readonly kind: 'false'; readonly formula: Formula; readonly after: number }
  /** The trigger is true at this point, and from there on the response never is. */
  | {
      readonly kind: 'unanswered'
      readonly trigger: Formula
      readonly response: Formula
      readonly after: number
    }

/** Of a formula that is false at the first point of the lasso. */
export function breachOf<State>(
  formula: Formula,
  lasso: Lasso<State>,
  system: System<State>,
): Breach {
  const truth = (of: Formula): readonly boolean[] => truthOn(of, lasso, system)
  switch (formula.kind) {
    case 'eventually': {
      const { operand } = formula
      if (operand.kind !== 'always') return { kind: 'never', formula: operand }
      const after = truth(operand.operand).indexOf(false, lasso.begin)
      return { kind: 'false again', formula: operand.operand, after }
    }
    case 'always': {
      const { operand } = formula
      const after = truth(operand).indexOf(false)
      if (operand.kind !== 'eventually') return { kind: 'false', formula: operand, after }
      return after === 0
        ? { kind: 'never', formula: operand.operand }
        : { kind: 'never again', formula: operand.operand, after }
    }
    case 'leadsTo': {
      const { left: trigger, right: response, site } = formula
      const answered = truth({ kind: 'eventually', operand: response, site })
      const after = truth(trigger).findIndex((value, point) => value && answered[point] === false)
      return { kind: 'unanswered', trigger, response, after }
    }
    case 'until':
    case 'weakUntil': {
      const [left, right] = [truth(formula.left), truth(formula.right)]
      const after = left.findIndex((value, point) => !value && right[point] === false)
      if (after === -1) return { kind: 'never', formula: formula.right }
      return { kind: 'false', formula: formula.left, after }
    }
    case 'release':
      return { kind: 'false', formula: formula.right, after: truth(formula.right).indexOf(false) }
    case 'state':
    case 'step':
    case 'not':
    case 'next':
    case 'and':
    case 'or':
    case 'implies':
      return { kind: 'false', formula, after: 0 }
  }
}
