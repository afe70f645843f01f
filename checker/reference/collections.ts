/** Expressions over sets, sequences, bags and indices. */

import { List, Set } from 'immutable'
import type { Map } from 'immutable'
import { match } from 'ts-pattern'
import type {
  BagChangeExpr,
  CollectionExpr,
  ConcatExpr,
  IndexOfExpr,
  MemberExpr,
  NeighbourExpr,
  NthExpr,
  OccurrencesExpr,
  OrdinalExpr,
  SetExpr,
  SizeExpr,
  SliceExpr,
  Sort,
  WithNthExpr,
} from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { asList, asMap, asNumber, asSet, bagSize, item } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler, Evaluate } from './evaluate.ts'
import { raise } from './fault.ts'
import { tally } from './sorts.ts'
import type { Environment } from './state.ts'

export function collection({ sort, elements, site }: CollectionExpr, compiler: Compiler): Evaluate {
  const evaluate = elements.map((element) => compiler.expr(element))
  const values = (env: Environment): readonly Datum[] => evaluate.map((element) => element(env))
  switch (sort.kind) {
    case 'set':
      return (env) => Set(values(env))
    case 'sequence':
      return (env) => bounded(List(values(env)), sort.bound, site)
    case 'bag':
      return (env) => boundedBag(tally(values(env)), sort.bound, site)
    default:
      throw new Error(`a ${sort.kind} has no elements`)
  }
}

export function size({ of }: SizeExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(of)
  switch (of.sort.kind) {
    case 'set':
      return (env) => asSet(value(env)).size
    case 'sequence':
      return (env) => asList(value(env)).size
    case 'bag':
      return (env) => bagSize(asMap(value(env)))
    default:
      throw new Error(`a ${of.sort.kind} has no size`)
  }
}

export function member(expr: MemberExpr, compiler: Compiler): Evaluate {
  const element = compiler.expr(expr.element)
  const of = compiler.expr(expr.of)
  const has = membership(expr.of.sort)
  return (env) => {
    const value = element(env)
    return has(of(env), value)
  }
}

export function setOperation(expr: SetExpr, compiler: Compiler): Evaluate {
  const left = compiler.expr(expr.left)
  const right = compiler.expr(expr.right)
  const both = (operate: (a: Set<Datum>, b: Set<Datum>) => Datum): Evaluate => {
    return (env) => operate(asSet(left(env)), asSet(right(env)))
  }
  return match(expr.operator)
    .with('union', () => both((a, b) => a.union(b)))
    .with('intersection', () => both((a, b) => a.intersect(b)))
    .with('difference', () => both((a, b) => a.subtract(b)))
    .with('subset', () => both((a, b) => a.isSubset(b)))
    .exhaustive()
}

export function nth(expr: NthExpr, compiler: Compiler): Evaluate {
  const sequence = compiler.expr(expr.sequence)
  const index = compiler.expr(expr.index)
  return (env) => {
    const list = asList(sequence(env))
    return item(list, position(list, index(env), expr.site))
  }
}

export function withNth(expr: WithNthExpr, compiler: Compiler): Evaluate {
  const sequence = compiler.expr(expr.sequence)
  const index = compiler.expr(expr.index)
  const value = compiler.expr(expr.value)
  return (env) => {
    const list = asList(sequence(env))
    const at = index(env)
    const element = value(env)
    return list.set(position(list, at, expr.site), element)
  }
}

export function concat(expr: ConcatExpr, compiler: Compiler): Evaluate {
  const left = compiler.expr(expr.left)
  const right = compiler.expr(expr.right)
  const { sort, site } = expr
  if (sort.kind !== 'sequence') throw new Error(`expected a sequence, not ${sort.kind}`)
  return (env) => bounded(asList(left(env)).concat(asList(right(env))), sort.bound, site)
}

export function slice(expr: SliceExpr, compiler: Compiler): Evaluate {
  const sequence = compiler.expr(expr.sequence)
  const from = compiler.expr(expr.from)
  const to = compiler.expr(expr.to)
  return (env) => {
    const list = asList(sequence(env))
    const start = asNumber(from(env))
    const end = asNumber(to(env))
    if (0 <= start && start <= end && end <= list.size) return list.slice(start, end)
    const detail = `from ${start} up to ${end} is no part of a sequence of length ${list.size}`
    return raise('index', expr.site, detail)
  }
}

export function bagChange(expr: BagChangeExpr, compiler: Compiler): Evaluate {
  const bag = compiler.expr(expr.bag)
  const element = compiler.expr(expr.element)
  const { sort, site } = expr
  if (sort.kind !== 'bag') throw new Error(`expected a bag, not ${sort.kind}`)
  return match(expr.change)
    .with('add', (): Evaluate => (env) => {
      const before = asMap(bag(env))
      const added = element(env)
      return boundedBag(before.set(added, occurring(before, added) + 1), sort.bound, site)
    })
    .with('remove', (): Evaluate => (env) => {
      const before = asMap(bag(env))
      const removed = element(env)
      const count = occurring(before, removed)
      if (count === 0) return raise('absent', site, 'the bag has no such element')
      return count === 1 ? before.delete(removed) : before.set(removed, count - 1)
    })
    .exhaustive()
}

export function occurrences(expr: OccurrencesExpr, compiler: Compiler): Evaluate {
  const bag = compiler.expr(expr.bag)
  const element = compiler.expr(expr.element)
  return (env) => occurring(asMap(bag(env)), element(env))
}

export function ordinal({ index }: OrdinalExpr, compiler: Compiler): Evaluate {
  return compiler.expr(index)
}

export function indexOf(expr: IndexOfExpr, compiler: Compiler): Evaluate {
  const number = compiler.expr(expr.ordinal)
  const count = ring(expr.sort)
  return (env) => {
    const value = asNumber(number(env))
    if (0 <= value && value < count) return value
    return raise('index', expr.site, `${value} is not between 0 and ${count - 1}`)
  }
}

export function neighbour(expr: NeighbourExpr, compiler: Compiler): Evaluate {
  const index = compiler.expr(expr.index)
  const count = ring(expr.sort)
  return (env) => (asNumber(index(env)) + expr.by + count) % count
}

function membership(sort: Sort): (collection: Datum, element: Datum) => boolean {
  switch (sort.kind) {
    case 'set':
      return (set, element) => asSet(set).has(element)
    case 'sequence':
      return (sequence, element) => asList(sequence).includes(element)
    case 'bag':
      return (bag, element) => asMap(bag).has(element)
    default:
      throw new Error(`a ${sort.kind} has no elements`)
  }
}

function position(list: List<Datum>, index: Datum, site: Site): number {
  const at = asNumber(index)
  if (0 <= at && at < list.size) return at
  return raise('index', site, `position ${at} of a sequence of length ${list.size}`)
}

function bounded(list: List<Datum>, bound: number, site: Site): List<Datum> {
  return list.size <= bound ? list : raise('bound', site, overBound(list.size, bound))
}

function boundedBag(bag: Map<Datum, Datum>, bound: number, site: Site): Map<Datum, Datum> {
  const count = bagSize(bag)
  return count <= bound ? bag : raise('bound', site, overBound(count, bound))
}

/** A fault's detail. */
export function overBound(count: number, bound: number): string {
  return `${count} elements, where ${bound} is the bound`
}

function occurring(bag: Map<Datum, Datum>, element: Datum): number {
  return asNumber(bag.get(element, 0))
}

function ring(sort: Sort): number {
  if (sort.kind !== 'index') throw new Error(`expected an index, not ${sort.kind}`)
  return sort.size
}
