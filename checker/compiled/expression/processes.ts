/** What is asked of the control points of processes. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { readBits } from '../bits.ts'
import type { Generation } from '../generation.ts'
import { test } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import { pointBits } from '../state-bits.ts'
import { i32, i64, shiftLeft, shiftRight } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { isBetween } from './compare.ts'
import { instanceOf } from './names.ts'

/** `at` and `terminated`: where the instance is at no control point, neither holds. */
export function position(
  expr: ExprOf<'at' | 'terminated'>,
  scope: Scope,
  compile: Compile,
): Operand {
  const { generation, emit } = scope
  const instance = instanceOf(expr, scope, compile)
  const { bits, width } = pointBits(scope.moment, instance, generation.layout)
  const point = readBits(bits, width, emit)
  const holds = instance.flat.points.map(({ statement, labels }) =>
    expr.kind === 'at' ? labels.includes(expr.label) : statement === null,
  )
  return test(isOneOf(point, holds, generation))
}

/** Whether the number is the position of a `true`; it may be past the last. */
function isOneOf(number: Wat, holds: readonly boolean[], generation: Generation): Wat {
  const first = holds.indexOf(true)
  if (first === -1) return i32(0)
  const end = holds.lastIndexOf(true) + 1
  if (holds.slice(first, end).every((each) => each)) {
    return isBetween(number, BigInt(first), BigInt(end))
  }
  const words = Array.from({ length: Math.floor(holds.length / 64) + 1 }, (_, word) =>
    holds
      .slice(64 * word, 64 * word + 64)
      .reduce((mask, each, i) => mask | (each ? 1n << BigInt(i) : 0n), 0n),
  )
  const [only = 0n, ...others] = words
  // A shift counts modulo 64.
  const mask: Wat =
    others.length === 0
      ? i64(only)
      : [
          'i64.load',
          `offset=${generation.table(words)}`,
          shiftLeft(shiftRight(number, i64(6)), i64(3)),
        ]
  return ['i32.and', ['i32.wrap_i64', shiftRight(mask, number)], i32(1)]
}
