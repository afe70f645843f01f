/** What names stand for: variables, locals, bound names, and the process that executes. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { held, number } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { withBound } from '../scope.ts'
import type { Compile, Executing, Scope } from '../scope.ts'
import { slotBits, variableBits } from '../state-bits.ts'
import type { Instance } from '../state-bits.ts'
import { add, i64 } from '../wat.ts'
import { optionalCode, valueIn } from './optional.ts'
import { ofRank, rankOf } from './rank.ts'

export function variable(expr: ExprOf<'variable'>, scope: Scope): Operand {
  const { bits } = variableBits(scope.moment, expr.variable, scope.generation.layout)
  return { form: 'bits', bits }
}

/** A slot of the executing process, which is live wherever it is named. */
export function local(expr: ExprOf<'local'>, scope: Scope): Operand {
  const { flat, instance } = executing(scope)
  const own = { flat, rank: instance }
  const { bits, code, mayBeDead } = slotBits(scope.moment, expr.local, own, scope.generation.layout)
  const operand: Operand = { form: 'bits', bits }
  return mayBeDead ? valueIn(operand, optionalCode(code), scope) : operand
}

export function bound(expr: ExprOf<'bound'>, scope: Scope): Operand {
  const operand = scope.bound.get(expr.bound)
  if (operand === undefined) throw new Error(`nothing is bound to ${expr.bound}`)
  return operand
}

export function self(expr: ExprOf<'self'>, scope: Scope): Operand {
  return ofRank(executing(scope).instance, scope.generation.code(expr.sort), scope)
}

export function current(scope: Scope): Operand {
  const { flat, instance } = executing(scope)
  return number(add(instance, i64(flat.first)))
}

export function thread(expr: ExprOf<'thread'>, scope: Scope, compile: Compile): Operand {
  const { flat, rank } = instanceOf(expr, scope, compile)
  return number(add(rank, i64(flat.first)))
}

/** Evaluates its value once, whether it is used or not. */
export function letBound(expr: ExprOf<'let'>, scope: Scope, compile: Compile): Operand {
  const { binder, value, body } = expr
  const operand = compile(value, scope)
  const kept = held(operand, scope.generation.code(binder.sort), binder.name, scope)
  return compile(body, withBound(scope, binder.bound, kept))
}

/** The body reads the state after the step; the names that are bound outside keep what they mean. */
export function after(expr: ExprOf<'after'>, scope: Scope, compile: Compile): Operand {
  if (scope.after === null) throw new Error('there is no state after')
  return compile(expr.body, { ...scope, moment: scope.after, after: null })
}

function executing(scope: Scope): Executing {
  if (scope.executing === null) throw new Error('no process executes this')
  return scope.executing
}

/** The instance that an expression is about. */
export function instanceOf(
  expr: ExprOf<'thread' | 'at' | 'terminated'>,
  scope: Scope,
  compile: Compile,
): Instance {
  const flat = scope.generation.program.processes[expr.process]
  if (flat === undefined) throw new Error(`there is no process ${expr.process}`)
  const instance = compile(expr.instance, scope)
  return { flat, rank: rankOf(instance, scope.generation.code(flat.process.sort), scope) }
}
