/** A plain breadth-first search over a system, and short views of what it yields. */

import type { Expr, Model } from '../../../dsl/ir.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { InterpretedState } from '../../../checker/reference/interpreter.ts'
import type { Fault, Outcome, System } from '../../../checker/system.ts'
import type { Value } from '../../../checker/value.ts'
import { model } from './build.ts'

interface Explored {
  readonly distinct: number
  readonly generated: number
  readonly states: readonly InterpretedState[]
  readonly outcomes: readonly Outcome<InterpretedState>[]
}

export function explore(system: System<InterpretedState>): Explored {
  const buckets = new Map<number, InterpretedState[]>()
  const states: InterpretedState[] = []
  const outcomes: Outcome<InterpretedState>[] = []
  let generated = 0
  const add = (state: InterpretedState): void => {
    generated += 1
    const hash = system.hash(state)
    const bucket = buckets.get(hash) ?? []
    if (bucket.some((other) => system.equal(other, state))) return
    buckets.set(hash, [...bucket, state])
    states.push(state)
  }
  for (const outcome of system.initial()) if (outcome.kind === 'state') add(outcome.state)
  for (const state of states) {
    for (const outcome of system.expand(state)) {
      outcomes.push(outcome)
      if (outcome.result.kind === 'state') add(outcome.result.state)
    }
  }
  return { distinct: states.length, generated, states, outcomes }
}

/** The only initial state. */
export function initialState(system: System<InterpretedState>): InterpretedState {
  const [outcome, ...others] = system.initial()
  if (outcome?.kind !== 'state' || others.length > 0) throw new Error('not one initial state')
  return outcome.state
}

/** The state after the outcome with this position in each state on the way. */
export function after(
  system: System<InterpretedState>,
  ...positions: readonly number[]
): InterpretedState {
  return positions.reduce((state, position) => {
    const result = system.expand(state)[position]?.result
    if (result?.kind !== 'state') throw new Error(`no state at position ${position}`)
    return result.state
  }, initialState(system))
}

/** What an outcome is, in one line: who, which statement, choices, and what came of it. */
function line(
  system: System<InterpretedState>,
  { step, thread, choices, result, ofState }: Outcome<InterpretedState>,
): string {
  const chosen = choices.map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).join('')
  const who = thread === null ? step.id : `${thread} ${step.id}`
  if (result.kind === 'fault') {
    return `${who}${chosen} ! ${result.fault.kind}${ofState ? ' of the state' : ''}`
  }
  if (result.kind === 'assertion') return `${who}${chosen} ! ${result.assertion.message}`
  const { variables } = system.decode(result.state)
  return `${who}${chosen} -> ${Object.values(variables)
    .map((v) => JSON.stringify(v))
    .join(' ')}`
}

/** The outcomes of a state, each in one line. */
export function lines(
  system: System<InterpretedState>,
  state: InterpretedState,
): readonly string[] {
  return system.expand(state).map((outcome) => line(system, outcome))
}

/** Where each process rests: its statement, labels and locals. */
export function rests(
  system: System<InterpretedState>,
  state: InterpretedState,
): readonly string[] {
  return system.decode(state).processes.map(({ at, labels, locals }) => {
    const passed = labels.map((label) => ` '${label}'`).join('')
    const live = locals.map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).join('')
    return `${at ?? 'terminated'}${passed}${live}`
  })
}

/** The value of a bool expression in a state, or the fault's kind. */
export function judge(of: Model, expr: Expr, state: InterpretedState): boolean | string {
  const verdict = interpret(of).predicate(expr)(state)
  return typeof verdict === 'boolean' ? verdict : verdict.kind
}

/** The value of an expression that reads no state, or its fault. */
export function evaluated(expr: Expr): Value | Fault {
  const system = interpret(model({ variables: [['x', expr.sort, expr]] }))
  const [outcome] = system.initial()
  if (outcome?.kind === 'fault') return outcome.fault
  if (outcome?.kind !== 'state') throw new Error('no initial state')
  return system.decode(outcome.state).variables['x'] ?? null
}

/** The kind of the fault of an expression that reads no state. */
export function faultKind(expr: Expr): string {
  const [outcome] = interpret(model({ variables: [['x', expr.sort, expr]] })).initial()
  return outcome?.kind === 'fault' ? outcome.fault.kind : 'no fault'
}
