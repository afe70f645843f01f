/** Initial states: every combination of initial values, with each process where it first rests. */

import { List, Map, Set } from 'immutable'
import { match } from 'ts-pattern'
import type { Variable } from '../../dsl/ir.ts'
import type { Failure, Fault, InitialOutcome } from '../system.ts'
import { asBoolean, item } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Elements } from './evaluate.ts'
import { catching } from './fault.ts'
import { run } from './machine.ts'
import type { Machine } from './machine.ts'
import { Control, Frame, InterpretedState, environment, start } from './state.ts'

type Outcomes = readonly InitialOutcome<InterpretedState>[]

/** The values of the variables, or the fault of the first that has none. */
type Combination = { readonly values: readonly Datum[]; readonly fault: Fault | null }

/** The processes at rest, or one that met a problem before it rested. The variables are left out. */
type Start = { readonly state: InterpretedState; readonly problem: Failure | null }

/** The initial states in order, and what goes wrong in their place. */
export function initialOutcomes(machine: Machine): Outcomes {
  const conditions = machine.model.initially.map(({ expr }) => machine.expressions.expr(expr))
  const starts = startsOf(machine)
  return combinationsOf(machine).flatMap(({ values, fault }) => {
    if (fault !== null) return [{ kind: 'fault' as const, fault }]
    const variables = List(values)
    const env = environment(new InterpretedState(variables, List()), null)
    return catching<Outcomes, Outcomes>(
      () => {
        if (!conditions.every((condition) => asBoolean(condition(env)))) return []
        return starts.map(({ state, problem }) => {
          return problem ?? { kind: 'state', state: state.withVariables(variables) }
        })
      },
      (faulted) => [{ kind: 'fault', fault: faulted }],
    )
  })
}

function combinationsOf(machine: Machine): readonly Combination[] {
  const nowhere = environment(new InterpretedState(List(), List()), null)
  return machine.model.variables.reduce<readonly Combination[]>(
    (combinations, variable) => {
      const choices = initialValues(variable, machine)
      return combinations.flatMap((combination) => {
        const { values, fault } = combination
        if (fault !== null) return [combination]
        return catching<readonly Combination[], readonly Combination[]>(
          () => choices(nowhere).map((value) => ({ values: [...values, value], fault: null })),
          (faulted) => [{ values, fault: faulted }],
        )
      })
    },
    [{ values: [], fault: null }],
  )
}

function initialValues({ initial, sort }: Variable, { expressions }: Machine): Elements {
  return match(initial)
    .with({ kind: 'value' }, ({ value }): Elements => {
      const evaluate = expressions.expr(value)
      return (env) => [evaluate(env)]
    })
    .with({ kind: 'any' }, () => expressions.domain({ kind: 'sort', sort }))
    .with({ kind: 'anyOf' }, ({ set }) => expressions.domain({ kind: 'elements', of: set }))
    .exhaustive()
}

/** What processes execute before they first rest reads only locals, so it is the same for all combinations. */
function startsOf({ expressions, roots }: Machine): readonly Start[] {
  const { threads } = expressions.sorts
  const control = new Control(List.of(new Frame(start, Map())), Set())
  const begin: Start = {
    state: new InterpretedState(List(), List(threads.map(() => control))),
    problem: null,
  }
  return threads.reduce<readonly Start[]>(
    (starts, { process }, thread) => {
      const chain = item(roots, process)
      return starts.flatMap((one): readonly Start[] => {
        if (one.problem !== null) return [one]
        const { state } = one
        const entered = chain.code.entry({
          state,
          thread,
          chain,
          at: start,
          phase: 'settling',
          step: null,
          choices: [],
          branches: [],
          end: null,
        })
        return run(entered).map((execution) => ({
          state: execution.state,
          problem: execution.end?.kind === 'problem' ? execution.end.problem : null,
        }))
      })
    },
    [begin],
  )
}
