/** Who can never run again in a state, as far as the state and the text of the program tell: "Deadlock" in `dsl/semantics.md`. */

import { blocking } from './lower/blocking.ts'
import type { BlockingThread } from './lower/blocking.ts'
import { lower } from './lower/lower.ts'
import type { Outcome, System } from './system.ts'

/** Somebody who has not ended: what he needs, null where he goes on or can always be released, and what he may ever write. */
interface Standing {
  readonly thread: number
  readonly needs: bigint | null
  readonly writes: bigint
}

/** A thread, with what it needs and writes by the id of the statement at which it rests. */
interface Thread extends Pick<BlockingThread, 'paused'> {
  readonly at: ReadonlyMap<string, { readonly needs: bigint | null; readonly writes: bigint }>
}

/** The partial deadlocks of one system's states. */
export class PartialDeadlock<State> {
  readonly #system: System<State>
  readonly #threads: readonly Thread[]

  /** Of the model's states; `analysis` says who waits for what. */
  constructor(system: System<State>, analysis = blocking) {
    this.#system = system
    const program = lower(system.model)
    const known = analysis(program)
    const statements = program.processes.flatMap((flat) =>
      Array.from({ length: flat.instances }, () => flat.statements),
    )
    this.#threads = (known?.threads ?? []).map(({ paused, statements: places }, thread) => ({
      paused,
      at: new Map(places.map((place, at) => [statements[thread]?.[at]?.id ?? '', place])),
    }))
  }

  /**
   * The threads that can never run again, ascending, when `outcomes` is what `System.expand` answers for the state; nobody where
   * they may all stay where they are.
   */
  stuck(state: State, outcomes: readonly Outcome<State>[]): readonly number[] {
    let inside = this.#standings(state, outcomes)
    let written = 0n
    for (;;) {
      const released = inside.filter(({ needs }) => needs === null || (needs & written) !== 0n)
      if (released.length === 0) break
      for (const { writes } of released) written |= writes
      inside = inside.filter((one) => !released.includes(one))
    }
    return inside.some(({ thread }) => !this.#system.mayStay(state, thread))
      ? inside.map(({ thread }) => thread)
      : []
  }

  /** For each of these threads, of which none goes on in the state, who of the others may ever write what it waits for. */
  releasers(
    state: State,
    outcomes: readonly Outcome<State>[],
    threads: readonly number[],
  ): ReadonlyMap<number, readonly number[]> {
    const all = this.#standings(state, outcomes).filter(({ thread }) => threads.includes(thread))
    return new Map(
      all.map(({ thread, needs }) => {
        const others = all.filter(({ writes }) => needs !== null && (writes & needs) !== 0n)
        return [thread, others.flatMap((other) => (other.thread === thread ? [] : [other.thread]))]
      }),
    )
  }

  #standings(state: State, outcomes: readonly Outcome<State>[]): readonly Standing[] {
    const going = new Set(outcomes.flatMap(({ ofState, thread }) => (ofState ? [] : [thread])))
    return this.#threads.flatMap(({ at, paused }, thread): readonly Standing[] => {
      const rests = this.#system.resting(state, thread)
      const place = rests === null ? undefined : at.get(rests)
      if (place === undefined) return []
      const isPaused = !going.has(thread) && this.#system.paused(state, thread)
      const needs = going.has(thread) ? null : isPaused ? paused : place.needs
      return [{ thread, needs, writes: place.writes }]
    })
  }
}
