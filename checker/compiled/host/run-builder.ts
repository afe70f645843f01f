/** A run while it is put together, step by step. */

import type { JobRun } from './job.ts'

export class RunBuilder {
  readonly #initial: number
  readonly #positions: number[] = []
  readonly #words: bigint[] = []

  /** From the initial outcome at this position. */
  constructor(initial: number) {
    this.#initial = initial
  }

  /** Goes on with the outcome at this position. */
  step(position: number): void {
    this.#positions.push(position)
  }

  /** Comes to a state. */
  pass(words: BigUint64Array): void {
    this.#words.push(...words)
  }

  ended(ends: JobRun['ends']): JobRun {
    const states = BigUint64Array.from(this.#words)
    return { initial: this.#initial, positions: this.#positions, states, ends }
  }
}
