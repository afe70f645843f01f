/**
 * The value of an expression in the module. What it is made of is pure: it may be repeated, it does not fail, and it means the
 * same until the function goes on to another state.
 */

import type { Bits } from './bits.ts'
import { bitsAt, copyWide, readBits, shiftOf, within, writeBits } from './bits.ts'
import { wordsFor } from './code.ts'
import type { Code, CodeOf, Part } from './code.ts'
import type { Scope } from './scope.ts'
import {
  add,
  complement,
  constant,
  extended,
  i64,
  lowest,
  multiply,
  shiftLeft,
  shiftRight,
} from './wat.ts'
import type { Wat } from './wat.ts'

export type Operand =
  /** A bool, as an i32 that is 0 or 1. */
  | { readonly form: 'test'; readonly test: Wat }
  /** An int itself, as an i64; of any other narrow sort the code. */
  | { readonly form: 'number'; readonly number: Wat }
  /** The code in memory, which nobody changes while the value is of use. Every wide value is of this form. */
  | { readonly form: 'bits'; readonly bits: Bits }

/** A part of a compound: its code, and at which bit of the compound's its lowest lies: so far, and so many further. */
export interface Position {
  readonly code: Code
  readonly offset: number
  readonly index: Wat | null
}

export function test(wat: Wat): Operand {
  return { form: 'test', test: wat }
}

export function number(wat: Wat): Operand {
  return { form: 'number', number: wat }
}

/** A bool as an i32. */
export function asTest(operand: Operand, scope: Scope): Wat {
  switch (operand.form) {
    case 'test':
      return operand.test
    case 'number':
      return ['i32.wrap_i64', operand.number]
    case 'bits':
      return ['i32.wrap_i64', readBits(operand.bits, 1, scope.emit)]
  }
}

/** An int itself; of any other narrow sort the code. */
export function asNumber(operand: Operand, code: Code, scope: Scope): Wat {
  switch (operand.form) {
    case 'test':
      return extended(operand.test)
    case 'number':
      return operand.number
    case 'bits':
      return add(readBits(operand.bits, code.width, scope.emit), i64(leastOf(code)))
  }
}

/** The code of a narrow value. */
export function asCode(operand: Operand, code: Code, scope: Scope): Wat {
  if (operand.form === 'bits') return readBits(operand.bits, code.width, scope.emit)
  return add(asNumber(operand, code, scope), i64(-leastOf(code)))
}

/** The narrow value with this code. */
export function ofCode(value: Wat, code: Code): Operand {
  if (code.sort.kind === 'bool') return test(['i32.wrap_i64', value])
  return number(add(value, i64(leastOf(code))))
}

/** The value's code in memory: where it is, or a copy. */
export function asBits(operand: Operand, code: Code, scope: Scope): Bits {
  if (operand.form === 'bits') return operand.bits
  const bits = scratchBits(code, scope)
  scope.emit.do(['i64.store', bits.base, asCode(operand, code, scope)])
  return bits
}

/** The value in a form that stays as it is and costs nothing to use again; `purpose` names the local. */
export function held(operand: Operand, code: Code, purpose: string, scope: Scope): Operand {
  if (operand.form === 'test') return test(scope.emit.hold(operand.test, purpose, 'i32'))
  if (code.narrow) {
    if (code.sort.kind === 'bool')
      return test(scope.emit.hold(asTest(operand, scope), purpose, 'i32'))
    return number(scope.emit.hold(asNumber(operand, code, scope), purpose))
  }
  return operand
}

/** A part that is always at the same place. */
export function positionOf({ code, offset }: Part): Position {
  return { code, offset, index: null }
}

/** The place of the element whose index has this rank (pure, below the length). */
export function elementPosition({ element, length, stride }: CodeOf<'array'>, rank: Wat): Position {
  return countedDown(element, length, stride, rank)
}

/** The place of an element of a sequence or bag. */
export function itemPosition({ of, bound, stride }: CodeOf<'list'>, at: Wat): Position {
  return countedDown(of, bound, stride, at)
}

function countedDown(code: Code, length: number, stride: number, rank: Wat): Position {
  const known = constant(rank)
  if (known !== null) return { code, offset: (length - 1 - Number(known)) * stride, index: null }
  const behind: Wat = ['i64.sub', i64(length - 1), rank]
  return { code, offset: 0, index: multiply(behind, i64(stride)) }
}

/** A part of a value: of one in memory where it is. */
export function extract(whole: Operand, code: Code, position: Position, scope: Scope): Operand {
  const { code: part, offset, index } = position
  if (whole.form === 'bits') {
    return { form: 'bits', bits: within(whole.bits, offset, index, part.width) }
  }
  const by = shiftOf(position)
  return ofCode(lowest(part.width, shiftRight(asCode(whole, code, scope), by)), part)
}

/** The value of a narrow or wide sort with these parts, and 0 bits everywhere else. */
export function compose(
  code: Code,
  parts: readonly (readonly [Position, Operand])[],
  scope: Scope,
): Operand {
  if (code.narrow) {
    let sum: Wat = i64(0)
    for (const [position, part] of parts) {
      sum = or(shiftLeft(asCode(part, position.code, scope), shiftOf(position)), sum)
    }
    return ofCode(sum, code)
  }
  const bits = scratchBits(code, scope)
  scope.emit.do(['memory.fill', bits.base, ['i32.const', '0'], i64(8 * wordsFor(code.width))])
  for (const [position, part] of parts) put(bits, position, part, scope)
  return { form: 'bits', bits }
}

/** The value with another part. */
export function withPart(
  whole: Operand,
  code: Code,
  position: Position,
  part: Operand,
  scope: Scope,
): Operand {
  if (code.narrow) {
    const by = shiftOf(position)
    const mask = shiftLeft(lowest(position.code.width, i64(-1)), by)
    const others: Wat = ['i64.and', asCode(whole, code, scope), complement(mask)]
    return ofCode(or(others, shiftLeft(asCode(part, position.code, scope), by)), code)
  }
  const bits = scratchBits(code, scope)
  copyWide(bits, asBits(whole, code, scope), code.width, scope.emit)
  put(bits, position, part, scope)
  return { form: 'bits', bits }
}

/** Writes a part of what lies in memory. */
export function put(
  whole: Bits,
  { code, offset, index }: Position,
  part: Operand,
  scope: Scope,
): void {
  const to = within(whole, offset, index, code.width)
  if (code.narrow) writeBits(to, code.width, asCode(part, code, scope), scope.emit)
  else copyWide(to, asBits(part, code, scope), code.width, scope.emit)
}

/** New words for a value of the code, to which nobody else writes; what is in them is left from before. */
export function scratchBits(code: Code, { generation }: Scope): Bits {
  // One word more than the code has: what is read or written at its end takes 8 bytes.
  return bitsAt(generation.scratch(wordsFor(code.width) + 1), code.width)
}

function leastOf(code: Code): number {
  return code.form === 'scalar' ? code.least : 0
}

function or(left: Wat, right: Wat): Wat {
  if (constant(left) === 0n) return right
  return constant(right) === 0n ? left : ['i64.or', left, right]
}
