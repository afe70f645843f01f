/** Variants: which case it is, and its payload. */

import type { ExprOf } from '../../../dsl/ir.ts'
import { casePosition } from '../../lower/structures.ts'
import { readBits, within, writeBits } from '../bits.ts'
import type { Code, CodeOf } from '../code.ts'
import { asCode, compose, extract, held, number, ofCode } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { withBound } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, i32, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { choose } from './choice.ts'
import { isBetween, sameNumbers } from './compare.ts'
import { steady } from './expected.ts'

type VariantCode = CodeOf<'variant'> | CodeOf<'tagged'>

export function variant(expr: ExprOf<'variant'>, scope: Scope, compile: Compile): Operand {
  const code = variantCode(scope.generation.code(expr.sort))
  const payload = expr.value === null ? null : compile(expr.value, scope)
  return ofCase(casePosition(expr.sort, expr.tag), payload, code, scope)
}

export function isTag(expr: ExprOf<'isTag'>, scope: Scope, compile: Compile): Operand {
  const code = variantCode(scope.generation.code(expr.variant.sort))
  const operand = compile(expr.variant, scope)
  const tag = casePosition(expr.variant.sort, expr.tag)
  if (code.form === 'tagged') {
    return { form: 'test', test: sameNumbers(tagIn(operand, code, scope), i64(tag)) }
  }
  const first = code.cases[tag]?.first ?? 0n
  const end = code.cases[tag + 1]?.first ?? code.max + 1n
  return { form: 'test', test: isBetween(asCode(operand, code, scope), first, end) }
}

export function match(expr: ExprOf<'match'>, scope: Scope, compile: Compile): Operand {
  const { code } = scope.generation
  const subject = compile(expr.subject, scope)
  const of = variantCode(code(expr.subject.sort))
  const body = (tag: number, payload: Operand | null): Operand => {
    const found = expr.cases[tag]
    if (found === undefined) throw new Error('the match has no such case')
    const { binder } = found
    if (binder === null || payload === null) return compile(found.body, scope)
    const value = held(payload, code(binder.sort), binder.name, scope)
    return compile(found.body, withBound(scope, binder.bound, value))
  }
  return byCase(subject, of, code(expr.sort), body, scope)
}

/** The code as that of a variant, which the expression's sort promises. */
export function variantCode(code: Code): VariantCode {
  if (code.form !== 'variant' && code.form !== 'tagged') throw new Error('it is no variant')
  return code
}

/** The value of this case. */
export function ofCase(
  tag: number,
  payload: Operand | null,
  code: VariantCode,
  scope: Scope,
): Operand {
  if (code.form === 'variant') {
    const found = code.cases[tag]
    if (found === undefined) throw new Error('the variant has no such case')
    const inside =
      found.payload === null || payload === null ? i64(0) : asCode(payload, found.payload, scope)
    return number(add(inside, i64(found.first)))
  }
  const of = code.cases[tag] ?? null
  const whole = compose(
    code,
    of === null || payload === null ? [] : [[{ code: of, offset: 0, index: null }, payload]],
    scope,
  )
  writeBits(tagBits(whole, code), code.tagBits, i64(tag), scope.emit)
  return whole
}

/** What `body` makes of the case that the variant is, a value of the code `result`; only that body is executed. */
export function byCase(
  whole: Operand,
  code: VariantCode,
  result: Code,
  body: (tag: number, payload: Operand | null) => Operand,
  scope: Scope,
): Operand {
  const subject = steady(whole, code, 'variant', scope)
  const payloads = code.form === 'tagged' ? code.cases : code.cases.map((each) => each.payload)
  const tag = code.form === 'tagged' ? scope.emit.hold(tagIn(subject, code, scope), 'tag') : null

  /** Whether it is this case, given that it is none before. */
  const isCase = (position: number): Wat => {
    if (tag !== null) return sameNumbers(tag, i64(position))
    const next = code.form === 'variant' ? code.cases[position + 1] : undefined
    if (next === undefined) return i32(1)
    return isBetween(asCode(subject, code, scope), 0n, next.first)
  }
  const from = (position: number): Operand => {
    const payload = payloads[position] ?? null
    const chosen = (): Operand =>
      body(position, payload === null ? null : payloadIn(subject, code, position, payload, scope))
    if (position === payloads.length - 1) return chosen()
    // The payload of a case that it is not means nothing: not even to read an array with.
    const eager = payloads.slice(position).every((each) => each === null)
    return choose(isCase(position), result, chosen, () => from(position + 1), scope, eager)
  }
  return from(0)
}

function payloadIn(
  subject: Operand,
  code: VariantCode,
  position: number,
  payload: Code,
  scope: Scope,
): Operand {
  if (code.form === 'tagged') {
    return extract(subject, code, { code: payload, offset: 0, index: null }, scope)
  }
  const first = code.cases[position]?.first ?? 0n
  return ofCode(add(asCode(subject, code, scope), i64(-first)), payload)
}

function tagIn(subject: Operand, code: CodeOf<'tagged'>, scope: Scope): Wat {
  return readBits(tagBits(subject, code), code.tagBits, scope.emit)
}

function tagBits(subject: Operand, code: CodeOf<'tagged'>) {
  if (subject.form !== 'bits') throw new Error('a wide value lies in memory')
  return within(subject.bits, code.tag, null, code.tagBits)
}
