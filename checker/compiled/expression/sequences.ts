/** Sequences: their elements by position, and sequences made from others. */

import type { ExprOf } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import type { CodeOf } from '../code.ts'
import { itemPosition, withPart } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { faultWhen } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, constant, i64, lowest, multiply, shiftLeft } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { compileInt, formed, steady, unreached } from './expected.ts'
import { itemOf, itemsOf, lengthOf, making, withLength } from './list.ts'
import { counting } from './loop.ts'

type ListCode = CodeOf<'list'>

export function nthElement(expr: ExprOf<'nth'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.sequence.sort), 'list')
  const sequence = steady(compile(expr.sequence, scope), code, 'sequence', scope)
  const index = scope.emit.hold(compileInt(expr.index, scope, compile), 'at')
  const at = checkedPosition(index, sequence, code, expr.site, scope)
  if (code.bound === 0) return unreached(code.of, scope)
  return itemOf(sequence, code, at, scope)
}

export function withNth(expr: ExprOf<'withNth'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.sort), 'list')
  const sequence = steady(compile(expr.sequence, scope), code, 'sequence', scope)
  const index = scope.emit.hold(compileInt(expr.index, scope, compile), 'at')
  const value = compile(expr.value, scope)
  const at = checkedPosition(index, sequence, code, expr.site, scope)
  if (code.bound === 0) return unreached(code, scope)
  return withPart(sequence, code, itemPosition(code, at), value, scope)
}

/** The position, where there is an element at it. */
function checkedPosition(
  at: Wat,
  sequence: Operand,
  code: ListCode,
  site: Site,
  scope: Scope,
): Wat {
  // A negative position is a very large one without its sign.
  faultWhen(['i64.ge_u', at, lengthOf(sequence, code, scope)], 'index', site, scope)
  const known = constant(at)
  // What stands behind a certain fault is not executed, but has to have a place all the same.
  return known !== null && known >= code.bound ? i64(0) : at
}

export function concat(expr: ExprOf<'concat'>, scope: Scope, compile: Compile): Operand {
  const { emit, generation } = scope
  const code = formed(generation.code(expr.sort), 'list')
  const leftCode = formed(generation.code(expr.left.sort), 'list')
  const rightCode = formed(generation.code(expr.right.sort), 'list')
  const left = steady(compile(expr.left, scope), leftCode, 'left', scope)
  const right = steady(compile(expr.right, scope), rightCode, 'right', scope)
  const first = emit.hold(lengthOf(left, leftCode, scope), 'length')
  const length = emit.hold(add(first, lengthOf(right, rightCode, scope)), 'length')
  faultWhen(['i64.gt_u', length, i64(code.bound)], 'bound', expr.site, scope)
  if (isAlike(leftCode, code) && isAlike(rightCode, code)) {
    const behind: Wat = [
      'i64.shr_u',
      itemsOf(right, code, scope),
      multiply(first, i64(code.stride)),
    ]
    return withLength(['i64.or', itemsOf(left, code, scope), behind], length, code)
  }
  const made = making(code, scope)
  counting('at', i64(0), first, emit, (at) => made.put(at, itemOf(left, leftCode, at, scope)))
  const second: Wat = ['i64.sub', length, first]
  counting('at', i64(0), second, emit, (at) =>
    made.put(add(first, at), itemOf(right, rightCode, at, scope)),
  )
  return made.finish(length)
}

export function slice(expr: ExprOf<'slice'>, scope: Scope, compile: Compile): Operand {
  const { emit, generation } = scope
  const code = formed(generation.code(expr.sort), 'list')
  const whole = formed(generation.code(expr.sequence.sort), 'list')
  const sequence = steady(compile(expr.sequence, scope), whole, 'sequence', scope)
  const from = emit.hold(compileInt(expr.from, scope, compile), 'from')
  const to = emit.hold(compileInt(expr.to, scope, compile), 'to')
  // Below 0 is far above without its sign; so `from` is then above `to`, or `to` above the length.
  const isNone: Wat = [
    'i32.or',
    ['i64.gt_u', from, to],
    ['i64.gt_u', to, lengthOf(sequence, whole, scope)],
  ]
  faultWhen(isNone, 'index', expr.site, scope)
  const length = emit.hold(['i64.sub', to, from], 'length')
  if (isAlike(whole, code)) {
    const all = lowest(code.length, i64(-1))
    const shifted = shiftLeft(itemsOf(sequence, code, scope), multiply(from, i64(code.stride)))
    const behind: Wat = ['i64.shr_u', all, multiply(length, i64(code.stride))]
    const kept = lowest(code.length, ['i64.and', shifted, ['i64.xor', behind, i64(-1)]])
    return withLength(kept, length, code)
  }
  const made = making(code, scope)
  counting('at', i64(0), length, emit, (at) =>
    made.put(at, itemOf(sequence, whole, add(from, at), scope)),
  )
  return made.finish(length)
}

/** Whether the elements of both lie alike, in one number. */
function isAlike(one: ListCode, other: ListCode): boolean {
  return one.narrow && other.narrow && one.length === other.length && one.stride === other.stride
}
