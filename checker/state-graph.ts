/** The graph of all states that a search has found: who can still go on somewhere behind each of them. */

import type { Pacer } from './pacer.ts'
import type { Searched } from './search.ts'
import type { System } from './system.ts'

const bits = 32

/** Numbers, in memory that grows with them. */
class Numbers {
  #values = new Uint32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const twice = new Uint32Array(this.#values.length * 2)
      twice.set(this.#values)
      this.#values = twice
    }
    this.#values[this.#length] = value
    this.#length += 1
  }

  at(index: number): number {
    return this.#values[index] ?? 0
  }
}

/** The steps between the states of a complete search, by the numbers of the states. */
export class StateGraph {
  readonly #states: number
  readonly #threads: number
  readonly #words: number
  /** Where the successors of each state begin. */
  readonly #begin: Uint32Array
  readonly #successors = new Numbers()
  /** Bits, one for each thread, of each state: who has not ended there, and who takes a step there or somewhere behind it. */
  readonly #alive: Uint32Array
  readonly #going: Uint32Array

  private constructor(states: number, threads: number) {
    this.#states = states
    this.#threads = threads
    this.#words = Math.ceil(threads / bits)
    this.#begin = new Uint32Array(states + 1)
    this.#alive = new Uint32Array(states * this.#words)
    this.#going = new Uint32Array(states * this.#words)
  }

  /** The graph of what the search has found; or why there was no time for it. */
  static async of<State>(
    system: System<State>,
    { store }: Searched<State>,
    pacer: Pacer,
  ): Promise<StateGraph | 'time' | 'interrupt'> {
    const threads = store.size === 0 ? 0 : system.decode(store.at(0)).processes.length
    const graph = new StateGraph(store.size, threads)
    for (let number = 0; number < store.size; number++) {
      const stop = pacer.due ? await pacer.pause() : null
      if (stop !== null) return stop
      const state = store.at(number)
      for (let thread = 0; thread < threads; thread++) {
        if (system.resting(state, thread) !== null) graph.#set(graph.#alive, number, thread)
      }
      const next = new Set<number>()
      for (const { thread, ofState, result } of system.expand(state)) {
        if (thread !== null && !ofState) graph.#set(graph.#going, number, thread)
        const to = result.kind === 'state' ? store.find(result.state) : null
        if (to !== null && to !== number) next.add(to)
      }
      for (const to of next) graph.#successors.add(to)
      graph.#begin[number + 1] = graph.#successors.length
    }
    // What lies behind a state mostly has larger numbers.
    while (graph.#spread()) {
      const stop = pacer.due ? await pacer.pause() : null
      if (stop !== null) return stop
    }
    return graph
  }

  /** The threads that have not ended in the state, and take a step neither there nor anywhere behind it; ascending. */
  stuck(state: number): readonly number[] {
    const found: number[] = []
    for (let thread = 0; thread < this.#threads; thread++) {
      const at = state * this.#words + Math.floor(thread / bits)
      const rest = (this.#alive[at] ?? 0) & ~(this.#going[at] ?? 0)
      if (((rest >>> (thread % bits)) & 1) === 1) found.push(thread)
    }
    return found
  }

  #set(sets: Uint32Array, state: number, thread: number): void {
    const at = state * this.#words + Math.floor(thread / bits)
    sets[at] = (sets[at] ?? 0) | (1 << (thread % bits))
  }

  /** Tells each state what its successors know; answers whether that was news to any. */
  #spread(): boolean {
    let news = false
    for (let state = this.#states - 1; state >= 0; state--) {
      const end = this.#begin[state + 1] ?? 0
      for (let word = 0; word < this.#words; word++) {
        const at = state * this.#words + word
        const before = this.#going[at] ?? 0
        let after = before
        for (let edge = this.#begin[state] ?? 0; edge < end; edge++) {
          after |= this.#going[this.#successors.at(edge) * this.#words + word] ?? 0
        }
        // Bits of an array are a positive number, and those of `|` may not be.
        if (after >>> 0 === before) continue
        this.#going[at] = after
        news = true
      }
    }
    return news
  }
}
