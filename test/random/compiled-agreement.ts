/** The generated functions held against the flat executor: every outcome and every judgement of every state within limits. */

import { rankCode } from '../../checker/compiled/runtime/judgement.ts'
import { Judge } from '../../checker/judge.ts'
import type { Judged } from '../../checker/judge.ts'
import { execute } from '../../checker/lower/executor.ts'
import { lower } from '../../checker/lower/lower.ts'
import type { Program } from '../../checker/lower/program.ts'
import type { FlatState } from '../../checker/lower/state.ts'
import type { Outcome, System } from '../../checker/system.ts'
import type { Model } from '../../dsl/ir.ts'
import { answersOf } from './compiled.ts'
import type { Answers, Ended } from './compiled.ts'
import type { Limits } from './record.ts'

/** In what the two differ first, told to a reader; null where they agree. `make` gives the generated functions. */
export function compiledDifference(
  model: Model,
  limits: Limits,
  make: (program: Program) => Answers = (program) => answersOf(program),
): string | null {
  const program = lower(model)
  return new Comparison(execute(program), program.threads, make(program)).run(limits)
}

class Comparison {
  readonly #system: System<FlatState>
  readonly #threads: number
  readonly #answers: Answers
  readonly #judge: Judge<FlatState>

  constructor(system: System<FlatState>, threads: number, answers: Answers) {
    this.#system = system
    this.#threads = threads
    this.#answers = answers
    this.#judge = new Judge(system)
  }

  run({ states, depth }: Limits): string | null {
    const found = new Set<string>()
    let level: FlatState[] = []
    const keep = (state: FlatState): void => {
      if (found.has(state.key)) return
      found.add(state.key)
      level.push(state)
    }
    for (const outcome of this.#system.initial()) if (outcome.kind === 'state') keep(outcome.state)
    for (let at = 0; at <= depth && level.length > 0 && found.size < states; at++) {
      const expanding = level
      level = []
      for (const state of expanding) {
        const outcomes = this.#system.expand(state)
        const difference = this.#ofState(state, outcomes, at === 0)
        if (difference !== null) return `at depth ${at}, in ${state.key}\n${difference}`
        for (const { result } of outcomes) if (result.kind === 'state') keep(result.state)
      }
    }
    const { properties } = this.#system.model
    const reached = properties
      .filter(({ kind }) => kind === 'reachable')
      .map((property) => !this.#judge.unreached.includes(property))
    return unequal('reached', reached.join(), this.#answers.reached().join())
  }

  #ofState(
    state: FlatState,
    outcomes: readonly Outcome<FlatState>[],
    isInitial: boolean,
  ): string | null {
    const answers = this.#answers
    const { outcomes: computed, enabled, stuck } = answers.expand(state)
    const wanted = outcomes.map((outcome) => this.#ended(outcome))
    for (let i = 0; i < Math.max(wanted.length, computed.length); i++) {
      const [one, other] = [wanted[i], computed[i]]
      const found = unequal(`outcome ${i}`, text(one), text(other))
      if (found !== null) return found
      if (one?.site !== other?.site) return `outcome ${i}, ${text(one)}: another site`
    }
    const isEnabled = outcomes.some(({ ofState }) => !ofState)
    const { outside, wrong } = this.#judge.ofState(state, isInitial)
    const standstill = this.#judge.ofEnd(state)
    // Where a guard faults that is what is reported, and who else is stuck is nobody's business.
    const isStuck = outcomes.some(({ ofState }) => ofState)
      ? stuck
      : this.#judge.stuck(state, outcomes).length > 0
    const position = outside === null ? 0 : this.#system.model.constraints.indexOf(outside) + 1
    return (
      unequal('enabled', isEnabled, enabled) ??
      unequal('stuck', isStuck, stuck) ??
      unequal('settled', this.#system.settled(state), answers.settled(state)) ??
      unequal('judge', answer(wrong), answers.judge(state, isInitial)) ??
      unequal('outside', position, answers.outside(state)) ??
      unequal('end', answer(standstill === null ? [] : [standstill]), answers.end(state)) ??
      this.#ofSteps(state, outcomes)
    )
  }

  #ofSteps(before: FlatState, outcomes: readonly Outcome<FlatState>[]): string | null {
    for (const [i, { result }] of outcomes.entries()) {
      if (result.kind !== 'state') continue
      const wanted = answer(this.#judge.ofStep(before, result.state))
      const found = unequal(`step ${i}`, wanted, this.#answers.judgeStep(before, result.state))
      if (found !== null) return found
    }
    return null
  }

  #ended({ thread, ofState, result }: Outcome<FlatState>): Ended {
    const actor = thread ?? this.#threads
    switch (result.kind) {
      case 'state':
        return { actor, text: `state ${result.state.key}`, site: null }
      case 'fault': {
        const { kind, site } = result.fault
        return { actor, text: ofState ? `${kind} of the state` : kind, site }
      }
      case 'assertion': {
        const { message, site } = result.assertion
        return { actor, text: `assertion ${message}`, site }
      }
    }
  }
}

/** One more than the least rank code; 0 where nothing is wrong. */
function answer(wrong: readonly Judged[]): number {
  if (wrong.length === 0) return 0
  return 1 + Math.min(...wrong.map(({ kind, declared }) => rankCode(kind, declared)))
}

function text(ended: Ended | undefined): string {
  return ended === undefined ? 'none' : `${ended.text} by ${ended.actor}`
}

function unequal<T>(what: string, wanted: T, found: T): string | null {
  if (wanted === found) return null
  return `${what}\n  executor: ${String(wanted)}\n  compiled: ${String(found)}`
}
