/** All that an engine shows of a model, level after level, as plain data. */

import type { Fault, InitialOutcome, Outcome, Result, System } from '../../checker/system.ts'
import { keyOf } from './same.ts'

export interface Limits {
  /** No level is expanded when so many states are found. */
  readonly states: number
  /** No level past this one is expanded. */
  readonly depth: number
}

/** A decoded state as text: equal for equal states, and only for those. */
type Key = string

export interface Recording {
  readonly initial: readonly InitialOutcome<Key>[]
  /** Where the engine's equality or hash belies its decoded states. */
  readonly belied: readonly string[]
  readonly levels: readonly (readonly Visit[])[]
}

/** A state that was found. */
export interface Visit {
  readonly state: Key
  readonly settled: boolean
  /** To each property of states, end and constraint. */
  readonly answers: readonly (boolean | Fault)[]
  /** Null where the limits ended the exploration. */
  readonly outcomes: readonly RecordedOutcome[] | null
}

export interface RecordedOutcome extends Outcome<Key> {
  /** To each step property; none where there is no state after the step. */
  readonly answers: readonly (boolean | Fault)[]
}

/** Explores within the limits. Throws what the engine throws. */
export function record<State>(system: System<State>, limits: Limits): Recording {
  return new Recorder(system).record(limits)
}

class Recorder<State> {
  readonly #system: System<State>
  readonly #predicates: readonly ((state: State) => boolean | Fault)[]
  readonly #relations: readonly ((before: State, after: State) => boolean | Fault)[]
  readonly #found = new Map<Key, State>()
  readonly #byHash = new Map<number, readonly State[]>()
  readonly #belied: string[] = []
  /** The states that are not expanded yet. */
  #level: State[] = []

  constructor(system: System<State>) {
    const { properties, ends, constraints } = system.model
    const ofStates = properties.filter(({ kind }) => kind !== 'step')
    const ofSteps = properties.filter(({ kind }) => kind === 'step')
    this.#system = system
    this.#predicates = [...ofStates, ...ends, ...constraints].map(({ expr }) =>
      system.predicate(expr),
    )
    this.#relations = ofSteps.map(({ expr }) => system.relation(expr))
  }

  record(limits: Limits): Recording {
    const initial = this.#system.initial().map((outcome) => this.#keep(outcome))
    const levels: (readonly Visit[])[] = []
    for (let depth = 0; this.#level.length > 0; depth += 1) {
      const expanding = depth <= limits.depth && this.#found.size < limits.states
      const level = this.#level
      this.#level = []
      levels.push(level.map((state) => this.#visit(state, expanding)))
    }
    return { initial, levels, belied: this.#belied }
  }

  #visit(state: State, expanding: boolean): Visit {
    return {
      state: keyOf(this.#system.decode(state)),
      settled: this.#system.settled(state),
      answers: this.#predicates.map((predicate) => predicate(state)),
      outcomes: expanding
        ? this.#system.expand(state).map((outcome) => this.#outcome(state, outcome))
        : null,
    }
  }

  #outcome(before: State, outcome: Outcome<State>): RecordedOutcome {
    const { result } = outcome
    const answers =
      result.kind === 'state'
        ? this.#relations.map((relation) => relation(before, result.state))
        : []
    return { ...outcome, result: this.#keep(result), answers }
  }

  #keep(result: Result<State>): Result<Key> {
    return result.kind === 'state' ? { kind: 'state', state: this.#find(result.state) } : result
  }

  #find(state: State): Key {
    const { decode, equal, hash } = bound(this.#system)
    const key = keyOf(decode(state))
    const code = hash(state)
    const known = this.#found.get(key)
    if (key.includes('"-0"')) this.#belied.push(`a negative zero: ${key}`)
    if (known !== undefined) {
      if (!equal(known, state)) this.#belied.push(`equal and said to differ: ${key}`)
      if (hash(known) !== code) this.#belied.push(`equal and of other hashes: ${key}`)
      return key
    }
    const others = this.#byHash.get(code) ?? []
    const taken = others.find((other) => equal(other, state))
    if (taken !== undefined) {
      this.#belied.push(`different and said to be equal: ${keyOf(decode(taken))} and ${key}`)
    }
    this.#byHash.set(code, [...others, state])
    this.#found.set(key, state)
    this.#level.push(state)
    return key
  }
}

function bound<State>(system: System<State>) {
  return {
    decode: (state: State) => system.decode(state),
    equal: (left: State, right: State) => system.equal(left, right),
    hash: (state: State) => system.hash(state),
  }
}
