/** What is true on a path is not asked again. */

import type { Expr } from '../../../dsl/ir.ts'
import { mapOperands } from '../../../checker/operands.ts'
import { truth } from './literals.ts'
import { keyOf, negated, simplify } from './simplify.ts'

/** Conditions by their text: what each is known to be. */
export type Facts = ReadonlyMap<string, boolean>

/** What follows from these being true: they themselves, the parts of a conjunction, and that their negations are not. */
export function factsOf(truths: readonly Expr[]): Facts {
  const facts = new Map<string, boolean>()
  const learn = (expr: Expr): void => {
    if (expr.kind === 'binary' && expr.operator === 'and') {
      learn(expr.left)
      learn(expr.right)
      return
    }
    facts.set(keyOf(negated(expr)), false)
    facts.set(keyOf(expr), true)
  }
  truths.forEach(learn)
  return facts
}

/** The expression where these are facts. */
export function given(expr: Expr, facts: Facts): Expr {
  if (expr.sort.kind === 'bool' && expr.kind !== 'literal') {
    const known = facts.get(keyOf(expr))
    if (known !== undefined) return truth(known, expr.site)
  }
  return simplify(mapOperands(expr, (operand) => given(operand, facts)))
}
