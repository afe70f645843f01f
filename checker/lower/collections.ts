/** Sets, sequences and bags. */

import type { ExprOf, Sort, SortOf } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import type { Compile, Evaluate, Universe } from './context.ts'
import type { Datum } from './datum.ts'
import { list, nth, same, scalar } from './datum.ts'
import type { Enumeration } from './enumerate.ts'
import { Faulted } from './fault.ts'

export type CollectionSort = SortOf<'set' | 'sequence' | 'bag'>

export function collection(
  expr: ExprOf<'collection'>,
  compile: Compile,
  universe: Universe,
): Evaluate {
  const elements = expr.elements.map((each) => compile(each))
  const sort = collectionSort(expr.sort)
  const order = universe.enumerate(sort.of)
  return (context) => {
    const members = elements.map((each) => each(context))
    switch (sort.kind) {
      case 'set':
        return asSet(members, order)
      case 'sequence':
        return bounded(members, sort.bound, expr.site)
      case 'bag':
        return bounded(members.toSorted(order.compare), sort.bound, expr.site)
    }
  }
}

export function size(expr: ExprOf<'size'>, compile: Compile): Evaluate {
  const of = compile(expr.of)
  return (context) => list(of(context)).length
}

export function member(expr: ExprOf<'member'>, compile: Compile): Evaluate {
  const element = compile(expr.element)
  const of = compile(expr.of)
  return (context) => {
    const sought = element(context)
    return has(list(of(context)), sought) ? 1 : 0
  }
}

export function setOperation(
  expr: ExprOf<'setOperation'>,
  compile: Compile,
  universe: Universe,
): Evaluate {
  const left = compile(expr.left)
  const right = compile(expr.right)
  const order = universe.enumerate(collectionSort(expr.left.sort).of)
  return (context) => {
    const members = list(left(context))
    const others = list(right(context))
    switch (expr.operator) {
      case 'union':
        return asSet([...members, ...others], order)
      case 'intersection':
        return members.filter((each) => has(others, each))
      case 'difference':
        return members.filter((each) => !has(others, each))
      case 'subset':
        return members.every((each) => has(others, each)) ? 1 : 0
    }
  }
}

export function nthElement(expr: ExprOf<'nth'>, compile: Compile): Evaluate {
  const sequence = compile(expr.sequence)
  const index = compile(expr.index)
  return (context) => {
    const items = list(sequence(context))
    const at = scalar(index(context))
    return nth(items, checkedIndex(at, items, expr.site))
  }
}

export function withNth(expr: ExprOf<'withNth'>, compile: Compile): Evaluate {
  const sequence = compile(expr.sequence)
  const index = compile(expr.index)
  const value = compile(expr.value)
  return (context) => {
    const items = list(sequence(context))
    const at = scalar(index(context))
    const datum = value(context)
    return items.with(checkedIndex(at, items, expr.site), datum)
  }
}

export function concat(expr: ExprOf<'concat'>, compile: Compile): Evaluate {
  const left = compile(expr.left)
  const right = compile(expr.right)
  const sort = collectionSort(expr.sort)
  if (sort.kind === 'set') throw new Error('a set is no sequence')
  return (context) => {
    const items = list(left(context))
    return bounded([...items, ...list(right(context))], sort.bound, expr.site)
  }
}

export function slice(expr: ExprOf<'slice'>, compile: Compile): Evaluate {
  const sequence = compile(expr.sequence)
  const from = compile(expr.from)
  const to = compile(expr.to)
  return (context) => {
    const items = list(sequence(context))
    const first = scalar(from(context))
    const end = scalar(to(context))
    if (first < 0 || first > end || end > items.length) {
      const detail = `${first} to ${end} is no slice of ${items.length} elements`
      throw new Faulted('index', expr.site, detail)
    }
    return items.slice(first, end)
  }
}

export function bagChange(
  expr: ExprOf<'bagChange'>,
  compile: Compile,
  universe: Universe,
): Evaluate {
  const bag = compile(expr.bag)
  const element = compile(expr.element)
  const sort = collectionSort(expr.sort)
  if (sort.kind === 'set') throw new Error('a set is no bag')
  const order = universe.enumerate(sort.of)
  return (context) => {
    const members = list(bag(context))
    const datum = element(context)
    if (expr.change === 'add') {
      return bounded([...members, datum].toSorted(order.compare), sort.bound, expr.site)
    }
    const at = members.findIndex((each) => same(each, datum))
    if (at === -1) throw new Faulted('absent', expr.site, 'the bag has no such element')
    return members.toSpliced(at, 1)
  }
}

export function occurrences(expr: ExprOf<'occurrences'>, compile: Compile): Evaluate {
  const bag = compile(expr.bag)
  const element = compile(expr.element)
  return (context) => {
    const members = list(bag(context))
    const datum = element(context)
    return members.filter((each) => same(each, datum)).length
  }
}

/** Ascending and without repeats. */
export function asSet(members: readonly Datum[], order: Enumeration): Datum {
  return distinct(members.toSorted(order.compare))
}

/** Without repeats, where equal ones are neighbours. */
export function distinct(members: readonly Datum[]): readonly Datum[] {
  return members.filter((each, i) => i === 0 || !same(each, nth(members, i - 1)))
}

/** The sort as that of a collection, which the expression promises. */
export function collectionSort(sort: Sort): CollectionSort {
  switch (sort.kind) {
    case 'set':
    case 'sequence':
    case 'bag':
      return sort
    default:
      throw new Error('only a set, a sequence or a bag has members')
  }
}

function has(members: readonly Datum[], sought: Datum): boolean {
  return members.some((each) => same(each, sought))
}

function bounded(members: readonly Datum[], bound: number, site: Site): Datum {
  if (members.length <= bound) return members
  const detail = `${members.length} elements, where there can be ${bound}`
  throw new Faulted('bound', site, detail)
}

function checkedIndex(at: number, items: readonly Datum[], site: Site): number {
  if (at >= 0 && at < items.length) return at
  throw new Faulted('index', site, `there is no position ${at} among ${items.length}`)
}
