/** Codes and operands in the form in which they are expected. */

import type { Expr } from '../../../dsl/ir.ts'
import type { Bits } from '../bits.ts'
import type { Code, CodeOf } from '../code.ts'
import { asNumber, held, ofCode, scratchBits } from '../operand.ts'
import type { Operand } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import { i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** The int that the expression gives, an i64. */
export function compileInt(expr: Expr, scope: Scope, compile: Compile): Wat {
  return asNumber(compile(expr, scope), scope.generation.code(expr.sort), scope)
}

/** The code as one of this form, which the expression's sort promises. */
export function formed<F extends Code['form']>(code: Code, form: F): CodeOf<F> {
  if (code.form !== form) throw new Error(`a ${code.form} where a ${form} was expected`)
  // Its form was just seen to be F.
  return code as CodeOf<F>
}

/** The value in a form that costs little to read again and again, in memory too. */
export function steady(operand: Operand, code: Code, purpose: string, scope: Scope): Operand {
  if (code.narrow || operand.form !== 'bits') return held(operand, code, purpose, scope)
  const { bits } = operand
  const index = bits.index === null ? null : scope.emit.hold(bits.index, purpose)
  const kept: Bits = { ...bits, base: scope.emit.hold(bits.base, purpose), index }
  return { form: 'bits', bits: kept }
}

/** What stands for a value behind a fault, where control never comes. */
export function unreached(code: Code, scope: Scope): Operand {
  return code.narrow ? ofCode(i64(0), code) : { form: 'bits', bits: scratchBits(code, scope) }
}
