/** Bits in memory: where they are, and reading and writing them. */

import type { Emitter } from './emitter.ts'
import { narrowBits, wordBits, wordsFor } from './code.ts'
import { add, complement, constant, i64, lowest, multiply, shiftLeft, shiftRight } from './wat.ts'
import type { Wat } from './wat.ts'

/** All instructions in it are pure: they may be repeated. */
export interface Bits {
  /** The address of a word. */
  readonly base: Wat
  /** The bit, counted from the lowest of that word, at which they begin, when nothing is added. */
  readonly offset: number
  /** A number of bits to be added; null: none. */
  readonly index: Wat | null
  /** They are all below this bit, whatever is added. */
  readonly end: number
}

/** Bits at the beginning of a word. */
export function bitsAt(base: Wat, width: number): Bits {
  return { base, offset: 0, index: null, end: width }
}

/** By how many bits they are above the lowest of their base: an i64. */
export function shiftOf({ offset, index }: Pick<Bits, 'offset' | 'index'>): Wat {
  return add(i64(offset), index ?? i64(0))
}

/** A part of the bits: so many, from this bit on, and so many further. */
export function within(bits: Bits, offset: number, index: Wat | null, width: number): Bits {
  const more = index !== null && constant(index) !== null ? Number(constant(index)) : null
  const sum =
    index === null || more !== null
      ? bits.index
      : bits.index === null
        ? index
        : add(bits.index, index)
  const first = bits.offset + offset + (more ?? 0)
  return {
    base: bits.base,
    offset: first,
    index: sum,
    end: sum === null ? first + width : bits.end,
  }
}

/** The number that these bits are; at most `narrowBits` of them. */
export function readBits(bits: Bits, width: number, emit: Emitter): Wat {
  if (width === 0) return i64(0)
  const { address, shift } = located(bits, width, emit)
  return lowest(width, shiftRight(address('i64.load'), shift))
}

/** Makes the number these bits; it has no others. */
export function writeBits(bits: Bits, width: number, value: Wat, emit: Emitter): void {
  if (width === 0) return
  const { address, shift } = located(bits, width, emit)
  const mask = shiftLeft(i64((1n << BigInt(width)) - 1n), shift)
  const others: Wat = ['i64.and', address('i64.load'), complement(mask)]
  emit.do(address('i64.store', ['i64.or', others, shiftLeft(value, shift)]))
}

/** Word number `at` of wide bits, without what lies above them in the last. */
export function readWord(bits: Bits, width: number, at: number): Wat {
  const { base, offset } = wordAddress(bits)
  const word: Wat = ['i64.load', `offset=${offset + 8 * at}`, base]
  return lowest(Math.min(wordBits, width - wordBits * at), word)
}

/** Makes word number `at` of wide bits this number, and leaves what lies above them in the last. */
export function writeWord(bits: Bits, width: number, at: number, value: Wat): Wat {
  const { base, offset } = wordAddress(bits)
  const place = `offset=${offset + 8 * at}`
  const used = width - wordBits * at
  if (used >= wordBits) return ['i64.store', place, base, value]
  const above = i64(~((1n << BigInt(used)) - 1n))
  const kept: Wat = ['i64.and', ['i64.load', place, base], above]
  return ['i64.store', place, base, ['i64.or', kept, value]]
}

/** Of so many words each has instructions of its own; more of them one instruction, a loop or a function goes through. */
export const unrolledWords = 8

/** Copies wide bits, and leaves what lies above them in the last word. */
export function copyWide(to: Bits, from: Bits, width: number, emit: Emitter): void {
  const words = wordsFor(width)
  const whole = Math.floor(width / wordBits)
  let first = 0
  if (whole > unrolledWords) {
    emit.do(['memory.copy', addressOf(to), addressOf(from), i64(8 * whole)])
    first = whole
  }
  for (let at = first; at < words; at++)
    emit.do(writeWord(to, width, at, readWord(from, width, at)))
}

/** The address of the first word of wide bits. */
export function addressOf(bits: Bits): Wat {
  const { base, offset } = wordAddress(bits)
  return add(base, i64(offset))
}

function wordAddress({ base, offset, index }: Bits): { base: Wat; offset: number } {
  if (offset % wordBits !== 0) throw new Error('wide bits begin with a word')
  const moved = index === null ? base : add(base, bytesIn(index))
  return { base: moved, offset: offset / 8 }
}

/** An eighth of a number of bits, which are whole bytes. */
function bytesIn(index: Wat): Wat {
  if (typeof index !== 'string' && index[0] === 'i64.mul') {
    const [, times = '', stride = ''] = index
    const bits = constant(stride)
    if (bits !== null && bits % 8n === 0n) return multiply(times, i64(bits / 8n))
  }
  return shiftRight(index, i64(3))
}

/** The load or store of 8 bytes that has all of the bits, and by how far they are above the lowest. */
function located(
  { base, offset, index, end }: Bits,
  width: number,
  emit: Emitter,
): { address: (instruction: string, ...value: Wat[]) => Wat; shift: Wat } {
  if (width > narrowBits) throw new Error(`${width} bits are not read at once`)
  const first = Math.floor(offset / wordBits)
  if (Math.floor((Math.max(end, 1) - 1) / wordBits) === first) {
    return {
      address: (instruction, ...value) => [instruction, `offset=${8 * first}`, base, ...value],
      shift: add(i64(offset % wordBits), index ?? i64(0)),
    }
  }
  const bytes = Math.floor(offset / 8)
  if (index === null) {
    return {
      address: (instruction, ...value) => [instruction, `offset=${bytes}`, base, ...value],
      shift: i64(offset % 8),
    }
  }
  const bit = emit.hold(add(index, i64(offset % 8)), 'bit')
  const from = emit.hold(add(base, shiftRight(bit, i64(3))), 'address')
  return {
    address: (instruction, ...value) => [instruction, `offset=${bytes}`, from, ...value],
    shift: ['i64.and', bit, i64(7)],
  }
}
