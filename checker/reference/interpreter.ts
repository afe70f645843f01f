/** The reference interpreter: a model's states and steps, read off the statement tree. */

import { is } from 'immutable'
import type { Expr, Model } from '../../dsl/ir.ts'
import type { DecodedProcess, DecodedState, Fault, Outcome, Result, System } from '../system.ts'
import { idlesAnywhere } from '../idle.ts'
import { namesOf } from '../names.ts'
import { acting } from './actions.ts'
import { asBoolean, entry, item } from './datum.ts'
import { decoding } from './decode.ts'
import type { Execution } from './execution.ts'
import { catching } from './fault.ts'
import { initialOutcomes } from './initial.ts'
import { machineOf } from './machine.ts'
import type { Machine } from './machine.ts'
import { environment } from './state.ts'
import type { Environment, InterpretedState } from './state.ts'

export type { InterpretedState } from './state.ts'

/**
 * The system that a well-formed model describes. Throws when the model enumerates a sort of more than 2^20 values; the
 * system's functions throw when a process goes on and on without a step.
 */
export function interpret(model: Model): System<InterpretedState> {
  const machine = machineOf(model)
  const { threads } = machine.expressions.sorts
  const actions = model.actions.map((action) => acting(action, machine.expressions))
  const processes = threads.map(({ process }) => item(model.processes, process))
  const anywhere = processes.map((process) => idlesAnywhere(model, process))
  const mayStay = (state: InterpretedState, thread: number): boolean => {
    const chain = machine.chain(state, thread)
    if (chain === null || item(anywhere, thread)) return true
    return item(processes, thread).daemon && chain.info(state.frame(thread).at).idle === true
  }
  return {
    model,
    initial: () => initialOutcomes(machine),
    expand: (state) => [
      ...threads.flatMap((_, thread) => machine.proceed(state, thread).flatMap(outcomes)),
      ...actions.flatMap((act) => act(state)),
    ],
    mayStay,
    settled: (state) => threads.length > 0 && threads.every((_, thread) => mayStay(state, thread)),
    resting: (state, thread) => {
      const chain = machine.chain(state, thread)
      return chain === null ? null : chain.info(state.frame(thread).at).id
    },
    paused: (state, thread) => machine.paused(state, thread) === true,
    predicateOf: (expr) => {
      const holds = judging(expr, machine)
      return (state, thread) => holds(environment(state, thread))
    },
    predicate: (expr) => {
      const holds = judging(expr, machine)
      return (state) => holds(environment(state, null))
    },
    relation: (expr) => {
      const holds = judging(expr, machine)
      return (before, after) => holds({ ...environment(before, null), after })
    },
    decode: decodingStates(machine),
    hash: (state) => state.hashCode(),
    equal: (left, right) => is(left, right),
  }
}

function judging(expr: Expr, { expressions }: Machine): (env: Environment) => boolean | Fault {
  const evaluate = expressions.expr(expr)
  return (env) =>
    catching(
      () => asBoolean(evaluate(env)),
      (fault) => fault,
    )
}

function outcomes(execution: Execution): readonly Outcome<InterpretedState>[] {
  const { state, thread, chain, at, choices, branches, end } = execution
  // What fails before the first step of a branch has only its own statement for a name.
  const step = execution.step ?? chain.info(at)
  const outcome = (result: Result<InterpretedState>, ofState: boolean) => {
    return [{ step, thread, choices, branches, result, ofState }]
  }
  if (end === null || end.kind === 'blocked') return []
  return end.kind === 'rests'
    ? outcome({ kind: 'state', state }, false)
    : outcome(end.problem, end.ofState)
}

function decodingStates(machine: Machine): (state: InterpretedState) => DecodedState {
  const { model, expressions } = machine
  const variables = model.variables.map(({ name, sort }) => {
    return { name, decode: decoding(sort, expressions.sorts) }
  })
  const locals = new Map(
    namesOf(model)
      .locals.values()
      .map(({ local, name, sort }) => {
        return [local, { name, decode: decoding(sort, expressions.sorts) }]
      }),
  )
  return (state) => ({
    variables: Object.fromEntries(
      variables.map(({ name, decode }, id) => [name, decode(item(state.variables, id))]),
    ),
    processes: expressions.sorts.threads.map(({ process, instance }, thread): DecodedProcess => {
      const { frames, labels } = state.control(thread)
      const innermost = frames.last()
      const at = innermost && machine.chain(state, thread)?.info(innermost.at).id
      return {
        process: item(model.processes, process).name,
        instance,
        at: at ?? null,
        labels: labels.toArray().toSorted(),
        locals: frames.toArray().flatMap((frame) => {
          const live = frame.locals.entrySeq().toArray()
          return live
            .toSorted(([a], [b]) => a - b)
            .map(([id, value]) => {
              const { name, decode } = entry(locals, id)
              return { name, value: decode(value) }
            })
        }),
      }
    }),
  })
}
