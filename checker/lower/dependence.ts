/** What the value of an expression can depend on. */

import type { BoundId, Expr } from '../../dsl/ir.ts'
import { binders, operands } from '../operands.ts'

interface Dependence {
  /** Names bound outside it. */
  readonly free: ReadonlySet<BoundId>
  /** Variables, locals or control points. */
  readonly state: boolean
  /** Variables or control points. */
  readonly shared: boolean
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
    state: expr.kind === 'local' || readsShared(expr) || inner.some((operand) => operand.state),
    shared: readsShared(expr) || inner.some((operand) => operand.shared),
    self: expr.kind === 'self' || expr.kind === 'current' || inner.some((operand) => operand.self),
  }
}

function readsShared({ kind }: Expr): boolean {
  return kind === 'variable' || kind === 'at' || kind === 'terminated'
}
