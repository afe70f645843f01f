/** Keys that are some of the bits of packed states. */

import type { Keys } from './count-distinct.ts'

/** States in memory: each begins at its number times the `stride`, in words of 32 bits. */
export interface Packed {
  readonly words: Uint32Array
  readonly stride: number
}

/** The bits that are in the mask, which is as long as a state. */
export class MaskedKeys implements Keys {
  readonly #words: Uint32Array
  readonly #stride: number
  /** Of the words of which the mask has anything. */
  readonly #places: Uint32Array
  readonly #masks: Uint32Array

  constructor({ words, stride }: Packed, mask: Uint32Array) {
    const used = [...mask.keys()].filter((word) => mask[word] !== 0)
    this.#words = words
    this.#stride = stride
    this.#places = Uint32Array.from(used)
    this.#masks = Uint32Array.from(used, (word) => mask[word] ?? 0)
  }

  hash(state: number): number {
    const base = state * this.#stride
    let hash = 0
    for (let i = 0; i < this.#places.length; i++) {
      const word = (this.#words[base + (this.#places[i] ?? 0)] ?? 0) & (this.#masks[i] ?? 0)
      hash = mixed(hash, word)
    }
    return finished(hash)
  }

  same(left: number, right: number): boolean {
    const one = left * this.#stride
    const other = right * this.#stride
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places[i] ?? 0
      const differ = (this.#words[one + place] ?? 0) ^ (this.#words[other + place] ?? 0)
      if ((differ & (this.#masks[i] ?? 0)) !== 0) return false
    }
    return true
  }
}

/** A hash with one more word in it. */
export function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x85ebca6b)
  return (product << 13) | (product >>> 19)
}

/** Spreads every bit over all of them. */
export function finished(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
