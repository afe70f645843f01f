/** Breadth-first exploration by levels, as "Exploration" in `dsl/semantics.md` defines it. */

import type { Exploration, Progress, SearchOptions, Stop } from './exploration.ts'
import { Findings } from './findings.ts'
import type { End } from './findings.ts'
import { HeapGrowth } from './heap.ts'
import { Judge, failed, fault } from './judge.ts'
import type { Judged } from './judge.ts'
import type { Observer } from './lock-order/observer.ts'
import { Pacer } from './pacer.ts'
import { StateStore } from './state-store.ts'
import type { System } from './system.ts'

/** What a search has seen of a system, with every state. */
export interface Searched<State> extends Omit<
  Exploration,
  'distinct' | 'found' | 'levels' | 'memory' | 'outside' | 'seconds'
> {
  readonly store: StateStore<State>
  /** The number of the first state of each level, and at the end the number of states. */
  readonly levels: readonly number[]
  readonly findings: Findings
  /** The states outside a constraint, each with the name of the first. */
  readonly outside: ReadonlyMap<number, string>
}

/** Explores the system, and lets each state be observed that is expanded; the answer is the same for any engine, and unless stopped by time or from outside, for any machine. */
export function search<State>(
  system: System<State>,
  options: SearchOptions = {},
  observer: Observer<State> | null = null,
): Promise<Searched<State>> {
  return new Search(system, options, observer).run()
}

class Search<State> {
  readonly #system: System<State>
  readonly #options: SearchOptions
  readonly #observer: Observer<State> | null
  readonly #judge: Judge<State>
  readonly #pacer: Pacer
  readonly #heap = new HeapGrowth()
  readonly #store: StateStore<State>
  readonly #findings = new Findings()
  readonly #outside = new Map<number, string>()
  readonly #levels = [0]
  #generated = 0
  #expanded = 0

  constructor(system: System<State>, options: SearchOptions, observer: Observer<State> | null) {
    this.#system = system
    this.#options = options
    this.#observer = observer
    this.#judge = new Judge(system)
    this.#store = new StateStore(system)
    this.#pacer = new Pacer({
      timeout: options.timeout ?? null,
      signal: options.signal ?? null,
      onPause: () => options.progress?.(this.#progress()),
    })
  }

  async run(): Promise<Searched<State>> {
    this.#begin()
    for (let depth = 0; ; depth++) {
      const first = this.#levels.at(-1) ?? 0
      const end = this.#store.size
      if (first === end) return this.#result('complete', depth - 1)
      this.#levels.push(end)
      const known = this.#findings.depth <= depth && this.#options.continue !== true
      const bound = this.#bound(depth)
      // What is wrong in this level's states decides over what was found in them so far, whatever the bounds say.
      if (bound !== null && this.#findings.depth !== depth) return this.#result(bound, depth - 1)
      const keep = !known && bound === null
      const stopped = await this.#expandLevel(first, end, depth, keep)
      if (stopped !== null) return this.#result(stopped, depth - 1)
      if (known) return this.#result('wrong', depth - 1)
      if (bound !== null) return this.#result(bound, depth - 1)
      if (this.#findings.depth <= depth && this.#options.continue !== true) {
        return this.#result('wrong', depth)
      }
    }
  }

  #begin(): void {
    for (const [position, outcome] of this.#system.initial().entries()) {
      const end: End = { at: 'initial', position }
      switch (outcome.kind) {
        case 'state':
          this.#generated++
          this.#find(outcome.state, 0)
          break
        case 'fault':
          this.#note(0, end, fault(outcome.fault))
          break
        case 'assertion':
          this.#note(0, end, failed(outcome.assertion))
          break
      }
    }
  }

  /** The bound that forbids to expand a level of this depth. */
  #bound(depth: number): 'states' | 'depth' | null {
    const { maxDepth, maxStates } = this.#options
    if (maxDepth != null && depth >= maxDepth) return 'depth'
    if (maxStates != null && this.#store.size >= maxStates) return 'states'
    return null
  }

  /** Expands the states numbered from `first` to `end`. Without `keep`, only for what is wrong in these states themselves. */
  async #expandLevel(
    first: number,
    end: number,
    depth: number,
    keep: boolean,
  ): Promise<'time' | 'memory' | 'interrupt' | null> {
    for (let number = first; number < end; number++) {
      if (this.#pacer.due) {
        const stopped = await this.#pacer.pause()
        if (stopped !== null) return stopped
        if (this.#heap.bytes > (this.#options.memory ?? Infinity)) return 'memory'
      }
      this.#expand(number, depth, keep)
      if (keep) this.#expanded++
    }
    return null
  }

  #expand(number: number, depth: number, keep: boolean): void {
    if (this.#outside.has(number)) return
    const state = this.#store.at(number)
    this.#observer?.note(state)
    const outcomes = this.#system.expand(state)
    for (const [position, { result, ofState }] of outcomes.entries()) {
      if (ofState) {
        if (result.kind === 'fault') {
          this.#note(depth, { at: 'state', state: number }, fault(result.fault))
        }
        continue
      }
      if (!keep) continue
      const end: End = { at: 'step', from: number, position }
      switch (result.kind) {
        case 'state':
          this.#generated++
          for (const judged of this.#judge.ofStep(state, result.state)) {
            this.#note(depth + 1, end, judged)
          }
          this.#find(result.state, depth + 1)
          break
        case 'fault':
          this.#note(depth + 1, end, fault(result.fault))
          break
        case 'assertion':
          this.#note(depth + 1, end, failed(result.assertion))
          break
      }
    }
    if (this.#options.deadlock === false) return
    const judged = this.#judge.ofDeadlock(state, outcomes)
    if (judged !== null) this.#note(depth, { at: 'state', state: number }, judged)
  }

  #find(state: State, depth: number): void {
    const before = this.#store.size
    const number = this.#store.add(state)
    if (number < before) return
    const { wrong, outside } = this.#judge.ofState(state, depth === 0)
    for (const judged of wrong) this.#note(depth, { at: 'state', state: number }, judged)
    if (outside !== null) this.#outside.set(number, outside.name)
  }

  #note(depth: number, end: End, { kind, declared, wrong }: Judged): void {
    this.#findings.note({ depth, kind, declared }, end, wrong)
  }

  #progress(): Progress {
    return {
      states: this.#store.size,
      generated: this.#generated,
      depth: this.#levels.length - 2,
      queue: this.#store.size - this.#expanded,
      memory: this.#heap.bytes,
    }
  }

  #result(stop: Stop, completeDepth: number): Searched<State> {
    if (this.#store.size > (this.#levels.at(-1) ?? 0)) this.#levels.push(this.#store.size)
    let outsideUnexpanded = 0
    for (const number of this.#outside.keys()) if (number >= this.#expanded) outsideUnexpanded++
    return {
      store: this.#store,
      levels: this.#levels,
      generated: this.#generated,
      stop,
      completeDepth,
      frontier: this.#store.size - this.#expanded - outsideUnexpanded,
      findings: this.#findings,
      unreached: this.#judge.unreached.map(({ name }) => name),
      outside: this.#outside,
      noted: this.#observer?.noted ?? null,
    }
  }
}
