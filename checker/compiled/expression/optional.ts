/** Optionals: whether there is a value, and which. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { bitsAt, readBits, within, writeBits } from '../bits.ts'
import { wordsFor } from '../code.ts'
import type { Code, CodeOf } from '../code.ts'
import { asCode, compose, extract, number, ofCode } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { fault, faultWhen } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, constant, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { sameNumbers } from './compare.ts'
import { steady } from './expected.ts'
import { negation } from './logic.ts'

type OptionalCode = CodeOf<'optional'> | CodeOf<'flagged'>

export function none(expr: ExprOf<'none'>, scope: Scope): Operand {
  return noValue(optionalCode(scope.generation.code(expr.sort)), scope)
}

export function some(expr: ExprOf<'some'>, scope: Scope, compile: Compile): Operand {
  const code = optionalCode(scope.generation.code(expr.sort))
  return withValue(compile(expr.value, scope), code, scope)
}

export function isSome(expr: ExprOf<'isSome'>, scope: Scope, compile: Compile): Operand {
  const code = optionalCode(scope.generation.code(expr.optional.sort))
  return { form: 'test', test: hasValue(compile(expr.optional, scope), code, scope) }
}

export function unwrap(expr: ExprOf<'unwrap'>, scope: Scope, compile: Compile): Operand {
  const code = optionalCode(scope.generation.code(expr.optional.sort))
  const optional = steady(compile(expr.optional, scope), code, 'optional', scope)
  const test = hasValue(optional, code, scope)
  const known = constant(test)
  if (known === 0n) {
    fault('none', expr.site, scope)
    return code.of.narrow ? ofCode(i64(0), code.of) : valueIn(optional, code, scope)
  }
  if (known === null) faultWhen(negation(test), 'none', expr.site, scope)
  return valueIn(optional, code, scope)
}

/** The code as that of an optional, which the expression's sort promises. */
export function optionalCode(code: Code): OptionalCode {
  if (code.form !== 'optional' && code.form !== 'flagged') throw new Error('it is no optional')
  return code
}

/** Whether an optional is not none, an i32. */
export function hasValue(optional: Operand, code: OptionalCode, scope: Scope): Wat {
  if (code.form === 'optional') {
    return negation(sameNumbers(asCode(optional, code, scope), i64(0)))
  }
  return ['i32.wrap_i64', readBits(flagOf(optional, code), 1, scope.emit)]
}

/** The value of an optional that has one. */
export function valueIn(optional: Operand, code: OptionalCode, scope: Scope): Operand {
  if (code.form === 'optional') return ofCode(add(asCode(optional, code, scope), i64(-1)), code.of)
  return extract(optional, code, { code: code.of, offset: 0, index: null }, scope)
}

export function noValue(code: OptionalCode, { generation }: Scope): Operand {
  if (code.form === 'optional') return number(i64(0))
  const zeros = Array.from({ length: wordsFor(code.width) }, () => 0n)
  return { form: 'bits', bits: bitsAt(i64(generation.table(zeros)), code.width) }
}

/** The optional that has this value. */
export function withValue(value: Operand, code: OptionalCode, scope: Scope): Operand {
  if (code.form === 'optional') return number(add(asCode(value, code.of, scope), i64(1)))
  const whole = compose(code, [[{ code: code.of, offset: 0, index: null }, value]], scope)
  writeBits(flagOf(whole, code), 1, i64(1), scope.emit)
  return whole
}

function flagOf(optional: Operand, { flag }: CodeOf<'flagged'>) {
  if (optional.form !== 'bits') throw new Error('a wide value lies in memory')
  return within(optional.bits, flag, null, 1)
}
