/** What an instance of a process has on one side of a part, as a number: where bits mean now one local and now another. */

import type { DecodedProcess } from '../system.ts'
import type { Packed } from './masked-keys.ts'
import type { PartOf } from './part.ts'
import { sideOfProcess } from './project.ts'
import type { Side } from './project.ts'
import { valueNumbers } from './value-numbers.ts'
import type { ValueNumbers } from './value-numbers.ts'

/** What is told by more than bits. */
export interface Aspect {
  readonly part: PartOf<'control' | 'locals' | 'local'>
  readonly side: Side
}

/** In bytes, besides its characters. */
const textBytes = 80

/** The values of one instance in the states that are asked for; each is decoded once. */
export class InstanceValues {
  readonly #states: ValueNumbers
  readonly #decode: (state: number) => DecodedProcess
  readonly #tables: readonly AspectTable[]

  /** The mask has all bits of the instance. */
  constructor(
    packed: Packed,
    mask: Uint32Array,
    aspects: readonly Aspect[],
    decode: (state: number) => DecodedProcess,
  ) {
    this.#states = valueNumbers(packed, mask)
    this.#decode = decode
    this.#tables = aspects.map((aspect) => new AspectTable(aspect))
  }

  /** What it takes of memory, about. */
  get bytes(): number {
    return this.#tables.reduce((sum, { bytes }) => sum + bytes, this.#states.bytes)
  }

  /** Equal for states in which the instance has the same on this side of this part. */
  numberOf(state: number, aspect: number): number {
    const { size } = this.#states
    const own = this.#states.of(state)
    if (own === size) {
      const decoded = this.#decode(state)
      for (const table of this.#tables) table.note(own, decoded)
    }
    return this.#tables[aspect]?.at(own) ?? 0
  }
}

/** For each state of an instance, by number, the number of what it has in one aspect. */
class AspectTable {
  readonly #aspect: Aspect
  readonly #texts = new Map<string, number>()
  #numbers = new Uint32Array(256)
  #characters = 0

  constructor(aspect: Aspect) {
    this.#aspect = aspect
  }

  get bytes(): number {
    return this.#numbers.byteLength + 2 * this.#characters + textBytes * this.#texts.size
  }

  at(own: number): number {
    return this.#numbers[own] ?? 0
  }

  note(own: number, decoded: DecodedProcess): void {
    const text = JSON.stringify(sideOfProcess(decoded, this.#aspect.part, this.#aspect.side))
    let number = this.#texts.get(text)
    if (number === undefined) {
      number = this.#texts.size
      this.#texts.set(text, number)
      this.#characters += text.length
    }
    if (own === this.#numbers.length) {
      const twice = new Uint32Array(2 * this.#numbers.length)
      twice.set(this.#numbers)
      this.#numbers = twice
    }
    this.#numbers[own] = number
  }
}
