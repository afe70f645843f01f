/** Operations on sets: on masks in which a bit stands for the element of its rank. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { readBits, within } from '../bits.ts'
import type { CodeOf } from '../code.ts'
import { asBits, asCode, number, scratchBits, test } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import {
  complement,
  constant,
  get,
  i32,
  i64,
  lowest,
  set,
  shiftLeft,
  shiftRight,
  when,
} from '../wat.ts'
import type { Wat } from '../wat.ts'
import { formed } from './expected.ts'
import { gathering } from './gather.ts'
import { eachWord } from './words.ts'

type SetCode = CodeOf<'set'>

/** The set of the elements with these ranks. */
export function setOfRanks(ranks: readonly Wat[], code: SetCode, scope: Scope): Operand {
  if (code.narrow) {
    const known = ranks.map(constant).filter((rank) => rank !== null)
    let mask = i64(known.reduce((sum, rank) => sum | (1n << rank), 0n))
    for (const rank of ranks) {
      if (constant(rank) !== null) continue
      const bit = shiftLeft(i64(1), rank)
      mask = constant(mask) === 0n ? bit : ['i64.or', mask, bit]
    }
    return number(mask)
  }
  const found = gathering(code, scope)
  for (const rank of ranks) found.add(rank)
  return found.value
}

/** The number of elements, an i64. */
export function setSize(operand: Operand, code: SetCode, scope: Scope): Wat {
  if (code.narrow) return ['i64.popcnt', asCode(operand, code, scope)]
  const { emit } = scope
  const bits = asBits(operand, code, scope)
  const size = emit.local('i64', 'size')
  emit.do(set(size, i64(0)))
  eachWord(code.width, emit, ({ read }) =>
    emit.do(set(size, ['i64.add', get(size), ['i64.popcnt', read(bits)]])),
  )
  return get(size)
}

/** Whether the element of this rank is in the set. */
export function isMember(rank: Wat, operand: Operand, code: SetCode, scope: Scope): Operand {
  const bit = code.narrow
    ? lowest(1, shiftRight(asCode(operand, code, scope), rank))
    : readBits(within(asBits(operand, code, scope), 0, rank, 1), 1, scope.emit)
  return test(['i32.wrap_i64', bit])
}

export function setOperation(
  expr: ExprOf<'setOperation'>,
  scope: Scope,
  compile: Compile,
): Operand {
  const code = formed(scope.generation.code(expr.left.sort), 'set')
  const left = compile(expr.left, scope)
  const right = compile(expr.right, scope)
  if (expr.operator === 'subset') return subset(left, right, code, scope)
  const { operator } = expr
  if (code.narrow) {
    const [a, b] = [asCode(left, code, scope), asCode(right, code, scope)]
    return number(combined(operator, a, b))
  }
  const [a, b] = [asBits(left, code, scope), asBits(right, code, scope)]
  const result = scratchBits(code, scope)
  eachWord(code.width, scope.emit, ({ read, write }) =>
    scope.emit.do(write(result, combined(operator, read(a), read(b)))),
  )
  return { form: 'bits', bits: result }
}

function subset(left: Operand, right: Operand, code: SetCode, scope: Scope): Operand {
  if (code.narrow) {
    const outside = combined('difference', asCode(left, code, scope), asCode(right, code, scope))
    return test(['i64.eqz', outside])
  }
  const { emit } = scope
  const [a, b] = [asBits(left, code, scope), asBits(right, code, scope)]
  const holds = emit.local('i32', 'subset')
  emit.do(set(holds, i32(1)))
  eachWord(code.width, emit, ({ read }) =>
    emit.do(when(isSome(combined('difference', read(a), read(b))), [set(holds, i32(0))])),
  )
  return test(get(holds))
}

function isSome(word: Wat): Wat {
  return ['i64.ne', word, i64(0)]
}

function combined(operator: 'union' | 'intersection' | 'difference', a: Wat, b: Wat): Wat {
  switch (operator) {
    case 'union':
      return ['i64.or', a, b]
    case 'intersection':
      return ['i64.and', a, b]
    case 'difference':
      return ['i64.and', a, complement(b)]
  }
}
