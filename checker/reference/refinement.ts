/** Why a run does not refine a model: its last step, and what that model could do instead. */

import { isDeepStrictEqual } from 'node:util'
import { List } from 'immutable'
import type { Action, Binder, Expr, Model, Refinement } from '../../dsl/ir.ts'
import { operands } from '../operands.ts'
import type { Attempt, RefinementFailure } from '../refinement-failure.ts'
import type { DecodedState, Outcome } from '../system.ts'
import { asBoolean, item } from './datum.ts'
import type { Datum } from './datum.ts'
import { explain } from './explain.ts'
import { catching } from './fault.ts'
import { interpret } from './interpreter.ts'
import { machineOf } from './machine.ts'
import { tuples } from './sorts.ts'
import { InterpretedState, bind, environment } from './state.ts'

/**
 * Why the step from `before` to `after`, or where that is null the first state `after`, is none of the model that is to be refined. Throws
 * when it is one after all: then the two readings of the model disagree.
 */
export function explainRefinement(
  concrete: Model,
  { model, mapping }: Refinement,
  before: InterpretedState | null,
  after: InterpretedState,
): RefinementFailure {
  const system = interpret(model)
  const last = mapped(concrete, mapping, after)
  const goal = system.decode(last)
  if (before === null) {
    return { model, before, after: goal, attempts: beginnings(model, goal) }
  }
  const first = mapped(concrete, mapping, before)
  const outcomes = system.expand(first)
  const attempts = model.actions.map((action) => {
    const own = outcomes.filter(({ step }) => step.id === action.name)
    return own.length === 0
      ? unable(model, action, first)
      : nearest(action.name, own, goal, (state) => system.decode(state))
  })
  const from = system.decode(first)
  if (attempts.some(isReached) || isDeepStrictEqual(from, goal)) {
    throw new Error(`A step that is said to be none of '${model.name}' is one.`)
  }
  return { model, before: from, after: goal, attempts }
}

/** The state as one of the other model. */
function mapped(
  concrete: Model,
  mapping: readonly Expr[],
  state: InterpretedState,
): InterpretedState {
  const { expressions } = machineOf(concrete)
  const env = environment(state, null)
  return new InterpretedState(List(mapping.map((term) => expressions.expr(term)(env))), List())
}

function beginnings(model: Model, goal: DecodedState): readonly Attempt[] {
  const system = interpret(model)
  const found = system
    .initial()
    .flatMap((outcome) => (outcome.kind === 'state' ? [system.decode(outcome.state)] : []))
    .map((state): Attempt => ({ kind: 'begins', state, different: differing(state, goal) }))
  if (found.some(isReached)) {
    throw new Error(`A state that is said to be no first one of '${model.name}' is one.`)
  }
  return found.length === 0 ? [] : [fewest(found)]
}

function isReached(attempt: Attempt): boolean {
  return 'different' in attempt && attempt.different.length === 0
}

function nearest(
  action: string,
  outcomes: readonly Outcome<InterpretedState>[],
  goal: DecodedState,
  decode: (state: InterpretedState) => DecodedState,
): Attempt {
  const attempts = outcomes.map(({ choices, result }): Attempt => {
    if (result.kind !== 'state') return { kind: 'fails', action, choices, failure: result }
    const state = decode(result.state)
    return { kind: 'elsewhere', action, choices, state, different: differing(state, goal) }
  })
  return fewest(attempts)
}

/** The first of those with the fewest differences; one that fails only where all do. */
function fewest(attempts: readonly Attempt[]): Attempt {
  const distance = (one: Attempt): number => ('different' in one ? one.different.length : Infinity)
  const least = Math.min(...attempts.map(distance))
  return item(
    attempts.filter((one) => distance(one) === least),
    0,
  )
}

function differing(state: DecodedState, goal: DecodedState): readonly string[] {
  return Object.keys(goal.variables).filter((name) => {
    return !isDeepStrictEqual(state.variables[name], goal.variables[name])
  })
}

/** Why the guard is false, for the values of the parameters for which the most of its conjuncts hold before one does not. */
function unable(
  model: Model,
  { name, parameters, guard }: Action,
  state: InterpretedState,
): Attempt {
  if (guard === null) return { kind: 'not enabled', action: name, reasons: [] }
  const { expressions } = machineOf(model)
  const parts = conjuncts(guard)
  const tests = parts.map((part) => expressions.expr(part))
  let best: readonly (readonly [Binder, Datum])[] = []
  let most = -1
  for (const values of tuples(parameters.map(({ sort }) => expressions.sorts.values(sort)))) {
    const bound = parameters.map((binder, at) => [binder, item(values, at)] as const)
    const env = bound.reduce(
      (outer, [binder, value]) => bind(outer, binder.bound, value),
      environment(state, null),
    )
    const failing = tests.findIndex((test) =>
      catching(
        () => !asBoolean(test(env)),
        () => true,
      ),
    )
    if (failing <= most) continue
    most = failing
    best = bound
  }
  const failing = parts[most]
  if (failing === undefined) return { kind: 'not enabled', action: name, reasons: [] }
  const read = best.filter(([binder]) => reads(failing, binder))
  const reasons = explain(model, failing, state, null, read)
  return { kind: 'not enabled', action: name, reasons }
}

function reads(expr: Expr, { bound }: Pick<Binder, 'bound'>): boolean {
  if (expr.kind === 'bound') return expr.bound === bound
  return operands(expr).some((operand) => reads(operand, { bound }))
}

/** The parts that all have to be true, from left to right. */
function conjuncts(expr: Expr): readonly Expr[] {
  if (expr.kind !== 'binary' || expr.operator !== 'and') return [expr]
  return [...conjuncts(expr.left), ...conjuncts(expr.right)]
}
