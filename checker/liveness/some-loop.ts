/** Some loop through a vertex of a fair component, for where the shortest would take too long: always to the nearest that is still missing, and back. */

import type { Ledger } from './ledger.ts'
import { rest, slice } from './pace.ts'
import { SearchTree } from './search-tree.ts'
import type { LoopSearch, LoopStep } from './shortest-loop.ts'

/**
 * The steps of a loop from a vertex back to it that meets all requirements. Each part is the shortest there is, of those
 * the first in breadth-first order; it takes at most as many searches of the component as there are requirements. Throws `Stopped`.
 */
export async function someLoop(
  search: LoopSearch,
  start: number,
  ledger: Ledger,
): Promise<readonly LoopStep[]> {
  const walk = new Walk(search, start, ledger)
  await walk.run()
  return walk.steps
}

class Walk {
  readonly steps: LoopStep[] = []
  readonly #search: LoopSearch
  readonly #start: number
  readonly #tree: SearchTree
  #vertex: number
  #said = 0n

  constructor(search: LoopSearch, start: number, ledger: Ledger) {
    this.#search = search
    this.#start = start
    this.#vertex = start
    this.#tree = new SearchTree(search.product.size, ledger)
  }

  async run(): Promise<void> {
    while (this.steps.length === 0 || this.#vertex !== this.#start || this.#open !== 0n) {
      await this.#goOn()
      this.#tree.clear()
    }
    this.#tree.free()
  }

  get #open(): bigint {
    return this.#search.requirements.open(this.#said)
  }

  /** To where some requirement more is met, or when none is open, to the start. */
  async #goOn(): Promise<void> {
    const { product, components, requirements, pacer } = this.#search
    const tree = this.#tree
    const open = this.#open
    const number = components.numberOf(this.#start)
    tree.find(this.#vertex, null)
    for (let place = 0; place < tree.size; place++) {
      if (place % slice === 0 && pacer.due) await rest(pacer)
      const vertex = tree.at(place)
      const edges = product.expand(vertex)
      if ((open & requirements.ofVertex()) !== 0n) {
        this.#follow(vertex)
        return
      }
      for (let edge = 0; edge < edges; edge++) {
        const target = product.targets[edge] ?? 0
        if (components.numberOf(target) !== number) continue
        const isThere =
          open === 0n ? target === this.#start : (open & requirements.ofEdge(edge)) !== 0n
        if (!isThere) {
          tree.find(target, vertex)
          continue
        }
        this.#follow(vertex)
        this.#take(edge)
        return
      }
    }
    throw new Error('a fair component does not meet what it has to')
  }

  /** To a vertex that the search has found, which is expanded then. */
  #follow(end: number): void {
    const { product, requirements } = this.#search
    for (const [at, vertex] of this.#tree.pathTo(end).entries()) {
      if (at > 0) this.#take(product.targets.indexOf(vertex))
      product.expand(vertex)
      this.#said |= requirements.ofVertex()
    }
  }

  /** Takes an edge of the vertex that was expanded last. */
  #take(edge: number): void {
    const { product, requirements } = this.#search
    this.#said |= requirements.ofEdge(edge)
    this.#vertex = product.targets[edge] ?? 0
    this.steps.push({ position: product.positions[edge] ?? 0, vertex: this.#vertex })
  }
}
