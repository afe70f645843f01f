/** The rank of a value among those of its sort, counted from 0, and the value of a rank. */

import { addressOf, bitsAt, within } from '../bits.ts'
import { wordBits, wordsFor } from '../code.ts'
import type { Code } from '../code.ts'
import type { Generation } from '../generation.ts'
import { asBits, asCode, ofCode, test } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { i32, i64, multiply, shiftLeft } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { codesOf } from './enumerate-codes.ts'
import { extent } from './order.ts'
import { compareWords, rankOfCode, rankOfWords } from './rank-functions.ts'

/** Up to so large a code, a table gives the rank of each. */
const directCodes = 4096n

/**
 * The rank, an i64. Where codes have gaps it is looked up at once, and not by what is answered: outside of where the operand
 * has a value, the look-up might leave the table.
 */
export function rankOf(operand: Operand, code: Code, scope: Scope): Wat {
  if (code.count <= 1n) return i64(0)
  if (code.dense) return asCode(operand, code, scope)
  const { emit, generation } = scope
  if (code.narrow && code.max < directCodes) {
    const table = generation.table(ranksByCode(code))
    const at = shiftLeft(asCode(operand, code, scope), i64(3))
    return emit.hold(['i64.load', `offset=${table}`, at], 'rank')
  }
  const table = i64(tableOf(code, generation))
  const count = i64(code.count)
  if (code.narrow) {
    return emit.hold(['call', '$rankOfCode', table, count, asCode(operand, code, scope)], 'rank')
  }
  const address = addressOf(asBits(operand, code, scope))
  return emit.hold(['call', '$rankOfWords', table, count, address, ...extent(code)], 'rank')
}

/** The value of a rank, which is pure and below the number of values. */
export function ofRank(rank: Wat, code: Code, { emit, generation }: Scope): Operand {
  if (code.narrow) {
    if (code.dense) return ofCode(rank, code)
    const table = tableOf(code, generation)
    return ofCode(emit.hold(['i64.load', `offset=${table}`, shiftLeft(rank, i64(3))], 'code'), code)
  }
  const stride = wordsFor(code.width) * wordBits
  const table = bitsAt(i64(tableOf(code, generation)), stride * Number(code.count))
  const index = multiply(rank, i64(stride))
  return { form: 'bits', bits: within(table, 0, index, code.width) }
}

/** The same, where the rank is known. */
export function ofKnownRank(rank: bigint, code: Code, scope: Scope): Operand {
  if (code.sort.kind === 'bool') return test(i32(Number(rank)))
  if (!code.narrow) return ofRank(i64(rank), code, scope)
  return ofCode(i64(code.dense ? rank : (codesOf(code)[Number(rank)] ?? 0n)), code)
}

/** The functions that ranks are found with: part of every module. */
export function rankFunctions(): readonly Wat[] {
  return [compareWords, rankOfCode, rankOfWords]
}

const tables = new WeakMap<Code, readonly bigint[]>()

/** The address of all codes in order, each in whole words. */
function tableOf(code: Code, generation: Generation): number {
  let words = tables.get(code)
  if (words === undefined) {
    const length = wordsFor(code.width)
    words = codesOf(code).flatMap((each) =>
      Array.from({ length }, (_, i) => BigInt.asUintN(wordBits, each >> BigInt(i * wordBits))),
    )
    tables.set(code, words)
  }
  return generation.table(words)
}

/** By code; 0 where it is no value's. */
function ranksByCode(code: Code): readonly bigint[] {
  const ranks = Array.from({ length: Number(code.max) + 1 }, () => 0n)
  for (const [rank, each] of codesOf(code).entries()) ranks[Number(each)] = BigInt(rank)
  return ranks
}
