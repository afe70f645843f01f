/** How much memory a computation has taken of the heap of this process. */

/** Counts from its construction on. */
export class HeapGrowth {
  readonly #before = used()

  /** In bytes; what nobody uses any more counts until it is collected. */
  get bytes(): number {
    return Math.max(0, used() - this.#before)
  }
}

function used(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
