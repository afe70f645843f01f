/** What the value of an expression can depend on. */

import type { Binder, BoundId, Expr } from '../../dsl/ir.ts'
import { children } from './children.ts'

export interface Dependence {
  /** Names bound outside it. */
  readonly free: ReadonlySet<BoundId>
  /** Variables, locals or control points. */
  readonly state: boolean
  /** Which process executes it. */
  readonly self: boolean
}

export function dependence(expr: Expr): Dependence {
  const inner = children(expr).map(dependence)
  const free = new Set(inner.flatMap((child) => [...child.free]))
  for (const { bound } of binders(expr)) free.delete(bound)
  if (expr.kind === 'bound') free.add(expr.bound)
  return {
    free,
    state: readsState(expr) || inner.some((child) => child.state),
    self: expr.kind === 'self' || expr.kind === 'current' || inner.some((child) => child.self),
  }
}

function readsState({ kind }: Expr): boolean {
  return kind === 'variable' || kind === 'local' || kind === 'at' || kind === 'terminated'
}

function binders(expr: Expr): readonly Binder[] {
  switch (expr.kind) {
    case 'quantifier':
    case 'image':
    case 'let':
    case 'array':
      return [expr.binder]
    case 'fold':
      return [expr.binder, expr.accumulator]
    case 'match':
      return expr.cases.flatMap(({ binder }) => (binder === null ? [] : [binder]))
    default:
      return []
  }
}
