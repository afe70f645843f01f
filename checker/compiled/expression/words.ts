/** Going through the words of wide values: one after the other where they are few, in a loop where they are many. */

import type { Bits } from '../bits.ts'
import { addressOf, readWord, unrolledWords, writeWord } from '../bits.ts'
import { wordBits, wordsFor } from '../code.ts'
import type { Emitter } from '../emitter.ts'
import { add, i64, shiftLeft } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { counting } from './loop.ts'

/** A word of any value of the width that is gone through. */
export interface Word {
  read(bits: Bits): Wat
  /** The instruction that makes it this number. */
  write(bits: Bits, value: Wat): Wat
}

/** Visits every word of so many bits. */
export function eachWord(width: number, emit: Emitter, visit: (word: Word) => void): void {
  const words = wordsFor(width)
  const whole = Math.floor(width / wordBits)
  let first = 0
  if (whole > unrolledWords) {
    counting('word', i64(0), i64(whole), emit, (at) => {
      const place = (bits: Bits): Wat => add(addressOf(bits), shiftLeft(at, i64(3)))
      visit({
        read: (bits) => ['i64.load', place(bits)],
        write: (bits, value) => ['i64.store', place(bits), value],
      })
    })
    first = whole
  }
  for (let at = first; at < words; at++) {
    visit({
      read: (bits) => readWord(bits, width, at),
      write: (bits, value) => writeWord(bits, width, at, value),
    })
  }
}

/** Makes all of the words 0 in which so many bits lie. */
export function clearWords(bits: Bits, width: number, emit: Emitter): void {
  const words = wordsFor(width)
  const address = addressOf(bits)
  if (words > unrolledWords) {
    emit.do(['memory.fill', address, ['i32.const', '0'], i64(8 * words)])
    return
  }
  for (let at = 0; at < words; at++) emit.do(['i64.store', `offset=${8 * at}`, address, i64(0)])
}
