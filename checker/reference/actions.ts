/** Actions: the steps of no process. */

import type { Action } from '../../dsl/ir.ts'
import type { Choice, Outcome, Result, StepInfo } from '../system.ts'
import { asBoolean, item } from './datum.ts'
import type { Datum } from './datum.ts'
import { decoding } from './decode.ts'
import { visitFrom, visitingAll } from './effects.ts'
import type { Visit } from './effects.ts'
import type { Compiler } from './evaluate.ts'
import { catching } from './fault.ts'
import { tuples } from './sorts.ts'
import { bind, environment } from './state.ts'
import type { InterpretedState } from './state.ts'
import { written } from './writes.ts'

/** Prepares the action: its outcomes in a state, parameters in order, then choices. */
export function acting(
  action: Action,
  compiler: Compiler,
): (state: InterpretedState) => readonly Outcome<InterpretedState>[] {
  const { name, site, parameters } = action
  const step: StepInfo = { id: name, actor: name, name, calls: [], site, requests: [] }
  const combinations = combining(action, compiler)
  const guard = action.guard === null ? null : compiler.expr(action.guard)
  const visit = visitingAll(action.effects, compiler)
  return (state) => {
    return combinations.flatMap(({ values, choices }) => {
      const env = parameters.reduce(
        (outer, { bound }, at) => bind(outer, bound, item(values, at)),
        environment(state, null),
      )
      const outcome = { step, thread: null, choices, branches: [], ofState: false }
      const enabled = catching(
        () => guard === null || asBoolean(guard(env)),
        (fault) => ({ kind: 'fault' as const, fault }),
      )
      if (enabled === false) return []
      if (enabled !== true) return [{ ...outcome, result: enabled, ofState: true }]
      return visit(visitFrom(env, choices)).map((way) => {
        return { ...outcome, choices: way.choices, result: resultOf(way) }
      })
    })
  }
}

function combining(
  { parameters }: Action,
  { sorts }: Compiler,
): readonly { readonly values: readonly Datum[]; readonly choices: readonly Choice[] }[] {
  const decode = parameters.map(({ sort }) => decoding(sort, sorts))
  return tuples(parameters.map(({ sort }) => sorts.values(sort))).map((values) => ({
    values,
    choices: parameters.map(({ name }, at) => {
      return { name, value: item(decode, at)(item(values, at)) }
    }),
  }))
}

function resultOf({ env, writes, problem }: Visit): Result<InterpretedState> {
  return problem ?? { kind: 'state', state: written(env.state, null, writes) }
}
