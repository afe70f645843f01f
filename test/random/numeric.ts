/** Random expressions of int, index and thread sorts. */

import type { Arithmetic, Domain, Expr, SortOf } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import { names } from './leaves.ts'
import { binary, expr, int, number } from './nodes.ts'
import { sortOfKind } from './parts.ts'
import { rangeOf } from './ranges.ts'
import { binding } from './scope.ts'
import type { Form, Maker, Scope } from './scope.ts'

const operators: readonly Arithmetic[] = [
  'plus',
  'minus',
  'times',
  'div',
  'div',
  'mod',
  'min',
  'max',
]
/** Ranges stay inside of this, so that arithmetic on numbers is exact. */
const widest = 2 ** 40

type Ranged = (maker: Maker, scope: Scope, fuel: number) => Expr | null

/** The ways to make an int of any range. */
const ranged: readonly (readonly [number, Ranged])[] = [
  [6, someName],
  [2, (maker) => number(maker.draw.chance(95) ? maker.draw.between(-2, 4) : 100_000)],
  [6, arithmetic],
  [1, negate],
  [2, count],
  [2, size],
  [1, occurrences],
  [1, ordinal],
]

/** An int of any range. */
export function someInt(maker: Maker, scope: Scope, fuel: number): Expr {
  if (fuel > 0) {
    const made = maker.draw.weighted(ranged)(maker, scope, fuel - 1)
    if (made !== null) return made
  }
  return someName(maker, scope) ?? number(maker.draw.between(-1, 3))
}

function someName(maker: Maker, scope: Scope): Expr | null {
  const found = names(maker, scope, (sort) => sort.kind === 'int')
  return found.length === 0 ? null : maker.draw.oneOf(found)()
}

function arithmetic(maker: Maker, scope: Scope, fuel: number): Expr | null {
  const operator = maker.draw.oneOf(operators)
  const left = maker.int(scope, fuel)
  const dividing = operator === 'div' || operator === 'mod'
  const right =
    dividing && !maker.risky() ? number(maker.draw.oneOf([-2, 1, 2, 3])) : maker.int(scope, fuel)
  if (left.sort.kind !== 'int' || right.sort.kind !== 'int') return null
  const sort = rangeOf(operator, left.sort, right.sort)
  if (Math.max(-sort.min, sort.max) > widest) return left
  return binary(operator, left, right, sort)
}

function negate(maker: Maker, scope: Scope, fuel: number): Expr | null {
  const operand = maker.int(scope, fuel)
  if (operand.sort.kind !== 'int') return null
  const sort = int(0 - operand.sort.max, 0 - operand.sort.min)
  return expr('unary', sort, { operator: 'negate', operand })
}

function count(maker: Maker, scope: Scope, fuel: number): Expr | null {
  const { domain, sort } = maker.domain(scope, fuel)
  const binder = maker.binder(sort)
  const body = maker.expr({ kind: 'bool' }, binding(scope, binder), fuel)
  return expr('quantifier', int(0, mostVisits(maker, domain)), {
    quantifier: 'count',
    binder,
    domain,
    body,
  })
}

/** How often a quantifier can visit an element. */
function mostVisits(maker: Maker, domain: Domain): number {
  return domain.kind === 'sort'
    ? cardinality(domain.sort, maker.palette.threads)
    : mostElements(maker, domain.of.sort)
}

/** How many elements a collection of this sort can have. */
function mostElements(maker: Maker, sort: Expr['sort']): number {
  if (sort.kind === 'sequence' || sort.kind === 'bag') return sort.bound
  return cardinality(sort.kind === 'set' ? sort.of : sort, maker.palette.threads)
}

function size(maker: Maker, scope: Scope, fuel: number): Expr | null {
  const sort = sortOfKind(maker, maker.draw.oneOf(['set', 'sequence', 'bag']))
  return expr('size', int(0, mostElements(maker, sort)), { of: maker.expr(sort, scope, fuel) })
}

function occurrences(maker: Maker, scope: Scope, fuel: number): Expr | null {
  const sort = sortOfKind(maker, 'bag')
  const bag = maker.expr(sort, scope, fuel)
  return expr('occurrences', int(0, sort.bound), { bag, element: maker.expr(sort.of, scope, fuel) })
}

function ordinal(maker: Maker, scope: Scope, fuel: number): Expr | null {
  const sort = sortOfKind(maker, 'index')
  return expr('ordinal', int(0, sort.size - 1), { index: maker.expr(sort, scope, fuel) })
}

/** Into this range, from one so near that it is no fault. */
const clamped: Form<SortOf<'int'>> = (maker, sort, scope, fuel) => {
  const value = maker.int(scope, fuel)
  if (value.sort.kind !== 'int') return null
  const low = number(sort.min)
  const high = number(sort.max)
  const raised = binary('max', value, low, rangeOf('max', value.sort, int(sort.min, sort.min)))
  const { sort: above } = raised
  if (above.kind !== 'int') return null
  const lowered = binary('min', raised, high, rangeOf('min', above, int(sort.max, sort.max)))
  return narrowed(maker, lowered, sort)
}

/** Into this range, which can be a fault. */
const converted: Form<SortOf<'int'>> = (maker, sort, scope, fuel) =>
  maker.risky() ? narrowed(maker, maker.int(scope, fuel), sort) : clamped(maker, sort, scope, fuel)

/** As it is, where its range already fits and chance has it. */
function narrowed(maker: Maker, value: Expr, sort: SortOf<'int'>): Expr {
  if (value.sort.kind === 'int' && maker.draw.chance(50)) {
    if (sort.min <= value.sort.min && value.sort.max <= sort.max) return value
  }
  return expr('convert', sort, { value })
}

export const intForms: readonly (readonly [number, Form<SortOf<'int'>>])[] = [[10, converted]]

/** Of a number that there is, but for the risky ones. */
const indexOf: Form<SortOf<'index'>> = (maker, sort, scope, fuel) => {
  const ordinal = maker.int(scope, fuel)
  if (maker.risky()) return expr('indexOf', sort, { ordinal })
  const inside = binary('mod', ordinal, number(sort.size), int(0, sort.size - 1))
  return expr('indexOf', sort, { ordinal: inside })
}

const neighbour: Form<SortOf<'index'>> = (maker, sort, scope, fuel) =>
  expr('neighbour', sort, {
    index: maker.expr(sort, scope, fuel),
    by: maker.draw.chance(50) ? 1 : -1,
  })

export const indexForms: readonly (readonly [number, Form<SortOf<'index'>>])[] = [
  [3, indexOf],
  [6, neighbour],
]

const threadOf: Form<SortOf<'thread'>> = (maker, sort, scope, fuel) => {
  const process = maker.draw.oneOf(maker.processes)
  return expr('thread', sort, {
    process: process.id,
    instance: maker.expr(process.sort, scope, fuel),
  })
}

export const threadForms: readonly (readonly [number, Form<SortOf<'thread'>>])[] = [[4, threadOf]]
