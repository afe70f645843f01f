/** Coverage by the plain executor of the flat program: its own search, then every state expanded once more with a counter. */

import type { Model } from '../../dsl/ir.ts'
import type { SearchOptions } from '../exploration.ts'
import { execute } from '../lower/executor.ts'
import { lower } from '../lower/lower.ts'
import type { FlatState } from '../lower/state.ts'
import { Pacer } from '../pacer.ts'
import { search } from '../search.ts'
import type { Fault, System } from '../system.ts'
import { witnessesOf } from '../vacuity/witnesses.ts'
import type { Covered } from './covered.ts'
import { Counter } from './recorder.ts'
import { spotsOf } from './spots.ts'

/**
 * What is executed in the states that a search with these options finds, each expanded once. Null where the time or the signal ended
 * it early.
 */
export async function countedBySystem(
  model: Model,
  { maxStates, maxDepth, timeout, memory, continue: onward, deadlock, signal }: SearchOptions,
): Promise<Covered | null> {
  const program = lower(model)
  const bounds = { maxStates, maxDepth, timeout, memory, deadlock, signal }
  const given = Object.entries({ ...bounds, continue: onward }).filter(([, value]) => value != null)
  const { store, outside, stop } = await search(execute(program), Object.fromEntries(given))
  if (stop === 'time' || stop === 'memory' || stop === 'interrupt') return null
  const counter = new Counter(spotsOf(program))
  const system = execute(program, counter)
  const lookout = new Lookout(system)
  const pacer = new Pacer({ signal: signal ?? null })
  system.initial()
  for (let number = 0; number < store.size; number++) {
    if (pacer.due && (await pacer.pause()) !== null) return null
    const state = store.at(number)
    lookout.state(state)
    if (outside.has(number)) continue
    for (const { result } of system.expand(state)) {
      if (result.kind === 'state') lookout.step(state, result.state)
    }
  }
  return { spots: counter.spots, counts: counter.counts, exact: true, seen: lookout.seen }
}

/** Looks for witnesses. A fault counts as one: nothing is known then. */
class Lookout {
  readonly seen: boolean[]
  readonly #states: (readonly [at: number, test: (state: FlatState) => boolean | Fault])[] = []
  readonly #steps: (readonly [
    at: number,
    test: (before: FlatState, after: FlatState) => boolean | Fault,
  ])[] = []

  constructor(system: System<FlatState>) {
    const witnesses = witnessesOf(system.model)
    this.seen = witnesses.map(() => false)
    for (const [at, { expr, ofStep }] of witnesses.entries()) {
      if (ofStep) this.#steps.push([at, system.relation(expr)])
      else this.#states.push([at, system.predicate(expr)])
    }
  }

  state(state: FlatState): void {
    for (const [at, test] of this.#states) {
      if (this.seen[at] !== true) this.seen[at] = test(state) !== false
    }
  }

  step(before: FlatState, after: FlatState): void {
    for (const [at, test] of this.#steps) {
      if (this.seen[at] !== true) this.seen[at] = test(before, after) !== false
    }
  }
}
