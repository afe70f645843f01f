/** What is gathered from round to round of a loop: one value after another, or the elements of a set. */

import { addressOf, copyWide } from '../bits.ts'
import type { Code, CodeOf } from '../code.ts'
import { asBits, asCode, number, ofCode, scratchBits } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { add, get, i64, set, shiftLeft, shiftRight } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { clearWords } from './words.ts'

/** A value that changes: a local, or words of its own. */
export interface Cell {
  readonly value: Operand
  assign(operand: Operand): void
}

/** A new one, which has no value yet. */
export function cell(code: Code, purpose: string, scope: Scope): Cell {
  const { emit } = scope
  if (code.narrow) {
    const local = emit.local('i64', purpose)
    return {
      value: ofCode(get(local), code),
      assign: (operand) => emit.do(set(local, asCode(operand, code, scope))),
    }
  }
  const bits = scratchBits(code, scope)
  return {
    value: { form: 'bits', bits },
    assign: (operand) => copyWide(bits, asBits(operand, code, scope), code.width, emit),
  }
}

/** A set that grows. */
export interface Gathering {
  readonly value: Operand
  add(rank: Wat): void
}

/** A new one, which is empty. */
export function gathering(code: CodeOf<'set'>, scope: Scope): Gathering {
  const { emit } = scope
  if (code.narrow) {
    const mask = emit.local('i64', 'set')
    emit.do(set(mask, i64(0)))
    return {
      value: number(get(mask)),
      add: (rank) => emit.do(set(mask, ['i64.or', get(mask), shiftLeft(i64(1), rank)])),
    }
  }
  const bits = scratchBits(code, scope)
  clearWords(bits, code.width, emit)
  return {
    value: { form: 'bits', bits },
    add(rank) {
      const bit = emit.hold(rank, 'bit')
      const word = shiftLeft(shiftRight(bit, i64(6)), i64(3))
      const address = emit.hold(add(addressOf(bits), word), 'address')
      // The shift counts modulo 64.
      const grown: Wat = ['i64.or', ['i64.load', address], shiftLeft(i64(1), bit)]
      emit.do(['i64.store', address, grown])
    },
  }
}
