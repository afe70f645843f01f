/** Locals become slots: the same expressions, effects and waits, for one call chain. */

import type { Effect, Expr, LocalId, Place, Wait } from '../../dsl/ir.ts'
import { mapDomain, mapOperands } from '../operands.ts'

/** Which slot a local is, as the `LocalId` under which the flat program knows it. */
export type SlotOf = (local: LocalId) => LocalId

/** The expression with slots for locals. */
export function renameExpr(expr: Expr, slotOf: SlotOf): Expr {
  if (expr.kind === 'local') return { ...expr, local: slotOf(expr.local) }
  return mapOperands(expr, (operand) => renameExpr(operand, slotOf))
}

function renamePlace(place: Place, slotOf: SlotOf): Place {
  const root =
    place.root.kind === 'local' ? { ...place.root, local: slotOf(place.root.local) } : place.root
  const path = place.path.map((selector) =>
    selector.kind === 'element'
      ? { ...selector, index: renameExpr(selector.index, slotOf) }
      : selector,
  )
  return { ...place, root, path }
}

/** The effect, with those inside it. */
export function renameEffect(effect: Effect, slotOf: SlotOf): Effect {
  const expr = (inner: Expr): Expr => renameExpr(inner, slotOf)
  const list = (effects: readonly Effect[]): readonly Effect[] =>
    effects.map((inner) => renameEffect(inner, slotOf))
  switch (effect.kind) {
    case 'assign':
      return { ...effect, place: renamePlace(effect.place, slotOf), value: expr(effect.value) }
    case 'when':
      return {
        ...effect,
        test: expr(effect.test),
        then: list(effect.then),
        otherwise: list(effect.otherwise),
      }
    case 'forEach':
      return { ...effect, domain: mapDomain(effect.domain, expr), body: list(effect.body) }
    case 'pick':
      return {
        ...effect,
        domain: mapDomain(effect.domain, expr),
        filter: effect.filter === null ? null : expr(effect.filter),
      }
    case 'assert':
      return { ...effect, test: expr(effect.test) }
    case 'fail':
      return effect
  }
}

/** What a blocked step waits for. */
export function renameWait(wait: Wait, slotOf: SlotOf): Wait {
  switch (wait.kind) {
    case 'lock':
      return { ...wait, holders: renameExpr(wait.holders, slotOf) }
    case 'event':
      return { ...wait, by: wait.by === null ? null : renameExpr(wait.by, slotOf) }
    case 'any':
      return { ...wait, of: wait.of.map((inner) => renameWait(inner, slotOf)) }
  }
}
