/** Which of two values of one sort comes first, by their codes. */

import { addressOf } from '../bits.ts'
import { wordBits, wordsFor } from '../code.ts'
import type { Code } from '../code.ts'
import { asBits, asCode } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { i32, i64, lowest } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** Whether the left value comes before the right one, an i32. */
export function isBefore(left: Operand, right: Operand, code: Code, scope: Scope): Wat {
  return code.narrow
    ? ['i64.lt_u', asCode(left, code, scope), asCode(right, code, scope)]
    : ['i32.lt_s', compared(left, right, code, scope), i32(0)]
}

/** Whether they are the same value, an i32. */
export function isSame(left: Operand, right: Operand, code: Code, scope: Scope): Wat {
  return code.narrow
    ? ['i64.eq', asCode(left, code, scope), asCode(right, code, scope)]
    : ['i32.eqz', compared(left, right, code, scope)]
}

/** Below 0, 0, or above, as the two wide values compare. */
function compared(left: Operand, right: Operand, code: Code, scope: Scope): Wat {
  if (code.width === 0) return i32(0)
  const addresses = [left, right].map((each) => addressOf(asBits(each, code, scope)))
  const call: Wat = ['call', '$compareWords', ...addresses, ...extent(code)]
  return scope.emit.hold(call, 'order', 'i32')
}

/** How many words a wide code has, and which bits of the last are its own: as `$compareWords` is told. */
export function extent({ width }: Code): readonly [words: Wat, mask: Wat] {
  const used = width % wordBits
  return [i64(wordsFor(width)), lowest(used === 0 ? wordBits : used, i64(-1))]
}
