/** Numbers for the different values of some bits of packed states. */

import { MaskedKeys, finished } from './masked-keys.ts'
import type { Packed } from './masked-keys.ts'

export interface ValueNumbers {
  /** How many there are. */
  readonly size: number
  /** In bytes, what they take. */
  readonly bytes: number
  /** Equal for states of which the bits are equal; a new value gets the next number, which is the `size` before. */
  of(state: number): number
}

const wordBits = 32

/** Numbers of the bits in the mask, which is as long as a state. */
export function valueNumbers(packed: Packed, mask: Uint32Array): ValueNumbers {
  const all = Array.from({ length: mask.length * wordBits }, (_, bit) => bit)
  const used = all.filter((bit) => ((mask[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0)
  const first = used[0] ?? 0
  const last = used.at(-1) ?? 0
  return last - first < wordBits
    ? new CloseNumbers(packed, first, used)
    : new ScatteredNumbers(packed, mask)
}

/** Of bits that make one word when they are shifted: in a hash table of such words, at most half full. */
class CloseNumbers implements ValueNumbers {
  readonly #words: Uint32Array
  readonly #stride: number
  readonly #word: number
  readonly #shift: number
  readonly #mask: number
  #values = new Uint32Array(1024)
  /** The number, plus 1; 0 where there is no value. */
  #numbers = new Uint32Array(1024)
  size = 0

  constructor({ words, stride }: Packed, first: number, bits: readonly number[]) {
    this.#words = words
    this.#stride = stride
    this.#word = Math.floor(first / wordBits)
    this.#shift = first % wordBits
    this.#mask = bits.reduce((mask, bit) => mask | (1 << (bit - first)), 0)
  }

  get bytes(): number {
    return this.#values.byteLength + this.#numbers.byteLength
  }

  of(state: number): number {
    const at = state * this.#stride + this.#word
    const low = (this.#words[at] ?? 0) >>> this.#shift
    // By 32 bits nothing is shifted.
    const high = this.#shift === 0 ? 0 : (this.#words[at + 1] ?? 0) << (wordBits - this.#shift)
    const value = ((low | high) & this.#mask) >>> 0
    const slot = this.#slot(value)
    const found = this.#numbers[slot] ?? 0
    return found === 0 ? this.#add(value, slot) : found - 1
  }

  /** Where the value is, or would be. */
  #slot(value: number): number {
    const last = this.#values.length - 1
    let slot = finished(value) & last
    while (this.#numbers[slot] !== 0 && this.#values[slot] !== value) slot = (slot + 1) & last
    return slot
  }

  #add(value: number, slot: number): number {
    this.size++
    this.#values[slot] = value
    this.#numbers[slot] = this.size
    if (2 * this.size > this.#values.length) this.#grow()
    return this.size - 1
  }

  #grow(): void {
    const values = this.#values
    const numbers = this.#numbers
    this.#values = new Uint32Array(2 * values.length)
    this.#numbers = new Uint32Array(2 * values.length)
    for (const [from, number] of numbers.entries()) {
      if (number === 0) continue
      const value = values[from] ?? 0
      const slot = this.#slot(value)
      this.#values[slot] = value
      this.#numbers[slot] = number
    }
  }
}

/** Of each slot: the number of a state, plus 1, the hash of its bits, and the number of their value. */
const slotWords = 3

/** Of any bits: in a hash table that names for each value a state. */
class ScatteredNumbers implements ValueNumbers {
  readonly #keys: MaskedKeys
  #slots = new Uint32Array(slotWords * 1024)
  size = 0

  constructor(packed: Packed, mask: Uint32Array) {
    this.#keys = new MaskedKeys(packed, mask)
  }

  get bytes(): number {
    return this.#slots.byteLength
  }

  of(state: number): number {
    const hash = this.#keys.hash(state) >>> 0
    const slots = this.#slots
    for (let slot = firstSlot(hash, slots); ; slot = nextSlot(slot, slots)) {
      const found = slots[slot] ?? 0
      if (found === 0) return this.#add(state, hash, slot)
      if (slots[slot + 1] === hash && this.#keys.same(found - 1, state)) return slots[slot + 2] ?? 0
    }
  }

  #add(state: number, hash: number, slot: number): number {
    const number = this.size
    this.#slots.set([state + 1, hash, number], slot)
    this.size++
    if (2 * slotWords * this.size > this.#slots.length) this.#grow()
    return number
  }

  #grow(): void {
    const before = this.#slots
    const slots = new Uint32Array(2 * before.length)
    for (let from = 0; from < before.length; from += slotWords) {
      if (before[from] === 0) continue
      let slot = firstSlot(before[from + 1] ?? 0, slots)
      while (slots[slot] !== 0) slot = nextSlot(slot, slots)
      slots.set(before.subarray(from, from + slotWords), slot)
    }
    this.#slots = slots
  }
}

function firstSlot(hash: number, slots: Uint32Array): number {
  return slotWords * Math.floor((hash * (slots.length / slotWords)) / 2 ** 32)
}

function nextSlot(slot: number, slots: Uint32Array): number {
  return slot + slotWords === slots.length ? 0 : slot + slotWords
}
