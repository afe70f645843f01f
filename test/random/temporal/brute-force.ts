/**
 * Whether every fair run of a model makes a formula true: decided from `dsl/semantics.md` alone, by enumeration, with nothing that the checker
 * uses for it.
 */

import type { Formula } from '../../../dsl/ir.ts'
import { components } from './components.ts'
import type { Points } from './points.ts'
import { productOf } from './product.ts'
import type { Product } from './product.ts'
import type { Test } from './tests-of-points.ts'

/** Whether a run that goes through exactly these nodes for ever is fair, and breaks the formula. */
export type Judge = (members: readonly number[], product: Product, points: Points) => boolean

/** Every way is tried to divide the strong conditions into those that are not enabled any more from some point on, and the rest. */
const mostDivided = 8

/** Null: there are too many conditions to decide it. */
export function holdsOf(
  points: Points,
  formula: Formula,
  test: Test,
  judge: Judge = isFair,
): boolean | null {
  const product = productOf(points, formula, test)
  const strong = [...points.conditions].filter(([condition, strength]) => {
    return strength === 'strong' && points.enabled.some((each) => each.has(condition))
  })
  if (strong.length > mostDivided) return null
  for (let given = 0; given < 2 ** strong.length; given += 1) {
    const over = strong.filter((_, number) => (given & (2 ** number)) !== 0).map(([name]) => name)
    const goesOn = (node: number): boolean => {
      const state = product.nodes[node]?.point.source ?? 0
      return over.every((condition) => points.enabled[state]?.has(condition) !== true)
    }
    const found = components(product.successors, goesOn)
    if (found.some((members) => judge(members, product, points))) return false
  }
  return true
}

/** A component is fair when each condition is met somewhere in it: then a run that goes everywhere in it is. */
export function isFair(members: readonly number[], product: Product, points: Points): boolean {
  const nodes = members.flatMap((each) => product.nodes[each] ?? [])
  const settled = nodes.reduce((sum, node) => sum | node.settled, 0)
  if (settled !== product.allSettled) return false
  return [...points.conditions].every(([condition, strength]) => {
    const isTaken = nodes.some(({ point: { claims } }) => {
      return claims.some((claim) => claim.condition === condition)
    })
    const pauses = ({ point }: (typeof nodes)[number]): boolean => {
      return points.enabled[point.source]?.has(condition) !== true
    }
    if (isTaken) return true
    return strength === 'weak' ? nodes.some(pauses) : nodes.every(pauses)
  })
}

/** The parts of a conjunction, from left to right; any other formula is the only part of itself. */
export function conjunctsOf(formula: Formula): readonly Formula[] {
  if (formula.kind !== 'and') return [formula]
  return [...conjunctsOf(formula.left), ...conjunctsOf(formula.right)]
}
