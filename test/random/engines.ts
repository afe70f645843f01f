/** The two engines that are held against each other, and what each shows of a model. */

import { execute } from '../../checker/lower/executor.ts'
import { lower } from '../../checker/lower/lower.ts'
import { interpret } from '../../checker/reference/interpreter.ts'
import type { System } from '../../checker/system.ts'
import type { Model } from '../../dsl/ir.ts'
import { difference } from './compare.ts'
import { record } from './record.ts'
import type { Limits, Recording } from './record.ts'

/** An engine of which only the behaviour is known. */
export type Engine = (model: Model) => System<unknown>

/** The system with the type of its states forgotten: a state is only ever given back to where it came from. */
export function opaque<State>(system: System<State>): System<unknown> {
  // Who gets a state as unknown can do nothing with it but hand it back.
  return system as unknown as System<unknown>
}

export const reference: Engine = (model) => opaque(interpret(model))
export const flat: Engine = (model) => opaque(execute(lower(model)))

/** A recording, or what the engine threw instead of giving one. */
export type Shown =
  | { readonly kind: 'recording'; readonly recording: Recording }
  | { readonly kind: 'thrown'; readonly error: unknown }

export function show(engine: Engine, model: Model, limits: Limits): Shown {
  try {
    return { kind: 'recording', recording: record(engine(model), limits) }
  } catch (error) {
    return { kind: 'thrown', error }
  }
}

/** In what the engines disagree about the model; null where they agree. What either throws is a disagreement. */
export function disagreement(left: Shown, right: Shown): string | null {
  if (left.kind === 'recording' && right.kind === 'recording') {
    return difference(left.recording, right.recording)
  }
  const told = [left, right].map((each, position) => {
    const side = position === 0 ? 'left' : 'right'
    if (each.kind === 'recording') return `${side}: nothing thrown`
    return `${side} throws ${each.error instanceof Error ? each.error.stack : String(each.error)}`
  })
  return told.join('\n')
}
