/** One thread's instance of a module. */

import { outcomeBytes } from '../runtime/memory-map.ts'
import type { Ground } from './ground.ts'
import type { Mark } from './search-memory.ts'
import { SearchMemory } from './search-memory.ts'

/** What `runtimeFields` exports; addresses are bigints. */
interface Exports {
  setup(
    area: bigint,
    table: bigint,
    arena: bigint,
    marks: bigint,
    worker: number,
    workers: number,
  ): void
  seed(states: number): number
  advance(budget: number): number
  clear(from: number, to: number): void
  refill(from: number, to: number): void
  /** This and the three below are there only of models with temporal properties. */
  refillNumbers(from: number, to: number): void
  edges(state: number, obligation: number): number
  look(state: number, obligation: number): number
  target(position: number): number
  locate(): number
  stateAtoms(state: number, obligation: number): number
  list(moment: bigint): number
  count(from: number, to: number): void
  markLevel(budget: number): number
  refillMarks(from: number, to: number): void
  markOf(moment: bigint): bigint
  endsStep(before: bigint, outcome: bigint): number
}

export class Instance {
  readonly exports: Exports
  readonly memory: SearchMemory
  readonly worker: number
  /** How many states are done in some milliseconds. */
  pace = 64
  readonly #stride: number
  /** What is done with outcomes that are given to the host, from one address to another. */
  #collect: (from: number, to: number) => void = () => {}

  constructor(module: WebAssembly.Module, ground: Ground, worker: number) {
    this.#stride = outcomeBytes(ground.sizes)
    const collect = (from: bigint, to: bigint): void => this.#collect(Number(from), Number(to))
    const imports = { host: { memory: ground.memory, collect } }
    // An instance's exports have the type that the module gives them; it is written in this project.
    this.exports = new WebAssembly.Instance(module, imports).exports as Exports
    this.memory = new SearchMemory(ground)
    this.worker = worker
    const { table, arena, marks, workers } = ground
    const area = BigInt(this.memory.area(worker))
    this.exports.setup(area, BigInt(table), BigInt(arena), BigInt(marks), worker, workers)
  }

  /** Calls `each` with the address of every outcome of the state at an address, in order; answers whether the state has a step. */
  list(address: number, each: (outcome: number) => void): boolean {
    this.#collect = (from, to) => {
      for (let outcome = from; outcome < to; outcome += this.#stride) each(outcome)
    }
    return this.exports.list(BigInt(address)) !== 0
  }

  /** Calls `take` with how many edges there are of a state that has more than there is place for, before they are overwritten. */
  takeEdges(take: (count: number) => void): void {
    this.#collect = (from, to) => take((to - from) / this.#stride)
  }

  /** Expands the states from one number to another, for what the generated code counts. */
  count(from: number, to: number): void {
    this.#collect = () => {}
    this.exports.count(from, to)
  }

  /** The mark of the state at an address; null when it has none. */
  markOf(address: number): Mark | null {
    const mark = Number(this.exports.markOf(BigInt(address)))
    return mark === 0 ? null : this.memory.mark(mark)
  }

  /** Whether with the step from a state before the last step to an outcome, both at addresses, what is wanted has come. */
  endsStep(before: number, outcome: number): boolean {
    return this.exports.endsStep(BigInt(before), BigInt(outcome)) !== 0
  }
}
