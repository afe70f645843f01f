/** The graph of a system's states, computed anew wherever it is looked at. */

import type { Expr } from '../../dsl/ir.ts'
import type { Program } from '../lower/program.ts'
import type { StateStore } from '../state-store.ts'
import type { Fault, Outcome, System } from '../system.ts'
import { combinationsOf } from './combinations.ts'
import { conditionsOf } from './conditions.ts'
import type { Conditions } from './conditions.ts'
import type { Edges, Graph, StepKinds } from './graph.ts'
import { KindTable } from './kind-table.ts'
import { bitsOf } from './lasso-truth.ts'
import type { Obligation } from './obligation.ts'
import { stepKinds } from './step-kind.ts'

/** The tests of one obligation, prepared. */
interface Tests<State> {
  readonly states: readonly ((state: State) => boolean | Fault)[]
  readonly steps: readonly ((before: State, after: State) => boolean | Fault)[]
}

/**
 * The graph of the states in `store`, by their numbers there. They must be all of the system's, and nothing may be wrong with any: where
 * a step or a test fails nevertheless, the methods throw.
 */
export class SystemGraph<State> implements Graph {
  readonly size: number
  readonly initial: readonly number[]
  readonly #system: System<State>
  readonly #store: StateStore<State>
  readonly #conditions: Conditions
  readonly #table: KindTable
  readonly #kindOf: ReturnType<typeof stepKinds>
  readonly #numbers = new Map<string, number>()
  readonly #tests: readonly Tests<State>[]
  #edges = edgesFor(64)

  /** `program` is that of the system's model. */
  constructor(
    system: System<State>,
    store: StateStore<State>,
    program: Program,
    obligations: readonly Obligation[],
  ) {
    this.#system = system
    this.#store = store
    this.size = store.size
    this.initial = system.initial().map((outcome) => {
      if (outcome.kind !== 'state') throw new Error('the model fails before its first state')
      return this.#number(outcome.state)
    })
    this.#conditions = conditionsOf(program, combinationsOf(program))
    this.#table = new KindTable(this.#conditions.list.length)
    this.#kindOf = stepKinds(system.model)
    this.#tests = obligations.map(({ stateAtoms, stepAtoms }) => ({
      states: stateAtoms.map((test: Expr) => system.predicate(test)),
      steps: stepAtoms.map((test: Expr) => system.relation(test)),
    }))
  }

  /** What is assumed of the model's runs. */
  get conditions(): Conditions {
    return this.#conditions
  }

  get kinds(): StepKinds {
    return this.#table
  }

  get edges(): Edges {
    return this.#edges
  }

  expand(number: number, obligation: number): number {
    const state = this.#store.at(number)
    const outcomes = this.#system.expand(state)
    if (outcomes.length > this.#edges.targets.length) this.#edges = edgesFor(outcomes.length * 2)
    const { targets, kinds, stepAtoms } = this.#edges
    const tests = this.#tests[obligation]?.steps ?? []
    for (const [position, outcome] of outcomes.entries()) {
      const { result } = outcome
      if (result.kind !== 'state') throw new Error(`step ${outcome.step.id} fails`)
      const target = this.#number(result.state)
      targets[position] = target
      kinds[position] = this.#kind(outcome, state)
      stepAtoms[position] =
        target === number ? 0 : bitsOf(tests, (test) => test(state, result.state))
    }
    return outcomes.length
  }

  look(number: number, obligation: number): number {
    return this.expand(number, obligation)
  }

  target(position: number): number {
    return this.#edges.targets[position] ?? 0
  }

  stateAtoms(number: number, obligation: number): number {
    const state = this.#store.at(number)
    return bitsOf(this.#tests[obligation]?.states ?? [], (test) => test(state))
  }

  #number(state: State): number {
    const number = this.#store.find(state)
    if (number === null) throw new Error('a state was not explored')
    return number
  }

  #kind(outcome: Outcome<State>, before: State): number {
    const kind = this.#kindOf(outcome, () => this.#system.decode(before))
    const { thread, step, branches, labels, parameters } = kind
    const key = JSON.stringify([thread, step.id, branches.map(({ id }) => id), labels, parameters])
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#table.add(this.#conditions.of(kind))
    this.#numbers.set(key, number)
    return number
  }
}

function edgesFor(outcomes: number): Edges {
  return {
    targets: new Uint32Array(outcomes),
    kinds: new Uint32Array(outcomes),
    stepAtoms: new Uint32Array(outcomes),
  }
}
