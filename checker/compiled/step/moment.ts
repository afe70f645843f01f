/** A state in the middle of a step: where it is, and whether it may still be written on. */

import { readBits, shiftOf, unrolledWords, writeBits, writeWord } from '../bits.ts'
import type { Bits } from '../bits.ts'
import { wordsFor } from '../code.ts'
import type { Code } from '../code.ts'
import type { Emitter } from '../emitter.ts'
import type { Generation } from '../generation.ts'
import { asCode, put } from '../operand.ts'
import type { Operand, Position } from '../operand.ts'
import type { Scope } from '../scope.ts'
import { add, constant, get, i64, lowest, set, shiftLeft, shiftRight } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** What a step has come to so far. One that is not its own stays as it is: who goes on from it makes a copy first. */
export interface Moment {
  /** Where it can be read; null while it is only in `word`. */
  readonly address: Wat | null
  /** The local that has it, where a state is one word and the step has begun to write. */
  readonly word: string | null
  readonly own: boolean
  /** It lies at `$out`, where its record will be. */
  readonly atOut: boolean
  /** The first of the frames that nobody uses on the way to here. */
  readonly frame: number
  /** The control point of the process that executes, where it is known. */
  readonly point: number | null
}

/** A moment of which the address is known. */
export type Readable = Moment & { readonly address: Wat }

/** How the states of a program are held while they are written. */
export class Moments {
  readonly words: number
  /** A state is a word in which everything is narrow: it is written in a local. */
  readonly inLocal: boolean
  readonly #generation: Generation
  readonly #frames: Wat[] = []

  constructor(generation: Generation) {
    const { words, variables, processes } = generation.layout
    const parts = [...variables, ...processes.flatMap(({ slots }) => slots)]
    this.words = words
    this.inLocal = words === 1 && parts.every(({ code }) => code.narrow)
    this.#generation = generation
  }

  /** The state from which a step is taken, or that a function was given; `frame` is the first that is free. */
  given(address: Wat, frame: number, point: number | null): Readable {
    return { address, word: null, own: false, atOut: false, frame, point }
  }

  /** The same, in memory. */
  readable(moment: Moment, emit: Emitter): Readable {
    const { address, word, frame } = moment
    if (address !== null) return { ...moment, address }
    if (word === null) throw new Error('a moment is somewhere')
    const spilled = this.#frame(frame)
    emit.do(['i64.store', spilled, get(word)])
    return { ...moment, address: spilled, frame: frame + 1 }
  }

  /**
   * The same, to be written on. `quiet`: nothing else is read or recorded before it is a record itself, so it can be
   * written where that will be.
   */
  writable(moment: Moment, quiet: boolean, emit: Emitter): Moment {
    if (moment.own) return moment.word === null ? moment : { ...moment, address: null }
    const { frame, point } = moment
    if (this.inLocal) {
      const word = emit.local('i64', 'next')
      emit.do(set(word, moment.word === null ? this.#load(moment) : get(moment.word)))
      return { address: null, word, own: true, atOut: false, frame, point }
    }
    const address = quiet ? emit.hold(['global.get', '$out'], 'next') : this.#frame(frame)
    this.copy(address, this.readable(moment, emit).address, emit)
    const used = quiet ? frame : frame + 1
    return { address, word: null, own: true, atOut: quiet, frame: used, point }
  }

  /** The state's words, from one address to another. */
  copy(to: Wat, from: Wat, emit: Emitter): void {
    const { words } = this
    if (words > unrolledWords) {
      emit.do(['memory.copy', to, from, i64(8 * words)])
      return
    }
    for (let word = 0; word < words; word++) {
      const place = `offset=${8 * word}`
      emit.do(['i64.store', place, to, ['i64.load', place, from]])
    }
  }

  /** The address to which its bits are relative; of a moment in a local only their places mean something. */
  base({ address }: Moment): Wat {
    return address ?? nowhere
  }

  /** Writes a part of these bits of the moment, which is its own. */
  put(moment: Moment, bits: Bits, position: Position, value: Operand, scope: Scope): void {
    const { code } = position
    if (moment.word === null) put(bits, position, value, scope)
    else if (code.width > 0) {
      const offset = i64(bits.offset + position.offset)
      const by = add(offset, add(bits.index ?? i64(0), position.index ?? i64(0)))
      insert(moment.word, code.width, asCode(value, code, scope), by, scope.emit)
    }
  }

  /** Writes a narrow number of so many bits. */
  putNumber(moment: Moment, bits: Bits, width: number, value: Wat, emit: Emitter): void {
    if (moment.word === null) writeBits(bits, width, value, emit)
    else if (width > 0) insert(moment.word, width, value, shiftOf(bits), emit)
  }

  /** Moves the process that executes to a control point, whose number has these bits. */
  move(moment: Moment, bits: Bits, width: number, point: number, emit: Emitter): Moment {
    const { word, point: before } = moment
    if (word === null || before === null) this.putNumber(moment, bits, width, i64(point), emit)
    else toggle(word, BigInt(before) ^ BigInt(point), shiftOf(bits), emit)
    return { ...moment, point }
  }

  /** Makes all bits of the code 0. */
  clear(moment: Moment, bits: Bits, { narrow, width }: Code, emit: Emitter): void {
    if (narrow) {
      this.putNumber(moment, bits, width, i64(0), emit)
      return
    }
    for (let at = 0; at < wordsFor(width); at++) emit.do(writeWord(bits, width, at, i64(0)))
  }

  /** The narrow number of so many bits that was written last, or was there before. */
  number(moment: Moment, bits: Bits, width: number, emit: Emitter): Wat {
    if (moment.word === null) return readBits(bits, width, emit)
    return lowest(width, shiftRight(get(moment.word), shiftOf(bits)))
  }

  #load({ address }: Moment): Wat {
    if (address === null) throw new Error('a moment is somewhere')
    return ['i64.load', address]
  }

  #frame(number: number): Wat {
    const found = this.#frames[number]
    if (found !== undefined) return found
    const made = this.#generation.scratch(this.words)
    this.#frames[number] = made
    return made
  }
}

/** A moment from which several continuations go on. */
export function shared<M extends Moment>(moment: M): M {
  return { ...moment, own: false }
}

const nowhere = i64(0)

/** Makes these bits of the local this number, which has no others. */
function insert(word: string, width: number, value: Wat, far: Wat, emit: Emitter): void {
  const by = emit.hold(far, 'shift')
  const ones = (1n << BigInt(width)) - 1n
  const known = constant(value)
  let result: Wat = get(word)
  if (known !== ones) result = ['i64.and', result, rotateLeft(i64(~ones), by)]
  if (known !== 0n) result = ['i64.or', result, shiftLeft(value, by)]
  emit.do(set(word, result))
}

/** Turns these bits of the local into others: `change` has those that differ. */
function toggle(word: string, change: bigint, by: Wat, emit: Emitter): void {
  if (change !== 0n) emit.do(set(word, ['i64.xor', get(word), shiftLeft(i64(change), by)]))
}

function rotateLeft(value: Wat, by: Wat): Wat {
  const [bits, far] = [constant(value), constant(by)]
  if (bits === null || far === null) return ['i64.rotl', value, by]
  return i64((bits << far) | (bits >> (64n - far)))
}
