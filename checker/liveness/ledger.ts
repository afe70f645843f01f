/** What the search for fair runs holds in memory, and where it has to stop. */

/** Thrown out of the search, where something outside says that it is over. */
export class Stopped extends Error {
  readonly stop: 'time' | 'memory' | 'interrupt'

  constructor(stop: 'time' | 'memory' | 'interrupt') {
    super(`the search for fair runs is over: ${stop}`)
    this.stop = stop
  }
}

/** Gives out arrays of numbers up to a bound. */
export class Ledger {
  readonly #limit: number
  #held = 0
  #peak = 0

  /** In bytes. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The most bytes that were held at a time. */
  get peak(): number {
    return this.#peak
  }

  /** Zeros. Throws `Stopped` when that is too much. */
  allocate(length: number): Int32Array {
    const bytes = length * Int32Array.BYTES_PER_ELEMENT
    if (this.#held + bytes > this.#limit) throw new Stopped('memory')
    const values = allocated(length)
    this.#held += bytes
    this.#peak = Math.max(this.#peak, this.#held)
    return values
  }

  /** To be called when an array is not needed any more. */
  release(values: Int32Array): void {
    this.#held -= values.byteLength
  }
}

function allocated(length: number): Int32Array {
  try {
    return new Int32Array(length)
  } catch (error) {
    if (error instanceof RangeError) throw new Stopped('memory')
    throw error
  }
}
