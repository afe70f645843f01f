/** Kinds of steps by number, with the conditions that each is of as bits. */

import type { Membership } from './conditions.ts'
import type { StepKinds } from './graph.ts'

const bits = 32

/** Grows as kinds are met. */
export class KindTable implements StepKinds {
  readonly words: number
  #enabled: Uint32Array
  #taken: Uint32Array
  #size = 0

  /** For so many conditions. */
  constructor(conditions: number) {
    this.words = Math.max(1, Math.ceil(conditions / bits))
    this.#enabled = new Uint32Array(this.words * 16)
    this.#taken = new Uint32Array(this.words * 16)
  }

  get enabled(): Uint32Array {
    return this.#enabled
  }

  get taken(): Uint32Array {
    return this.#taken
  }

  /** The number of a kind that is of these conditions. */
  add({ enabled, taken }: Membership): number {
    const kind = this.#size
    this.#size += 1
    if (this.#size * this.words > this.#enabled.length) {
      this.#enabled = twice(this.#enabled)
      this.#taken = twice(this.#taken)
    }
    for (const condition of enabled) this.#set(this.#enabled, kind, condition)
    for (const condition of taken) this.#set(this.#taken, kind, condition)
    return kind
  }

  #set(sets: Uint32Array, kind: number, condition: number): void {
    const at = kind * this.words + Math.floor(condition / bits)
    sets[at] = (sets[at] ?? 0) | (1 << (condition % bits))
  }
}

function twice(list: Uint32Array): Uint32Array {
  const longer = new Uint32Array(list.length * 2)
  longer.set(list)
  return longer
}
