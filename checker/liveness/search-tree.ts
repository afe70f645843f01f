/** The vertices that a breadth-first search has found, in order, and from where. */

import { IntStack } from './int-stack.ts'
import type { Ledger } from './ledger.ts'

const root = 1

/** Vertices are numbers below a bound. */
export class SearchTree {
  readonly #ledger: Ledger
  /** By vertex: 0, not found; `root`; otherwise 2 more than the vertex from where it was found. */
  readonly #parents: Int32Array
  readonly #queue: IntStack

  constructor(bound: number, ledger: Ledger) {
    this.#ledger = ledger
    this.#parents = ledger.allocate(bound)
    this.#queue = new IntStack(ledger)
  }

  /** How many were found. */
  get size(): number {
    return this.#queue.length
  }

  /** A vertex by its place in the order. */
  at(place: number): number {
    return this.#queue.values[place] ?? 0
  }

  /** Adds a vertex, if it is new; `from`: where it was found from, null for a root. Whether it is new. */
  find(vertex: number, from: number | null): boolean {
    if (this.#parents[vertex] !== 0) return false
    this.#parents[vertex] = from === null ? root : from + 2
    this.#queue.push(vertex)
    return true
  }

  /** From a root to the vertex, both included. */
  pathTo(vertex: number): readonly number[] {
    const path = [vertex]
    let parent = this.#parents[vertex] ?? 0
    while (parent > root) {
      path.push(parent - 2)
      parent = this.#parents[parent - 2] ?? 0
    }
    return path.toReversed()
  }

  /** Forgets all vertices. */
  clear(): void {
    for (let place = 0; place < this.size; place++) this.#parents[this.at(place)] = 0
    this.#queue.length = 0
  }

  free(): void {
    this.#ledger.release(this.#parents)
    this.#queue.free()
  }
}
