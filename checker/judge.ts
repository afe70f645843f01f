/** Judges states and steps by what a model declares: its properties, its constraints and its legitimate ends. */

import type { Condition, Expr, Property } from '../dsl/ir.ts'
import type { Rank } from './findings.ts'
import { obligationsOf } from './liveness/obligation.ts'
import { PartialDeadlock } from './partial-deadlock.ts'
import type { FailedAssertion, Fault, Outcome, System } from './system.ts'
import type { Wrong } from './verdict.ts'

/** Something wrong, with what decides among several at one depth. */
export interface Judged {
  readonly kind: Rank['kind']
  readonly declared: number
  readonly wrong: Wrong
}

/** A judgement of one state by itself, that is without its steps. */
interface StateJudgement {
  readonly wrong: readonly Judged[]
  /** The first constraint that the state is outside of. */
  readonly outside: Condition | null
}

interface Prepared<Declared, Test> {
  readonly declaration: Declared
  readonly declared: number
  readonly test: Test
}

type StateTest<State> = (state: State) => boolean | Fault
type StepTest<State> = (before: State, after: State) => boolean | Fault

const fine: readonly Judged[] = []

/** The properties, constraints and ends of one model, prepared once. */
export class Judge<State> {
  readonly #system: System<State>
  readonly #states: readonly Prepared<Property, StateTest<State>>[]
  readonly #steps: readonly Prepared<Property, StepTest<State>>[]
  readonly #constraints: readonly Prepared<Condition, StateTest<State>>[]
  readonly #ends: readonly Prepared<Condition, StateTest<State>>[]
  /** Of temporal properties, only for the faults in them. */
  readonly #stateAtoms: readonly StateTest<State>[]
  readonly #stepAtoms: readonly StepTest<State>[]
  readonly #unreached: Set<Property>
  #partial: PartialDeadlock<State> | null = null

  constructor(system: System<State>) {
    const { properties, constraints, ends } = system.model
    const predicate = <Declared extends Property | Condition>(
      declaration: Declared,
      declared: number,
    ): Prepared<Declared, StateTest<State>> => ({
      declaration,
      declared,
      test: system.predicate(declaration.expr),
    })
    this.#system = system
    this.#states = properties.flatMap((property, declared) =>
      property.kind === 'step' ? [] : [predicate(property, declared)],
    )
    this.#steps = properties.flatMap((declaration, declared) =>
      declaration.kind === 'step'
        ? [{ declaration, declared, test: system.relation(declaration.expr) }]
        : [],
    )
    this.#constraints = constraints.map(predicate)
    this.#ends = ends.map(predicate)
    const obligations = obligationsOf(system.model)
    this.#stateAtoms = distinct(obligations.flatMap(({ stateAtoms }) => stateAtoms)).map((test) =>
      system.predicate(test),
    )
    this.#stepAtoms = distinct(obligations.flatMap(({ stepAtoms }) => stepAtoms)).map((test) =>
      system.relation(test),
    )
    this.#unreached = new Set(properties.filter((property) => property.kind === 'reachable'))
  }

  /** The `reachable` properties for which no state judged so far is a witness, as declared. */
  get unreached(): readonly Property[] {
    return [...this.#unreached]
  }

  /** The state by its invariants, by tests that may fault, and by constraints; an initial one by what is said of those too; notes witnesses. */
  ofState(state: State, isInitial = false): StateJudgement {
    let wrong: Judged[] | null = null
    for (const { declaration, declared, test } of this.#states) {
      if (declaration.kind === 'initial' && !isInitial) continue
      const answer = test(state)
      if (typeof answer !== 'boolean') (wrong ??= []).push(fault(answer))
      else if (declaration.kind === 'reachable') {
        if (answer) this.#unreached.delete(declaration)
      } else if (answer !== (declaration.kind !== 'never')) {
        ;(wrong ??= []).push(
          declaration.kind === 'rule'
            ? broken(declaration, declared)
            : { kind: 'invariant', declared, wrong: violated(declaration) },
        )
      }
    }
    for (const test of this.#stateAtoms) {
      const answer = test(state)
      if (typeof answer !== 'boolean') (wrong ??= []).push(fault(answer))
    }
    for (const { declaration, test } of this.#constraints) {
      const answer = test(state)
      if (answer === true) continue
      if (answer === false) return { wrong: wrong ?? fine, outside: declaration }
      ;(wrong ??= []).push(fault(answer))
    }
    return { wrong: wrong ?? fine, outside: null }
  }

  /** A step by the step properties. */
  ofStep(before: State, after: State): readonly Judged[] {
    let wrong: Judged[] | null = null
    for (const { declaration, declared, test } of this.#steps) {
      const answer = test(before, after)
      if (typeof answer !== 'boolean') (wrong ??= []).push(fault(answer))
      else if (!answer)
        (wrong ??= []).push({ kind: 'step', declared, wrong: violated(declaration) })
    }
    for (const test of this.#stepAtoms) {
      const answer = test(before, after)
      if (typeof answer !== 'boolean') (wrong ??= []).push(fault(answer))
    }
    return wrong ?? fine
  }

  /** A state by who can go on from it: a deadlock where nobody can, or somebody never again, unless it is a legitimate end. */
  ofDeadlock(state: State, outcomes: readonly Outcome<State>[]): Judged | null {
    const standstill = outcomes.every(({ ofState }) => ofState)
    return standstill || this.stuck(state, outcomes).length > 0 ? this.ofEnd(state) : null
  }

  /** A state from which somebody cannot go on: a deadlock unless it is a legitimate end. */
  ofEnd(state: State): Judged | null {
    if (this.#system.settled(state)) return null
    for (const { test } of this.#ends) {
      const answer = test(state)
      if (answer === true) return null
      if (answer !== false) return fault(answer)
    }
    return { kind: 'deadlock', declared: 0, wrong: { kind: 'deadlock' } }
  }

  /** Who can never run again in the state, as `PartialDeadlock` says. */
  stuck(state: State, outcomes: readonly Outcome<State>[]): readonly number[] {
    this.#partial ??= new PartialDeadlock(this.#system)
    return this.#partial.stuck(state, outcomes)
  }
}

function distinct(tests: readonly Expr[]): readonly Expr[] {
  return [...new Set(tests)]
}

/** A fault as something wrong. */
export function fault({ kind, detail, site }: Fault): Judged {
  return {
    kind: 'fault',
    declared: 0,
    wrong: { kind: 'fault', fault: kind, message: detail, site },
  }
}

/** A failed assertion as something wrong. */
export function failed({ message, site }: FailedAssertion): Judged {
  return { kind: 'assertion', declared: 0, wrong: { kind: 'assertion', message, site } }
}

/** A broken rule: a fault, that goes behind those of steps. */
function broken({ name, site }: Property, declared: number): Judged {
  const wrong: Wrong = { kind: 'fault', fault: 'rule', message: name, site }
  return { kind: 'fault', declared: declared + 1, wrong }
}

function violated(property: Property): Wrong {
  const { kind, name, site, refines } = property
  if (kind === 'reachable' || kind === 'rule')
    throw new Error(`What is ${kind} is never violated: ${name}`)
  const refined = refines === undefined ? {} : { refines: refines.model.name }
  return { kind: 'violated', property: { kind, name, site, ...refined } }
}
