/** The states that a search has found, each kept once and numbered in the order in which they were found. */

import type { System } from './system.ts'

const empty = -1

/** A hash table of states; the system says which are equal. */
export class StateStore<State> {
  readonly #system: Pick<System<State>, 'hash' | 'equal'>
  readonly #states: State[] = []
  /** The mixed hash of each state, so that growing asks for none again. */
  #hashes = new Int32Array(512)
  /** Open addressing: the number of a state, or `empty`. At most half full. */
  #slots = new Int32Array(1024).fill(empty)

  constructor(system: Pick<System<State>, 'hash' | 'equal'>) {
    this.#system = system
  }

  get size(): number {
    return this.#states.length
  }

  /** The state with this number, which must be below `size`. */
  at(number: number): State {
    // The bound is the caller's promise, and a state may itself be undefined as far as this class knows.
    return this.#states[number] as State
  }

  /** The number of the state, or null when it was never added. */
  find(state: State): number | null {
    const found = this.#slots[this.#slot(state, mix(this.#system.hash(state)))]
    return found === undefined || found === empty ? null : found
  }

  /** The number of the state; a state that is new gets the next one, which is the `size` before. */
  add(state: State): number {
    const hash = mix(this.#system.hash(state))
    const slot = this.#slot(state, hash)
    const found = this.#slots[slot] ?? empty
    if (found !== empty) return found
    const number = this.#states.length
    this.#states.push(state)
    if (number === this.#hashes.length) this.#hashes = grown(this.#hashes)
    this.#hashes[number] = hash
    this.#slots[slot] = number
    if (this.#states.length * 2 > this.#slots.length) this.#rehash()
    return number
  }

  #slot(state: State, hash: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] ?? empty
      if (number === empty) return slot
      if (this.#hashes[number] === hash && this.#system.equal(this.at(number), state)) return slot
    }
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(empty)
    const mask = slots.length - 1
    for (let number = 0; number < this.#states.length; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask
      while (slots[slot] !== empty) slot = (slot + 1) & mask
      slots[slot] = number
    }
    this.#slots = slots
  }
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(list.length * 2)
  twice.set(list)
  return twice
}

/** Spreads a hash over 32 bits: the low ones choose the slot, and an engine's own hash may be as plain as a counter. */
function mix(hash: number): number {
  let h = hash | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
