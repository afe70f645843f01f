/** Whether two values are equal. */

import { readWord, unrolledWords } from '../bits.ts'
import { wordsFor } from '../code.ts'
import type { Code } from '../code.ts'
import { asBits, asCode, asNumber, asTest } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { constant, i32, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { sameCoding } from './same-coding.ts'
import { equivalence } from './logic.ts'
import { isSame } from './order.ts'

/** Whether both are the same value, an i32. Both are ints, of whatever ranges, or of one sort. */
export function equal(
  left: Operand,
  leftCode: Code,
  right: Operand,
  rightCode: Code,
  scope: Scope,
): Wat {
  if (leftCode.sort.kind === 'int' && rightCode.sort.kind === 'int') {
    return sameNumbers(asNumber(left, leftCode, scope), asNumber(right, rightCode, scope))
  }
  if (!sameCoding(leftCode, rightCode)) throw new Error('values of two sorts are compared')
  if (leftCode.sort.kind === 'bool') return equivalence(asTest(left, scope), asTest(right, scope))
  if (leftCode.narrow) {
    return sameNumbers(asCode(left, leftCode, scope), asCode(right, rightCode, scope))
  }
  const { width } = leftCode
  if (wordsFor(width) > unrolledWords) return isSame(left, right, leftCode, scope)
  const [bits, others] = [asBits(left, leftCode, scope), asBits(right, rightCode, scope)]
  let difference: Wat = ['i64.xor', readWord(bits, width, 0), readWord(others, width, 0)]
  for (let at = 1; at < wordsFor(width); at++) {
    const differs: Wat = ['i64.xor', readWord(bits, width, at), readWord(others, width, at)]
    difference = ['i64.or', difference, differs]
  }
  return ['i64.eqz', difference]
}

/** Whether two i64 are equal, an i32. */
export function sameNumbers(left: Wat, right: Wat): Wat {
  const [a, b] = [constant(left), constant(right)]
  if (a !== null && b !== null) return i32(a === b ? 1 : 0)
  if (a === 0n) return ['i64.eqz', right]
  return b === 0n ? ['i64.eqz', left] : ['i64.eq', left, right]
}

/** Whether an i64 is one of those from `first` up to, not including, `end`: an i32. */
export function isBetween(value: Wat, first: bigint, end: bigint): Wat {
  if (first + 1n === end) return sameNumbers(value, i64(first))
  const known = constant(value)
  if (known !== null) return i32(first <= known && known < end ? 1 : 0)
  const above: Wat = first === 0n ? value : ['i64.sub', value, i64(first)]
  return ['i64.lt_u', above, i64(end - first)]
}
