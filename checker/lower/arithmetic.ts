/** Comparison and arithmetic on exact integers. */

import type { Arithmetic, Comparison } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { Faulted } from './fault.ts'

/** Of two numbers, or of the positions of two index values. */
export function comparison(
  operator: Exclude<Comparison, 'eq' | 'ne'>,
): (left: number, right: number) => boolean {
  switch (operator) {
    case 'lt':
      return (left, right) => left < right
    case 'le':
      return (left, right) => left <= right
    case 'gt':
      return (left, right) => left > right
    case 'ge':
      return (left, right) => left >= right
  }
}

/** The function throws `Faulted` where it divides by zero. No result is -0, which would be a second zero. */
export function arithmetic(
  operator: Arithmetic,
  site: Site,
): (left: number, right: number) => number {
  switch (operator) {
    case 'plus':
      return (left, right) => left + right
    case 'minus':
      return (left, right) => left - right
    case 'times':
      return (left, right) => left * right + 0
    case 'div':
      return (left, right) => (left - modulo(left, right, site)) / right + 0
    case 'mod':
      return (left, right) => modulo(left, right, site)
    case 'min':
      return (left, right) => Math.min(left, right)
    case 'max':
      return (left, right) => Math.max(left, right)
  }
}

/** The rest of the division that rounds towards minus infinity: zero, or of the divisor's sign. */
function modulo(left: number, right: number, site: Site): number {
  if (right === 0) throw new Faulted('zero', site, `${left} is divided by 0`)
  const rest = left % right
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest + 0
}
