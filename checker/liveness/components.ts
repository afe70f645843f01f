/**
 * The strongly connected components of a product, as far as it is reached, each when it is complete.
 *
 * The algorithm is that of H. N. Gabow, "Path-based depth-first search for strong and biconnected components", 2000. Here a vertex is
 * expanded once, when it is reached: its successors that were not reached yet wait on a stack, each at most once, at the place of the
 * last edge to it that was seen.
 */

import { IntStack } from './int-stack.ts'
import type { Ledger } from './ledger.ts'
import type { Product } from './product.ts'

/** From here on a mark is that of a complete component, by its number; 0 for those that are not kept. */
const complete = 2 ** 30

/** A walk over a product: `begin` somewhere, then `walk` until everything behind is done. */
export class Components {
  readonly #product: Product
  readonly #ledger: Ledger
  /** By vertex: 0, not reached; negative, its place on `#pending`, from 1; below `complete`, its place on `#found`, from 1. */
  readonly #marks: Int32Array
  /** Vertices of components that are not complete, in the order in which they were reached. */
  readonly #found: IntStack
  /** The marks of the first vertex of each component that is not complete, as far as is known yet. */
  readonly #roots: IntStack
  /** Vertices to be expanded, and (inverted) those on the way to the vertex that was expanded last, each below what is pending behind it. */
  readonly #pending: IntStack
  #stale = 0
  #first = 0

  constructor(product: Product, ledger: Ledger) {
    this.#product = product
    this.#ledger = ledger
    this.#marks = ledger.allocate(product.size)
    this.#found = new IntStack(ledger)
    this.#roots = new IntStack(ledger)
    this.#pending = new IntStack(ledger)
  }

  /** The vertex is to be reached, if it is not yet. Whether it is now. */
  begin(vertex: number): boolean {
    if (this.#marks[vertex] !== 0) return false
    this.#pending.push(vertex)
    this.#marks[vertex] = -this.#pending.length
    return true
  }

  /**
   * Goes on until there is something to decide. `component`: one of more than one vertex is complete; it is to be closed or split.
   * `stay`: a run may stay in the vertex that was expanded last. `paused`: that many vertices were expanded. A component of one vertex
   * has no edge, and is closed.
   */
  walk(quota: number): 'component' | 'stay' | 'paused' | 'done' {
    const pending = this.#pending
    const found = this.#found
    const roots = this.#roots
    const marks = this.#marks
    let left = quota
    while (pending.length > 0) {
      const top = pending.top
      if (top < 0) {
        pending.length--
        const mark = marks[~top] ?? 0
        if (roots.top !== mark) continue
        roots.length--
        this.#first = mark - 1
        if (found.length > mark) return 'component'
        found.length--
        marks[~top] = complete
      } else if (marks[top] !== -pending.length) {
        pending.length--
        this.#stale--
      } else {
        if (left-- === 0) return 'paused'
        if (this.#reach(top)) return 'stay'
      }
    }
    return 'done'
  }

  /** Expands the vertex on top of what is pending. Whether a run may stay there. */
  #reach(vertex: number): boolean {
    const product = this.#product
    const pending = this.#pending
    const found = this.#found
    const roots = this.#roots
    const marks = this.#marks
    pending.values[pending.length - 1] = ~vertex
    found.push(vertex)
    marks[vertex] = found.length
    roots.push(found.length)
    const edges = product.expand(vertex)
    if (pending.length + edges > pending.values.length) this.#makeRoom(edges)
    const { values } = pending
    const { targets } = product
    const base = pending.length
    let length = base
    for (let edge = 0; edge < edges; edge++) {
      const target = targets[edge] ?? 0
      const mark = marks[target] ?? 0
      if (mark <= 0) {
        if (-mark > base) continue
        if (mark < 0) this.#stale++
        values[length++] = target
        marks[target] = -length
      } else if (mark < complete) {
        while (roots.top > mark) roots.length--
      }
    }
    pending.length = length
    return product.mayStay()
  }

  /** For so many more that are pending: drops the places of vertices that have another one by now, when those are many. */
  #makeRoom(edges: number): void {
    const pending = this.#pending
    if (this.#stale * 2 > pending.length) this.#compact()
    pending.reserve(edges)
  }

  #compact(): void {
    const { values, length } = this.#pending
    let kept = 0
    for (let place = 0; place < length; place++) {
      const vertex = values[place] ?? 0
      if (vertex >= 0) {
        if (this.#marks[vertex] !== -(place + 1)) continue
        this.#marks[vertex] = -(kept + 1)
      }
      values[kept++] = vertex
    }
    this.#pending.length = kept
    this.#stale = 0
  }

  /** How many vertices the complete component has. */
  get size(): number {
    return this.#found.length - this.#first
  }

  /** A vertex of the complete component, by its place in it. */
  at(place: number): number {
    return this.#found.values[this.#first + place] ?? 0
  }

  /** Whether a vertex behind the complete component is in it. */
  has(vertex: number): boolean {
    const mark = this.#marks[vertex] ?? 0
    return mark > this.#first && mark < complete
  }

  /** Takes a vertex out of the complete component, for good. `has` does not hold of it any more; `at` still gives it. */
  exclude(vertex: number): void {
    this.#marks[vertex] = complete
  }

  /** Nothing more is to be done with the complete component; its vertices have the number from now on. */
  close(number = 0): void {
    for (let place = 0; place < this.size; place++) this.#marks[this.at(place)] = complete + number
    this.#found.length = this.#first
  }

  /** What is left of the complete component is walked once more by itself, without what was excluded. */
  split(): void {
    const { size } = this
    // All edges out of the component lead to complete ones, so that what is reached again cannot join with anything below it.
    for (let place = 0; place < size; place++) {
      const vertex = this.at(place)
      if (!this.has(vertex)) continue
      this.#pending.push(vertex)
      this.#marks[vertex] = -this.#pending.length
    }
    this.#found.length = this.#first
  }

  /** The number that the component of a vertex was closed with; 0 where there is none. */
  numberOf(vertex: number): number {
    const mark = this.#marks[vertex] ?? 0
    return mark < complete ? 0 : mark - complete
  }

  /** Gives back what only walking needs. */
  finish(): void {
    for (const stack of [this.#found, this.#roots, this.#pending]) stack.free()
  }

  free(): void {
    this.#ledger.release(this.#marks)
  }
}
