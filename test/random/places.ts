/** Random places inside a value: of any depth, and such as lie beside each other. */

import type { Expr, Selector, Sort } from '../../dsl/ir.ts'
import { leaf } from './leaves.ts'
import { expr } from './nodes.ts'
import type { Maker, Scope } from './scope.ts'

/** A way into a value, and the sort of what it leads to. */
export interface Path {
  readonly path: readonly Selector[]
  readonly sort: Sort
}

/** Of a random depth into the parts of a value of this sort. */
export function drawPath(maker: Maker, sort: Sort, scope: Scope, fuel: number): Path {
  const { draw } = maker
  if (!draw.chance(70)) return { path: [], sort }
  if (sort.kind === 'array') {
    const index = maker.expr(sort.index, scope, fuel)
    return leading({ kind: 'element', index }, drawPath(maker, sort.element, scope, fuel))
  }
  if (sort.kind === 'record') {
    const field = draw.oneOf(sort.fields)
    return leading({ kind: 'field', field: field.name }, drawPath(maker, field.sort, scope, fuel))
  }
  return { path: [], sort }
}

/** To some part of it, by something simple: of two such paths it often shows that they part. Empty where it has no parts. */
export function drawPart(maker: Maker, sort: Sort, scope: Scope): Path {
  const { draw } = maker
  if (sort.kind === 'array') {
    const index = leaf(maker, sort.index, scope)
    const inner = draw.chance(50) ? drawPart(maker, sort.element, scope) : ended(sort.element)
    return leading({ kind: 'element', index: turned(maker, index) }, inner)
  }
  if (sort.kind === 'record') {
    const field = draw.oneOf(sort.fields)
    const inner = draw.chance(50) ? drawPart(maker, field.sort, scope) : ended(field.sort)
    return leading({ kind: 'field', field: field.name }, inner)
  }
  return ended(sort)
}

/** Itself or a neighbour, where it has some. */
export function turned(maker: Maker, index: Expr): Expr {
  if (index.sort.kind !== 'index' || maker.draw.chance(50)) return index
  return expr('neighbour', index.sort, { index, by: maker.draw.chance(50) ? 1 : -1 })
}

function leading(selector: Selector, { path, sort }: Path): Path {
  return { path: [selector, ...path], sort }
}

function ended(sort: Sort): Path {
  return { path: [], sort }
}
