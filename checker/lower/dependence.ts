/** What the value of an expression can depend on. */

import type { BoundId, Expr } from '../../dsl/ir.ts'
import { binders, operands } from '../operands.ts'

interface Dependence {
  /** Names bound outside it. */
  readonly free: ReadonlySet<BoundId>
  /** Variables, locals or control points. */
  readonly state: boolean
  /** Which process executes it. */
  readonly self: boolean
}

/** Of the value, on what is outside of the expression: what it binds itself does not count. */
export function dependence(expr: Expr): Dependence {
  const inner = operands(expr).map(dependence)
  const free = new Set(inner.flatMap((operand) => [...operand.free]))
  for (const { bound } of binders(expr)) free.delete(bound)
  if (expr.kind === 'bound') free.add(expr.bound)
  return {
    free,
    state: readsState(expr) || inner.some((operand) => operand.state),
    self: expr.kind === 'self' || expr.kind === 'current' || inner.some((operand) => operand.self),
  }
}

function readsState({ kind }: Expr): boolean {
  return kind === 'variable' || kind === 'local' || kind === 'at' || kind === 'terminated'
}
