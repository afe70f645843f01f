/** Records and arrays: made of their parts, their parts, and with another part. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { fieldPosition } from '../../lower/structures.ts'
import { bitsAt } from '../bits.ts'
import { wordBits, wordsFor } from '../code.ts'
import type { Code, Part } from '../code.ts'
import { compose, elementPosition, extract, ofCode, positionOf, withPart } from '../operand.ts'
import type { Operand, Position } from '../operand.ts'
import type { Compile, Scope } from '../scope.ts'
import { constant, i64 } from '../wat.ts'
import { formed } from './expected.ts'
import { rankOf } from './rank.ts'

export function record(expr: ExprOf<'record'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.sort), 'record')
  const values = expr.fields.map((each) => compile(each.value, scope))
  const positions = code.fields.map(positionOf)
  return whole(code, positions, values, scope)
}

export function field(expr: ExprOf<'field'>, scope: Scope, compile: Compile): Operand {
  const subject = compile(expr.record, scope)
  const code = scope.generation.code(expr.record.sort)
  return extract(subject, code, positionOf(fieldPart(code, expr.field)), scope)
}

export function withField(expr: ExprOf<'withField'>, scope: Scope, compile: Compile): Operand {
  const subject = compile(expr.record, scope)
  const value = compile(expr.value, scope)
  const code = scope.generation.code(expr.record.sort)
  return withPart(subject, code, positionOf(fieldPart(code, expr.field)), value, scope)
}

/** The field's part of a record. */
function fieldPart(code: Code, name: string): Part {
  const { fields } = formed(code, 'record')
  const part = fields[fieldPosition(code.sort, name)]
  if (part === undefined) throw new Error(`there is no field ${name}`)
  return part
}

export function table(expr: ExprOf<'table'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.sort), 'array')
  const values = expr.entries.map((each) => compile(each, scope))
  const positions = values.map((_, i) => elementPosition(code, i64(i)))
  return whole(code, positions, values, scope)
}

export function element(expr: ExprOf<'element'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.array.sort), 'array')
  const subject = compile(expr.array, scope)
  const index = rankOf(compile(expr.index, scope), code.index, scope)
  const rank = scope.emit.hold(index, 'index')
  return extract(subject, code, elementPosition(code, rank), scope)
}

export function withElement(expr: ExprOf<'withElement'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.array.sort), 'array')
  const subject = compile(expr.array, scope)
  const index = rankOf(compile(expr.index, scope), code.index, scope)
  const rank = scope.emit.hold(index, 'index')
  const value = compile(expr.value, scope)
  return withPart(subject, code, elementPosition(code, rank), value, scope)
}

/** The value with these parts; where all are known, it is a constant. */
function whole(
  code: Code,
  positions: readonly Position[],
  values: readonly Operand[],
  scope: Scope,
): Operand {
  const parts = positions.map((position, i): readonly [Position, Operand] => {
    const value = values[i]
    if (value === undefined) throw new Error('a part is missing')
    return [position, value]
  })
  let sum = 0n
  for (const [position, value] of parts) {
    const known = knownCode(value, position.code)
    if (known === null) return compose(code, parts, scope)
    sum |= known << BigInt(position.offset)
  }
  if (code.narrow) return ofCode(i64(sum), code)
  const words = Array.from({ length: wordsFor(code.width) }, (_, i) =>
    BigInt.asUintN(wordBits, sum >> BigInt(wordBits * i)),
  )
  return { form: 'bits', bits: bitsAt(i64(scope.generation.table(words)), code.width) }
}

function knownCode(value: Operand, code: Code): bigint | null {
  switch (value.form) {
    case 'test':
      return constant(value.test)
    case 'number': {
      const known = constant(value.number)
      const least = code.form === 'scalar' ? BigInt(code.least) : 0n
      return known === null ? null : BigInt.asUintN(wordBits, known - least)
    }
    case 'bits':
      return null
  }
}
