/** Statements: what each does to an execution. */

import { Map } from 'immutable'
import type { Effect, LocalId, Procedure, Statement, StatementOf, Request } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { isIdle } from '../idle.ts'
import { requestsOf } from '../requests.ts'
import { fairBranch, stepFairness } from '../step-fairness.ts'
import type { Code } from './code.ts'
import { asBoolean, item } from './datum.ts'
import type { Datum } from './datum.ts'
import { visitFrom, visitingAll } from './effects.ts'
import type { Compiler } from './evaluate.ts'
import { called, here, passed, taken } from './execution.ts'
import type { Execution, Move } from './execution.ts'
import { catching } from './fault.ts'
import { Frame, start } from './state.ts'
import { written } from './writes.ts'

/** A statement, ready to be executed. */
export interface Executable {
  /** As a step is called in a trace. */
  readonly name: string
  readonly site: Site
  readonly requests: readonly Request[]
  readonly idle: boolean
  readonly fairness: 'strong' | 'none' | null
  /** A process that has taken its step rests here. */
  readonly rests: boolean
  /** Is a step by itself, as an `either` is not. */
  readonly step: boolean
  /** The ways on, in order. May raise a fault. */
  execute(execution: Execution): readonly Execution[]
}

/** Goes back to the caller with a value, or none. */
export type Return = (execution: Execution, value: Datum | null) => Execution

/** Blocks where its guard is false; else its effects, then what follows. */
export function step(s: StatementOf<'step'>, after: Move, compiler: Compiler): Executable {
  const guard = s.guard === null ? null : compiler.expr(s.guard)
  const perform = performing(s.effects, (execution) => after(taken(execution)), compiler)
  return executable(s, true, (execution) => {
    const enabled = catching(
      () => guard === null || asBoolean(guard(here(execution))),
      (fault) => ({ kind: 'fault' as const, fault }),
    )
    if (enabled === true) return perform(execution)
    if (enabled === false) return [{ ...execution, end: { kind: 'blocked', wait: s.wait } }]
    return [{ ...execution, end: { kind: 'problem', problem: enabled, ofState: true } }]
  })
}

/** Effects that take no step. */
export function compute(s: StatementOf<'compute'>, after: Move, compiler: Compiler): Executable {
  return executable(s, false, performing(s.effects, after, compiler))
}

/** A label that is passed. */
export function label(s: StatementOf<'label'>, after: Move): Executable {
  return executable(s, false, (execution) => [after(passed(execution, s.label))])
}

/** Enters one of two blocks. */
export function when(
  s: StatementOf<'when'>,
  then: Move,
  otherwise: Move,
  compiler: Compiler,
): Executable {
  const test = compiler.expr(s.test)
  return executable(s, s.step, (execution) => {
    const enter = asBoolean(test(here(execution))) ? then : otherwise
    return [enter(tested(s, execution))]
  })
}

/** Enters the body, or goes on behind it where the test is true. */
export function until(
  s: StatementOf<'until'>,
  body: Move,
  after: Move,
  compiler: Compiler,
): Executable {
  const test = compiler.expr(s.test)
  return executable(s, s.step, (execution) => {
    const goOn = asBoolean(test(here(execution))) ? after : body
    return [goOn(tested(s, execution))]
  })
}

/** A `loop`, `leave` or `again`, which only says where control goes. */
export function jump(s: StatementOf<'loop' | 'leave' | 'again'>, move: Move): Executable {
  return executable(s, false, (execution) => [move(execution)])
}

/** Inside an `atomic` the branch is a choice; elsewhere the first step of the branch tells. */
export function either(s: StatementOf<'either'>, branches: readonly Move[]): Executable {
  return {
    name: s.kind,
    site: s.site,
    requests: [],
    idle: isIdle(s),
    fairness: null,
    rests: true,
    step: false,
    execute: (execution) => {
      return branches.map((enter, value) => {
        if (execution.phase !== 'atomic') {
          const { id } = execution.chain.info(execution.at)
          const fair = fairBranch(s, id, value)
          if (fair === null) return enter(execution)
          return enter({ ...execution, branches: [...execution.branches, fair] })
        }
        const choices = [...execution.choices, { name: s.kind, value }]
        return enter({ ...execution, choices })
      })
    },
  }
}

/** Enters the callee, whose parameters are the values of the arguments. */
export function call(
  s: StatementOf<'call'>,
  compiler: Compiler,
  codeOf: (procedure: Procedure) => Code,
): Executable {
  const procedure = item(compiler.model.procedures, s.procedure)
  const values = s.arguments.map((argument) => compiler.expr(argument))
  return executable(s, s.step, (execution) => {
    const env = here(execution)
    const parameters = procedure.parameters.map(({ local }, at): [LocalId, Datum] => {
      return [local, item(values, at)(env)]
    })
    const chain = execution.chain.enter(s, procedure, codeOf)
    const frame = new Frame(start, Map(parameters))
    return [chain.code.entry(called(tested(s, execution), chain, frame))]
  })
}

/** A `return`. */
export function giveBack(s: StatementOf<'return'>, back: Return, compiler: Compiler): Executable {
  const value = s.value === null ? null : compiler.expr(s.value)
  return executable(s, s.step, (execution) => {
    const result = value === null ? null : value(here(execution))
    return [back(tested(s, execution), result)]
  })
}

/** Executes its body as one step, which ends where control leaves the body. */
export function atomic(s: StatementOf<'atomic'>, body: Move): Executable {
  return executable(s, true, (execution) => [body({ ...execution, phase: 'atomic' })])
}

function executable(
  statement: Statement,
  isStep: boolean,
  execute: Executable['execute'],
): Executable {
  const name = 'name' in statement ? statement.name : statement.kind
  return {
    name,
    site: statement.site,
    requests: requestsOf(statement),
    idle: isIdle(statement),
    fairness: stepFairness(statement),
    rests: isStep,
    step: isStep,
    execute,
  }
}

/** A statement that evaluates expressions has taken a step where they read shared state. */
function tested(s: { readonly step: boolean }, execution: Execution): Execution {
  return s.step ? taken(execution) : execution
}

/** Visits effects, makes the writes of each way through, and moves on. */
function performing(
  effects: readonly Effect[],
  after: Move,
  compiler: Compiler,
): Executable['execute'] {
  const visit = visitingAll(effects, compiler)
  return (execution) => {
    const { state, thread, choices } = execution
    return visit(visitFrom(here(execution), choices)).map((way): Execution => {
      const { problem } = way
      const chosen = { ...execution, choices: way.choices }
      if (problem !== null) return { ...chosen, end: { kind: 'problem', problem, ofState: false } }
      return after({ ...chosen, state: written(state, thread, way.writes) })
    })
  }
}
