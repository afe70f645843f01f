/** Bags, whose elements lie in order. */

import type { ExprOf } from '../../../dsl/ir.ts'
import type { CodeOf } from '../code.ts'
import { asCode, itemPosition, number } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { faultWhen } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, get, i64, lowest, multiply, set, shiftLeft, shiftRight } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { equal } from './compare.ts'
import { formed, steady, unreached } from './expected.ts'
import { firstPosition, itemOf, itemsOf, lengthOf, making, withLength } from './list.ts'
import { counting } from './loop.ts'
import { isBefore } from './order.ts'

/** A bag, and an element that comes into it or leaves it. */
interface Change {
  readonly bag: Operand
  readonly element: Operand
  readonly code: CodeOf<'list'>
  readonly scope: Scope
}

export function bagChange(expr: ExprOf<'bagChange'>, scope: Scope, compile: Compile): Operand {
  const code = formed(scope.generation.code(expr.sort), 'list')
  const bag = steady(compile(expr.bag, scope), code, 'bag', scope)
  const element = steady(compile(expr.element, scope), code.of, 'element', scope)
  const change = { bag, element, code, scope }
  if (expr.change === 'add') {
    const isFull: Wat = ['i64.ge_u', lengthOf(bag, code, scope), i64(code.bound)]
    faultWhen(isFull, 'bound', expr.site, scope)
    return code.bound === 0 ? unreached(code, scope) : withOneMore(change)
  }
  const { at, length } = firstPosition(bag, code, scope, (item) =>
    equal(item, code.of, element, code.of, scope),
  )
  faultWhen(['i64.eq', at, length], 'absent', expr.site, scope)
  if (code.bound === 0) return unreached(code, scope)
  return withOneLess(change, at, length)
}

/** The element comes before the first that is above it. */
function withOneMore({ bag, element, code, scope }: Change): Operand {
  const { at, length } = firstPosition(bag, code, scope, (item) =>
    isBefore(element, item, code.of, scope),
  )
  const more = add(length, i64(1))
  if (code.narrow) {
    const { items, rest } = splitAt(at, bag, code, scope)
    const { offset, index } = itemPosition(code, at)
    const moved = shiftRight(['i64.and', items, rest], i64(code.stride))
    const own = shiftLeft(asCode(element, code.of, scope), index ?? i64(offset))
    return withLength(['i64.or', before(items, rest), ['i64.or', own, moved]], more, code)
  }
  const made = making(code, scope)
  const put = (from: Wat, to: Wat): void => made.put(to, itemOf(bag, code, from, scope))
  counting('at', i64(0), at, scope.emit, (from) => put(from, from))
  made.put(at, element)
  counting('at', at, length, scope.emit, (from) => put(from, add(from, i64(1))))
  return made.finish(more)
}

/** What is behind the position moves up by one. */
function withOneLess({ bag, code, scope }: Change, at: Wat, length: Wat): Operand {
  const less: Wat = ['i64.sub', length, i64(1)]
  if (code.narrow) {
    const { items, rest } = splitAt(at, bag, code, scope)
    const moved: Wat = ['i64.and', shiftLeft(items, i64(code.stride)), rest]
    return withLength(['i64.or', before(items, rest), moved], less, code)
  }
  const made = making(code, scope)
  const put = (from: Wat, to: Wat): void => made.put(to, itemOf(bag, code, from, scope))
  counting('at', i64(0), at, scope.emit, (from) => put(from, from))
  counting('at', at, less, scope.emit, (to) => put(add(to, i64(1)), to))
  return made.finish(less)
}

/** The elements of a narrow bag, and the bits of the places from this one on. */
function splitAt(
  at: Wat,
  bag: Operand,
  code: CodeOf<'list'>,
  scope: Scope,
): { readonly items: Wat; readonly rest: Wat } {
  const all = lowest(code.length, i64(-1))
  const rest = shiftRight(all, multiply(at, i64(code.stride)))
  const { emit } = scope
  return { items: emit.hold(itemsOf(bag, code, scope), 'items'), rest: emit.hold(rest, 'rest') }
}

function before(items: Wat, rest: Wat): Wat {
  return ['i64.and', items, ['i64.xor', rest, i64(-1)]]
}

export function occurrences(expr: ExprOf<'occurrences'>, scope: Scope, compile: Compile): Operand {
  const { emit, generation } = scope
  const code = formed(generation.code(expr.bag.sort), 'list')
  const bag = steady(compile(expr.bag, scope), code, 'bag', scope)
  const sought = steady(compile(expr.element, scope), code.of, 'sought', scope)
  const count = emit.local('i64', 'count')
  emit.do(set(count, i64(0)))
  counting('position', i64(0), lengthOf(bag, code, scope), emit, (at) => {
    const same = equal(itemOf(bag, code, at, scope), code.of, sought, code.of, scope)
    emit.do(set(count, add(get(count), ['i64.extend_i32_u', same])))
  })
  return number(get(count))
}
