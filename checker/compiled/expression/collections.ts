/** Sets, sequences and bags: making them, and asking what is in them. */

import type { ExprOf } from '../../../dsl/ir.ts'
import type { CodeOf } from '../code.ts'
import { number, test } from '../operand.ts'
import type { Operand } from '../operand.ts'
import { fault } from '../scope.ts'
import type { Compile, Scope } from '../scope.ts'
import { add, i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'
import { equal } from './compare.ts'
import { formed, steady, unreached } from './expected.ts'
import { firstPosition, lengthOf, making } from './list.ts'
import { isBefore } from './order.ts'
import { rankOf } from './rank.ts'
import { isMember, setOfRanks, setSize } from './sets.ts'

export function collection(expr: ExprOf<'collection'>, scope: Scope, compile: Compile): Operand {
  const code = scope.generation.code(expr.sort)
  const elements = expr.elements.map((each) => compile(each, scope))
  if (code.form === 'set') {
    const ranks = elements.map((each) => rankOf(each, code.of, scope))
    return setOfRanks(ranks, code, scope)
  }
  const list = formed(code, 'list')
  if (elements.length > list.bound) {
    fault('bound', expr.site, scope)
    return unreached(list, scope)
  }
  const places =
    list.sort.kind === 'bag'
      ? ascending(elements, list, scope)
      : elements.map((element, i) => [i64(i), element] as const)
  const made = making(list, scope)
  for (const [at, element] of places) made.put(at, element)
  return made.finish(i64(elements.length))
}

/** Each with its place in order: the number of those that come before it. */
function ascending(
  elements: readonly Operand[],
  { of }: CodeOf<'list'>,
  scope: Scope,
): readonly (readonly [at: Wat, element: Operand])[] {
  const { emit } = scope
  const kept = elements.map((each) => steady(each, of, 'element', scope))
  const places: Wat[] = kept.map(() => i64(0))
  kept.forEach((later, j) => {
    kept.slice(0, j).forEach((earlier, i) => {
      const before: Wat = ['i64.extend_i32_u', isBefore(later, earlier, of, scope)]
      const moved = emit.hold(before, 'before')
      places[i] = add(places[i] ?? i64(0), moved)
      places[j] = add(places[j] ?? i64(0), ['i64.xor', moved, i64(1)])
    })
  })
  return kept.map((element, i) => [emit.hold(places[i] ?? i64(0), 'place'), element] as const)
}

export function size(expr: ExprOf<'size'>, scope: Scope, compile: Compile): Operand {
  const code = scope.generation.code(expr.of.sort)
  const operand = compile(expr.of, scope)
  if (code.form === 'set') return number(setSize(operand, code, scope))
  return number(lengthOf(operand, formed(code, 'list'), scope))
}

export function member(expr: ExprOf<'member'>, scope: Scope, compile: Compile): Operand {
  const code = scope.generation.code(expr.of.sort)
  const sought = compile(expr.element, scope)
  const operand = compile(expr.of, scope)
  if (code.form === 'set') return isMember(rankOf(sought, code.of, scope), operand, code, scope)
  const list = formed(code, 'list')
  const steadyList = steady(operand, list, 'list', scope)
  const element = steady(sought, list.of, 'sought', scope)
  const { at, length } = firstPosition(steadyList, list, scope, (item) =>
    equal(item, list.of, element, list.of, scope),
  )
  return test(['i64.lt_u', at, length])
}
