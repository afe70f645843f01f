/** Sequences and bags: the number of their elements, each element, and making them from their elements. */

import { readBits, within, writeBits } from '../bits.ts'
import type { CodeOf } from '../code.ts'
import { asCode, extract, itemPosition, number, put, scratchBits } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { get, i64, lowest, set, shiftLeft, shiftRight, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { counting } from './loop.ts'
import { clearWords } from './words.ts'

type ListCode = CodeOf<'list'>

/** The number of elements, an i64. */
export function lengthOf(list: Operand, code: ListCode, scope: Scope): Wat {
  const { length, lengthBits } = code
  if (lengthBits === 0) return i64(0)
  return list.form === 'bits'
    ? readBits(within(list.bits, length, null, lengthBits), lengthBits, scope.emit)
    : shiftRight(asCode(list, code, scope), i64(length))
}

/** The element at a position, which is pure and below the length. */
export function itemOf(list: Operand, code: ListCode, at: Wat, scope: Scope): Operand {
  return extract(list, code, itemPosition(code, at), scope)
}

/** The first position whose element passes, and the list's length, which both are where none does. The list is steady. */
export function firstPosition(
  list: Operand,
  code: ListCode,
  scope: Scope,
  passes: (item: Operand) => Wat,
): { readonly at: Wat; readonly length: Wat } {
  const { emit } = scope
  const length = emit.hold(lengthOf(list, code, scope), 'length')
  const found = emit.local('i64', 'found')
  emit.do(set(found, length))
  counting('position', i64(0), length, emit, (at, leave) => {
    const test = passes(itemOf(list, code, at, scope))
    emit.do(when(test, [set(found, at), leave]))
  })
  return { at: get(found), length }
}

/** The elements of a narrow list, without its length. */
export function itemsOf(list: Operand, code: ListCode, scope: Scope): Wat {
  return lowest(code.length, asCode(list, code, scope))
}

/** A list while it is made: nothing is put where something was. */
export interface Making {
  put(at: Wat, element: Operand): void
  /** The list, of so many elements. */
  finish(length: Wat): Operand
}

/** A new list; those of one expression use the same local or memory in every round of a loop. */
export function making(code: ListCode, scope: Scope): Making {
  const { emit } = scope
  if (code.narrow) {
    const local = emit.local('i64', 'items')
    emit.do(set(local, i64(0)))
    return {
      put(at, element) {
        const { offset, index } = itemPosition(code, at)
        const bits = shiftLeft(asCode(element, code.of, scope), index ?? i64(offset))
        emit.do(set(local, ['i64.or', get(local), bits]))
      },
      finish: (length) => withLength(get(local), length, code),
    }
  }
  const bits = scratchBits(code, scope)
  clearWords(bits, code.width, emit)
  return {
    put: (at, element) => put(bits, itemPosition(code, at), element, scope),
    finish(length) {
      const { lengthBits } = code
      writeBits(within(bits, code.length, null, lengthBits), lengthBits, length, emit)
      return { form: 'bits', bits }
    },
  }
}

/** The narrow list of these items. */
export function withLength(items: Wat, length: Wat, code: ListCode): Operand {
  return number(['i64.or', shiftLeft(length, i64(code.length)), items])
}
