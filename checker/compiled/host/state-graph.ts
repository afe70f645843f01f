/** The graph of all states that a search has found, as the search for fair runs sees it. */

import type { Edges, Graph, StepKinds } from '../../liveness/graph.ts'
import type { Instance } from './instance.ts'
import { initialWords } from './job.ts'
import type { Job } from './job.ts'

interface Columns extends Edges {
  targets: Uint32Array
  kinds: Uint32Array
  stepAtoms: Uint32Array
}

/** Its numbers are those of the records, which lie side by side, and in the table with their numbers: see `numbered`. */
export class StateGraph implements Graph {
  readonly size: number
  readonly initial: readonly number[]
  readonly kinds: StepKinds
  readonly edges: Columns
  readonly #instance: Instance
  readonly #exports: Instance['exports']
  /** Where the module puts the edges. */
  readonly #columns: Readonly<Columns>
  /** Those of the state that did not have place there, from its first on. */
  readonly #before: Columns = columns(0)
  #many = 0
  /** The edges are all there. */
  #apart = false
  /** Of the edges it is not known where they lead. */
  #open = false

  constructor(job: Job, kinds: StepKinds, instance: Instance) {
    const { memory, exports } = instance
    this.#instance = instance
    this.#exports = exports
    this.#columns = memory.edges
    this.edges = { ...memory.edges }
    this.kinds = kinds
    this.size = memory.size
    this.initial = Array.from(job.initialKinds, (_, position) => {
      memory.putOutcome(0, initialWords(job, position))
      return exports.locate()
    })
    instance.takeEdges((count) => this.#keep(count))
  }

  expand(state: number, obligation: number): number {
    return this.#shown(this.#exports.edges(state, obligation))
  }

  look(state: number, obligation: number): number {
    const count = this.#shown(this.#exports.look(state, obligation))
    // What did not have place at once was resolved on the way.
    this.#open = !this.#apart
    return count
  }

  target(position: number): number {
    if (this.#open) return this.#exports.target(position) >>> 0
    return this.edges.targets[position] ?? 0
  }

  #shown(count: number): number {
    this.#open = false
    if (this.#many > 0) return this.#joined(count)
    if (this.#apart) this.#show(this.#columns)
    return count
  }

  stateAtoms(state: number, obligation: number): number {
    return this.#exports.stateAtoms(state, obligation)
  }

  /** The words of a state. */
  words(state: number): BigUint64Array {
    const { memory } = this.#instance
    return memory.state(memory.recordAddress(state))
  }

  /** Keeps so many edges that are about to be overwritten. */
  #keep(count: number): void {
    for (const name of ['targets', 'kinds', 'stepAtoms'] as const) {
      const kept = this.#before[name]
      if (kept.length < this.#many + count) {
        this.#before[name] = new Uint32Array(2 * (this.#many + count))
        this.#before[name].set(kept)
      }
      this.#before[name].set(this.#columns[name].subarray(0, count), this.#many)
    }
    this.#many += count
  }

  /** Of the state whose last edges are so many, all. */
  #joined(count: number): number {
    this.#keep(count)
    this.#show(this.#before)
    const all = this.#many
    this.#many = 0
    return all
  }

  #show({ targets, kinds, stepAtoms }: Columns): void {
    this.edges.targets = targets
    this.edges.kinds = kinds
    this.edges.stepAtoms = stepAtoms
    this.#apart = targets !== this.#columns.targets
  }
}

function columns(length: number): Columns {
  return {
    targets: new Uint32Array(length),
    kinds: new Uint32Array(length),
    stepAtoms: new Uint32Array(length),
  }
}
