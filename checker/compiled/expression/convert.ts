/** Carrying a value into another sort of the same shape, which is the same but for the ranges of ints and the bounds. */

import type { ExprOf } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import { readBits, shiftOf, within } from '../bits.ts'
import { wordBits } from '../code.ts'
import type { Code, CodeOf } from '../code.ts'
import {
  asCode,
  asNumber,
  compose,
  elementPosition,
  extract,
  number,
  ofCode,
  positionOf,
  put,
  scratchBits,
} from '../operand.ts'
import type { Operand, Position } from '../operand.ts'
import { fault, faultWhen } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, constant, get, i64, set, shiftLeft, shiftRight, when } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { choose } from './choice.ts'
import { sameCoding } from './same-coding.ts'
import { values } from './domain.ts'
import { formed, steady } from './expected.ts'
import { gathering } from './gather.ts'
import { itemOf, lengthOf, making } from './list.ts'
import { counting } from './loop.ts'
import { hasValue, noValue, optionalCode, valueIn, withValue } from './optional.ts'
import { rankOf } from './rank.ts'
import { byCase, ofCase, variantCode } from './variant.ts'
import { clearWords } from './words.ts'

export function convert(expr: ExprOf<'convert'>, scope: Scope, compile: Compile): Operand {
  const { code } = scope.generation
  const operand = compile(expr.value, scope)
  return converted(operand, code(expr.value.sort), code(expr.sort), expr.site, scope)
}

/** The parts are looked at from the outermost inwards, and in order: so their faults come in that order. */
function converted(operand: Operand, from: Code, to: Code, site: Site, scope: Scope): Operand {
  if (sameCoding(from, to)) return operand
  const part = (value: Operand, its: Code, other: Code): Operand =>
    converted(value, its, other, site, scope)
  switch (to.form) {
    case 'scalar':
      return inRange(operand, from, to, site, scope)
    case 'optional':
    case 'flagged': {
      const source = optionalCode(from)
      const subject = steady(operand, source, 'optional', scope)
      const test = hasValue(subject, source, scope)
      const value = (): Operand => part(valueIn(subject, source, scope), source.of, to.of)
      const some = (): Operand => withValue(value(), to, scope)
      // Of none, what would be the value means nothing.
      return choose(test, to, some, () => noValue(to, scope), scope, false)
    }
    case 'record': {
      const source = formed(from, 'record')
      const subject = steady(operand, source, 'record', scope)
      const parts = source.fields.map((field, i) => {
        const other = to.fields[i]
        if (other === undefined) throw new Error('the records have other fields')
        const value = extract(subject, source, positionOf(field), scope)
        return [positionOf(other), part(value, field.code, other.code)] as const
      })
      return compose(to, parts, scope)
    }
    case 'variant':
    case 'tagged': {
      const payloads = casesOf(to)
      const sources = casesOf(variantCode(from))
      const body = (tag: number, payload: Operand | null): Operand => {
        const [source = null, other = null] = [sources[tag], payloads[tag]]
        const carried =
          payload === null || source === null || other === null
            ? null
            : part(payload, source, other)
        return ofCase(tag, carried, to, scope)
      }
      return byCase(operand, variantCode(from), to, body, scope)
    }
    case 'array':
      return ofElements(operand, formed(from, 'array'), to, part, scope)
    case 'set':
      return ofMembers(operand, formed(from, 'set'), to, part, site, scope)
    case 'list':
      return ofItems(operand, formed(from, 'list'), to, part, site, scope)
  }
}

type Part = (value: Operand, from: Code, to: Code) => Operand

function inRange(
  operand: Operand,
  from: Code,
  to: CodeOf<'scalar'>,
  site: Site,
  scope: Scope,
): Operand {
  const source = formed(from, 'scalar')
  const value = asNumber(operand, source, scope)
  const [least, most] = [BigInt(source.least), BigInt(source.least) + source.max]
  const [first, last] = [BigInt(to.least), BigInt(to.least) + to.max]
  if (first <= least && most <= last) return number(value)
  const held = scope.emit.hold(value, 'value')
  const above: Wat = add(held, i64(-first))
  const isOut: Wat =
    first <= least
      ? ['i64.gt_s', held, i64(last)]
      : most <= last
        ? ['i64.lt_s', held, i64(first)]
        : // Without a sign, what is below the first is above the last.
          ['i64.gt_u', above, i64(last - first)]
  const known = constant(held)
  if (known !== null) {
    const exact = BigInt.asIntN(wordBits, known)
    if (first <= exact && exact <= last) return number(held)
    fault('range', site, scope)
    return number(i64(first))
  }
  faultWhen(isOut, 'range', site, scope)
  return number(held)
}

function casesOf(code: CodeOf<'variant'> | CodeOf<'tagged'>): readonly (Code | null)[] {
  return code.form === 'tagged' ? code.cases : code.cases.map((each) => each.payload)
}

function ofElements(
  operand: Operand,
  from: CodeOf<'array'>,
  to: CodeOf<'array'>,
  part: Part,
  scope: Scope,
): Operand {
  const { emit } = scope
  const subject = steady(operand, from, 'array', scope)
  const carry = (place: (position: Position, element: Operand) => void): void =>
    counting('element', i64(0), i64(to.length), emit, (at) => {
      const value = extract(subject, from, elementPosition(from, at), scope)
      place(elementPosition(to, at), part(value, from.element, to.element))
    })
  if (to.narrow) {
    const sum = emit.local('i64', 'elements')
    emit.do(set(sum, i64(0)))
    carry((position, element) => {
      const moved = shiftLeft(asCode(element, to.element, scope), shiftOf(position))
      emit.do(set(sum, ['i64.or', get(sum), moved]))
    })
    return ofCode(get(sum), to)
  }
  const bits = scratchBits(to, scope)
  clearWords(bits, to.width, emit)
  carry((position, element) => put(bits, position, element, scope))
  return { form: 'bits', bits }
}

/** The bound comes before the elements. */
function ofItems(
  operand: Operand,
  from: CodeOf<'list'>,
  to: CodeOf<'list'>,
  part: Part,
  site: Site,
  scope: Scope,
): Operand {
  const { emit } = scope
  const subject = steady(operand, from, 'items', scope)
  const length = emit.hold(lengthOf(subject, from, scope), 'length')
  if (from.bound > to.bound) faultWhen(['i64.gt_u', length, i64(to.bound)], 'bound', site, scope)
  const made = making(to, scope)
  counting('item', i64(0), length, emit, (at) =>
    made.put(at, part(itemOf(subject, from, at, scope), from.of, to.of)),
  )
  return made.finish(length)
}

/** The order of the elements is the same in both sorts, but not their ranks. */
function ofMembers(
  operand: Operand,
  from: CodeOf<'set'>,
  to: CodeOf<'set'>,
  part: Part,
  site: Site,
  scope: Scope,
): Operand {
  const { emit } = scope
  const [source, target] = [from.of, to.of]
  const subject = steady(operand, from, 'set', scope)
  if (from.narrow && to.narrow && source.form === 'scalar' && target.form === 'scalar') {
    return shifted(asCode(subject, from, scope), source, target, site, scope)
  }
  const found = gathering(to, scope)
  const every = values(source, 'member', scope)
  every(({ element, rank }) => {
    const mask =
      subject.form === 'bits'
        ? readBits(within(subject.bits, 0, rank(), 1), 1, emit)
        : ['i64.and', shiftRight(asCode(subject, from, scope), rank()), i64(1)]
    const carry = emit.capture(() => {
      found.add(rankOf(part(element, source, target), target, scope))
    })
    emit.do(when(['i32.wrap_i64', mask], carry))
  })
  return found.value
}

/** Of ints, ranks differ by what the least ones differ by. */
function shifted(
  ranks: Wat,
  from: CodeOf<'scalar'>,
  to: CodeOf<'scalar'>,
  site: Site,
  scope: Scope,
): Operand {
  const by = from.least - to.least
  const last = to.least + Number(to.max)
  let outside = 0n
  for (let rank = 0; rank < from.count; rank++) {
    const value = from.least + rank
    if (value < to.least || value > last) outside |= 1n << BigInt(rank)
  }
  if (outside !== 0n) {
    const isOut: Wat = ['i64.ne', ['i64.and', ranks, i64(outside)], i64(0)]
    faultWhen(isOut, 'range', site, scope)
  }
  // Further apart, the two have no value in common.
  const distance = i64(Math.min(Math.abs(by), wordBits - 1))
  return number(by >= 0 ? shiftLeft(ranks, distance) : shiftRight(ranks, distance))
}
