/** Looks at the states of a system, and keeps what it has observed. */

import type { Fault, System } from '../system.ts'
import type { Program } from '../lower/program.ts'
import type { Look, Observations } from './observation.ts'

interface Prepared<State> {
  readonly test: ((state: State, thread: number) => boolean | Fault) | null
  readonly numbers: readonly number[]
}

export interface Seen {
  readonly thread: number
  readonly number: number
}

export class Observer<State> {
  readonly #system: System<State>
  readonly #threads: number
  /** By the id of the statement. */
  readonly #lookouts = new Map<string, readonly Prepared<State>[]>()
  readonly #noted = new Set<number>()

  /** The observations are those of the program of the system's model. */
  constructor(system: System<State>, program: Program, observations: Observations) {
    this.#system = system
    this.#threads = program.threads
    const tests = new Map<Look['test'], Prepared<State>['test']>([[null, null]])
    for (const { process, statement, looks } of observations.lookouts) {
      const id = program.processes[process]?.statements[statement]?.id
      if (id === undefined) throw new Error(`there is no statement ${statement}`)
      const prepared = looks.map(({ test, numbers }) => {
        const known = tests.get(test)
        if (known !== undefined || test === null) return { test: known ?? null, numbers }
        const made = system.predicateOf(test)
        tests.set(test, made)
        return { test: made, numbers }
      })
      this.#lookouts.set(id, prepared)
    }
  }

  /** The numbers of what was observed so far. */
  get noted(): ReadonlySet<number> {
    return this.#noted
  }

  /** Notes what is to be observed in the state. */
  note(state: State): void {
    for (const [look, thread] of this.#looks(state)) {
      const isKnown = look.numbers.every((number) => this.#noted.has(number))
      if (isKnown || !isTrue(look, state, thread)) continue
      for (const number of look.numbers) this.#noted.add(number)
    }
  }

  /** Which of these is observed in the state, and of whom: the first of the first such thread; null where none is. */
  sees(state: State, sought: ReadonlySet<number>): Seen | null {
    for (const [look, thread] of this.#looks(state)) {
      const number = look.numbers.find((each) => sought.has(each))
      if (number !== undefined && isTrue(look, state, thread)) return { thread, number }
    }
    return null
  }

  *#looks(state: State): Generator<readonly [Prepared<State>, number]> {
    for (let thread = 0; thread < this.#threads; thread++) {
      const id = this.#system.resting(state, thread)
      const looks = id === null ? undefined : this.#lookouts.get(id)
      for (const look of looks ?? []) yield [look, thread]
    }
  }
}

function isTrue<State>({ test }: Prepared<State>, state: State, thread: number): boolean {
  return test === null || test(state, thread) === true
}
