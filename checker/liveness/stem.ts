/** The shortest ways to the vertices of a product, breadth-first from the initial states, in the order of outcomes. */

import type { Ledger } from './ledger.ts'
import type { Product } from './product.ts'
import { SearchTree } from './search-tree.ts'

/** A run to a vertex: positions of outcomes. */
export interface Stem {
  readonly initial: number
  readonly steps: readonly number[]
}

/**
 * Gives one vertex of the product after the other, nearest first. A run that has not begun to be read is at a vertex of its own, by state,
 * behind those of the product: it costs no step to begin.
 */
export class StemSearch {
  readonly #product: Product
  readonly #tree: SearchTree
  readonly #waits: boolean
  #place = 0
  #depth = 0
  #levelEnd: number

  constructor(product: Product, ledger: Ledger) {
    const { graph, automaton, size } = product
    this.#product = product
    this.#waits = automaton.anywhere.length > 0
    this.#tree = new SearchTree(size + (this.#waits ? graph.size : 0), ledger)
    for (const state of graph.initial) {
      for (const node of automaton.initial) this.#tree.find(product.vertex(state, node), null)
      this.#arrive(state, null)
    }
    this.#levelEnd = this.#tree.size
  }

  /** Of the vertex that was given last: the length of the way. */
  get depth(): number {
    return this.#depth
  }

  /** The next vertex, expanded; -1 where it is one of a run that is not read yet; null at the end. */
  next(): number | null {
    const tree = this.#tree
    if (this.#place === tree.size) return null
    if (this.#place === this.#levelEnd) {
      this.#depth++
      this.#levelEnd = tree.size
    }
    const vertex = tree.at(this.#place++)
    const { graph, size } = this.#product
    if (vertex >= size) {
      const state = vertex - size
      const outcomes = this.#product.outcomesOf(state)
      // Looking for entries does not expand anything, so that the edges are still those of this state.
      for (let position = 0; position < outcomes; position++) {
        const target = graph.edges.targets[position] ?? 0
        if (target !== state) this.#arrive(target, vertex)
      }
      return -1
    }
    const edges = this.#product.expand(vertex)
    for (let edge = 0; edge < edges; edge++) {
      tree.find(this.#product.targets[edge] ?? 0, vertex)
    }
    return vertex
  }

  /** A run that is not read yet comes to the state. */
  #arrive(state: number, from: number | null): void {
    if (!this.#waits) return
    const waiting = this.#product.size + state
    if (!this.#tree.find(waiting, from)) return
    for (const node of this.#product.entries(state)) {
      this.#tree.find(this.#product.vertex(state, node), waiting)
    }
  }

  /** The way to a vertex that was found. */
  stemTo(vertex: number): Stem {
    const path = this.#tree.pathTo(vertex)
    const [first = 0] = path
    const product = this.#product
    const steps: number[] = []
    for (const [at, from] of path.entries()) {
      const to = path[at + 1]
      if (to === undefined) break
      if (from < product.size) steps.push(product.positionOf(from, to))
      else if (to >= product.size) {
        steps.push(product.stepBetween(from - product.size, to - product.size))
      }
    }
    return { initial: product.graph.initial.indexOf(this.#stateOf(first)), steps }
  }

  #stateOf(vertex: number): number {
    const { size } = this.#product
    return vertex < size ? this.#product.stateOf(vertex) : vertex - size
  }

  free(): void {
    this.#tree.free()
  }
}
