/** Truth values in an i32, folded where one is known. */

import { constant, i32, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** Each comparison, and the one that holds where it does not. */
const opposites = new Map(
  ['i32', 'i64'].flatMap((type) =>
    [
      ['eq', 'ne'],
      ['lt_s', 'ge_s'],
      ['lt_u', 'ge_u'],
      ['le_s', 'gt_s'],
      ['le_u', 'gt_u'],
    ].flatMap(([one, other]): (readonly [string, string])[] => [
      [`${type}.${one}`, `${type}.${other}`],
      [`${type}.${other}`, `${type}.${one}`],
    ]),
  ),
)

export function negation(test: Wat): Wat {
  const known = constant(test)
  if (known !== null) return i32(known === 0n ? 1 : 0)
  const [operator, left, right] = test
  if (typeof operator === 'string' && left !== undefined) {
    // What is tested for 0 may be any number: only a comparison is 0 or 1 for certain.
    if (operator === 'i32.eqz' && isComparison(left)) return left
    if (operator === 'i64.eqz') return ['i64.ne', left, i64(0)]
    const opposite = opposites.get(operator)
    if (opposite !== undefined && right !== undefined) return [opposite, left, right]
  }
  return ['i32.eqz', test]
}

function isComparison([operator]: Wat): boolean {
  if (typeof operator !== 'string') return false
  return operator === 'i32.eqz' || operator === 'i64.eqz' || opposites.has(operator)
}

export function conjunction(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null) return a === 0n ? i32(0) : right
  if (b !== null) return b === 0n ? i32(0) : left
  return ['i32.and', left, right]
}

export function disjunction(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null) return a === 0n ? right : i32(1)
  if (b !== null) return b === 0n ? left : i32(1)
  return ['i32.or', left, right]
}

/** Whether both are true or both are false. */
export function equivalence(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null) return a === 0n ? negation(right) : right
  if (b !== null) return b === 0n ? negation(left) : left
  return ['i32.eq', left, right]
}
