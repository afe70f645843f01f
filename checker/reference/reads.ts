/** Expressions that read the state, the executing process, and names. */

import { Map } from 'immutable'
import type {
  AfterExpr,
  AtExpr,
  BoundExpr,
  CurrentExpr,
  Expr,
  LetExpr,
  LocalExpr,
  ProcessId,
  SelfExpr,
  TerminatedExpr,
  ThreadExpr,
  VariableExpr,
} from '../../dsl/ir.ts'
import { entry, item } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler, Evaluate } from './evaluate.ts'
import { bind } from './state.ts'
import type { Environment } from './state.ts'

export function variable({ variable: id }: VariableExpr): Evaluate {
  return (env) => item(env.state.variables, id)
}

/** A local of the body that the executing process is in. */
export function local({ local: id }: LocalExpr): Evaluate {
  return (env) => entry(env.state.frame(executing(env)).locals, id)
}

export function bound({ bound: id }: BoundExpr): Evaluate {
  return (env) => entry(env.bound, id)
}

export function self(_: SelfExpr, { sorts }: Compiler): Evaluate {
  return (env) => item(sorts.threads, executing(env)).self
}

export function current(_: CurrentExpr): Evaluate {
  return executing
}

export function thread({ process, instance }: ThreadExpr, compiler: Compiler): Evaluate {
  return threadOf(process, instance, compiler)
}

export function at({ process, instance, label }: AtExpr, compiler: Compiler): Evaluate {
  const number = threadOf(process, instance, compiler)
  return (env) => env.state.control(number(env)).labels.has(label)
}

export function terminated({ process, instance }: TerminatedExpr, compiler: Compiler): Evaluate {
  const number = threadOf(process, instance, compiler)
  return (env) => env.state.control(number(env)).frames.isEmpty()
}

/** In the state after the step. */
export function after({ body }: AfterExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(body)
  return (env) => {
    if (env.after === null) throw new Error('there is no state after the step here')
    return value({ ...env, state: env.after, after: null })
  }
}

export function letIn({ binder, value, body }: LetExpr, compiler: Compiler): Evaluate {
  const named = compiler.expr(value)
  const result = compiler.expr(body)
  return (env) => result(bind(env, binder.bound, named(env)))
}

function executing(env: Environment): number {
  if (env.thread === null) throw new Error('there is no executing process here')
  return env.thread
}

function threadOf(
  process: ProcessId,
  instance: Expr,
  compiler: Compiler,
): (env: Environment) => number {
  const value = compiler.expr(instance)
  const numbers = Map<Datum, number>(
    compiler.sorts.threads.flatMap((one, number) => {
      return one.process === process ? [[one.self, number] as const] : []
    }),
  )
  return (env) => entry(numbers, value(env))
}
