/** A stack of numbers that grows. */

import type { Ledger } from './ledger.ts'

const firstCapacity = 1024

/** `values` is another array after it has grown. */
export class IntStack {
  readonly #ledger: Ledger
  values: Int32Array
  length = 0

  constructor(ledger: Ledger) {
    this.#ledger = ledger
    this.values = ledger.allocate(firstCapacity)
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1)
    this.values[this.length++] = value
  }

  /** Of a stack that is not empty. */
  get top(): number {
    return this.values[this.length - 1] ?? 0
  }

  free(): void {
    this.#ledger.release(this.values)
  }

  /** Makes room for so many numbers more. */
  reserve(more: number): void {
    const { values } = this
    const least = this.length + more
    if (least <= values.length) return
    const grown = this.#ledger.allocate(Math.max(least, Math.ceil(values.length * 1.5)))
    grown.set(values)
    this.values = grown
    this.#ledger.release(values)
  }
}
