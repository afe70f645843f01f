/** The states of a model and the steps between them, as the interpreter finds them. */

import { interpret } from '../../../checker/reference/interpreter.ts'
import type { InterpretedState } from '../../../checker/reference/interpreter.ts'
import type { Outcome, System } from '../../../checker/system.ts'
import type { Model } from '../../../dsl/ir.ts'
import { keyOf } from '../same.ts'

export interface Step {
  readonly source: number
  readonly target: number
  readonly outcome: Outcome<InterpretedState>
}

export interface TransitionGraph {
  readonly model: Model
  readonly system: System<InterpretedState>
  readonly states: readonly InterpretedState[]
  /** Numbers of states. */
  readonly initial: readonly number[]
  /** By source; those that change nothing are among them. */
  readonly steps: readonly (readonly Step[])[]
}

/** All of it; null where it has more than so many states, or where some step or the beginning fails. */
export function explore(model: Model, most: number): TransitionGraph | null {
  const system = interpret(model)
  const states: InterpretedState[] = []
  const numbers = new Map<string, number>()
  const numberOf = (state: InterpretedState): number => {
    const key = keyOf(system.decode(state))
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, states.length)
    states.push(state)
    return states.length - 1
  }
  const initial: number[] = []
  for (const outcome of system.initial()) {
    if (outcome.kind !== 'state') return null
    initial.push(numberOf(outcome.state))
  }
  const steps: (readonly Step[])[] = []
  // It grows while it is gone through.
  for (const [source, state] of states.entries()) {
    const from: Step[] = []
    for (const outcome of system.expand(state)) {
      if (outcome.result.kind !== 'state') return null
      from.push({ source, target: numberOf(outcome.result.state), outcome })
    }
    if (states.length > most) return null
    steps.push(from)
  }
  return { model, system, states, initial, steps }
}
