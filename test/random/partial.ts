/** Random expressions that have a value in some states and a fault in others: one form for each kind of fault. */

import type { Expr } from '../../dsl/ir.ts'
import { binary, bool, expr } from './nodes.ts'
import { anySort, sortOfKind } from './parts.ts'
import { rangeOf } from './ranges.ts'
import { binding } from './scope.ts'
import type { Maker, Scope } from './scope.ts'

type Partial = (maker: Maker, scope: Scope, fuel: number) => Expr | null

const range: Partial = (maker, scope, fuel) =>
  expr('convert', sortOfKind(maker, 'int'), { value: maker.int(scope, fuel) })

const none: Partial = (maker, scope, fuel) => {
  const sort = anySort(maker)
  return expr('unwrap', sort, {
    optional: maker.expr({ kind: 'optional', of: sort }, scope, fuel),
  })
}

const index: Partial = (maker, scope, fuel) => {
  const sort = sortOfKind(maker, 'sequence')
  const sequence = maker.expr(sort, scope, fuel)
  return expr('nth', sort.of, { sequence, index: maker.int(scope, fuel) })
}

const bound: Partial = (maker, scope, fuel) => {
  const sort = sortOfKind(maker, 'sequence')
  const left = maker.expr(sort, scope, fuel)
  return expr('concat', sort, { left, right: maker.expr(sort, scope, fuel) })
}

const unique: Partial = (maker, scope, fuel) => {
  const sort = sortOfKind(maker, 'set')
  const of = maker.expr(sort, scope, fuel)
  const binder = maker.binder(sort.of)
  return expr('quantifier', sort.of, {
    quantifier: 'the',
    binder,
    domain: { kind: 'elements', of },
    body: maker.expr(bool, binding(scope, binder), fuel - 1),
  })
}

const zero: Partial = (maker, scope, fuel) => {
  const [left, right] = [maker.int(scope, fuel), maker.int(scope, fuel)]
  if (left.sort.kind !== 'int' || right.sort.kind !== 'int') return null
  const operator = maker.draw.oneOf(['div', 'mod'] as const)
  return binary(operator, left, right, rangeOf(operator, left.sort, right.sort))
}

const absent: Partial = (maker, scope, fuel) => {
  const sort = sortOfKind(maker, 'bag')
  const bag = maker.expr(sort, scope, fuel)
  const element = maker.expr(sort.of, scope, fuel)
  return expr('bagChange', sort, { change: 'remove', bag, element })
}

const partials = [range, none, index, bound, unique, none, zero, absent, absent]

/** An expression of some sort that may fault. */
export function partial(maker: Maker, scope: Scope, fuel: number): Expr | null {
  return maker.draw.oneOf(partials)(maker, scope, fuel)
}
