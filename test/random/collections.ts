/** Random expressions of set, sequence and bag sorts. */

import type { Expr, Sort, SortOf } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import { longestList } from './leaves.ts'
import { binary, bool, expr, int, number } from './nodes.ts'
import { binding } from './scope.ts'
import type { Form, Maker } from './scope.ts'

type Forms<K extends Sort['kind']> = readonly (readonly [number, Form<SortOf<K>>])[]

const collection: Form<SortOf<'set' | 'sequence' | 'bag'>> = (maker, sort, scope, fuel) => {
  const most = sort.kind === 'set' ? 3 : Math.min(sort.bound + (maker.risky() ? 1 : 0), longestList)
  const elements = maker.draw.times(0, most, () => maker.expr(sort.of, scope, fuel - 1))
  return expr('collection', sort, { elements })
}

const image: Form<SortOf<'set'>> = (maker, sort, scope, fuel) => {
  const { domain, sort: element } = maker.domain(scope, fuel)
  const binder = maker.binder(element)
  return expr('image', sort, {
    binder,
    domain,
    body: maker.expr(sort.of, binding(scope, binder), fuel),
  })
}

/** From the whole sort, or from the elements of a set, sequence or bag of it. */
const filter: Form<SortOf<'set'>> = (maker, sort, scope, fuel) => {
  const sources = elementSources(maker, sort)
  const source = maker.draw.oneOf(sources)
  const binder = maker.binder(sort.of)
  return expr('quantifier', sort, {
    quantifier: 'filter',
    binder,
    domain:
      source === null
        ? { kind: 'sort', sort: sort.of }
        : { kind: 'elements', of: maker.expr(source, scope, fuel) },
    body: maker.expr({ kind: 'bool' }, binding(scope, binder), fuel),
  })
}

/** Null stands for the whole sort, which is only offered where that is small. */
function elementSources(maker: Maker, sort: SortOf<'set'>): readonly (Sort | null)[] {
  const sources: (Sort | null)[] = [
    sort,
    { kind: 'sequence', of: sort.of, bound: 2 },
    { kind: 'bag', of: sort.of, bound: 2 },
  ]
  if (cardinality(sort.of, maker.palette.threads) <= 12) sources.push(null, null)
  return sources
}

const setOperation: Form<SortOf<'set'>> = (maker, sort, scope, fuel) => {
  const operator = maker.draw.oneOf(['union', 'intersection', 'difference'] as const)
  const left = maker.expr(sort, scope, fuel)
  return expr('setOperation', sort, { operator, left, right: maker.expr(sort, scope, fuel) })
}

export const setForms: Forms<'set'> = [
  [5, collection],
  [3, image],
  [3, filter],
  [5, setOperation],
]

/** With one more element where there is room, but for the risky ones. */
const concat: Form<SortOf<'sequence'>> = (maker, sort, scope, fuel) => {
  const left = maker.expr(sort, scope, fuel)
  if (maker.risky()) return expr('concat', sort, { left, right: maker.expr(sort, scope, fuel) })
  const right = expr('collection', sort, { elements: [maker.expr(sort.of, scope, fuel)] })
  const whole = expr('concat', sort, { left, right })
  return expr('conditional', sort, { test: hasRoom(left, sort), then: whole, otherwise: right })
}

function hasRoom(of: Expr, { bound }: SortOf<'sequence' | 'bag'>): Expr {
  return binary('lt', expr('size', int(0, bound), { of }), number(bound), bool)
}

/** Up to the end, from a place that there is, but for the risky ones. */
const slice: Form<SortOf<'sequence'>> = (maker, sort, scope, fuel) => {
  const sequence = maker.expr(sort, scope, fuel)
  if (maker.risky()) {
    const [from, to] = [maker.int(scope, fuel), maker.int(scope, fuel)]
    return expr('slice', sort, { sequence, from, to })
  }
  const length = expr('size', int(0, sort.bound), { of: sequence })
  const from = binary('min', length, number(maker.draw.between(0, 1)), int(0, 1))
  return expr('slice', sort, { sequence, from, to: length })
}

const withNth: Form<SortOf<'sequence'>> = (maker, sort, scope, fuel) => {
  const sequence = maker.expr(sort, scope, fuel)
  const value = maker.expr(sort.of, scope, fuel)
  if (maker.risky()) {
    return expr('withNth', sort, { sequence, index: maker.int(scope, fuel), value })
  }
  const whole = expr('withNth', sort, { sequence, index: number(0), value })
  const test = binary('gt', expr('size', int(0, sort.bound), { of: sequence }), number(0), bool)
  return expr('conditional', sort, { test, then: whole, otherwise: sequence })
}

export const sequenceForms: Forms<'sequence'> = [
  [4, collection],
  [3, concat],
  [4, slice],
  [2, withNth],
]

/** One more where there is room, one less where there is one, but for the risky ones. */
const bagChange: Form<SortOf<'bag'>> = (maker, sort, scope, fuel) => {
  const change = maker.draw.chance(60) ? 'add' : 'remove'
  const bag = maker.expr(sort, scope, fuel)
  const element = maker.expr(sort.of, scope, fuel)
  const whole = expr('bagChange', sort, { change, bag, element })
  if (maker.risky()) return whole
  const test = change === 'add' ? hasRoom(bag, sort) : expr('member', bool, { element, of: bag })
  return expr('conditional', sort, { test, then: whole, otherwise: bag })
}

export const bagForms: Forms<'bag'> = [
  [4, collection],
  [4, bagChange],
]
