/** What ranges over a domain: quantifiers, images, folds and arrays by index. */

import type { Domain, ExprOf } from '../../dsl/ir.ts'
import { asSet, collectionSort, distinct } from './collections.ts'
import type { Compile, Context, Evaluate, Universe } from './context.ts'
import type { Datum } from './datum.ts'
import { list } from './datum.ts'
import { Faulted } from './fault.ts'
import { arraySort } from './structures.ts'

/** The elements of a domain, in order. The domain is evaluated when this is called, and not again. */
export function domainElements(
  domain: Domain,
  compile: Compile,
  universe: Universe,
): (context: Context) => Iterable<Datum> {
  if (domain.kind === 'sort') return () => universe.all(domain.sort)
  const of = compile(domain.of)
  if (domain.of.sort.kind === 'bag') return (context) => distinct(list(of(context)))
  return (context) => list(of(context))
}

export function quantifier(
  expr: ExprOf<'quantifier'>,
  compile: Compile,
  universe: Universe,
): Evaluate {
  const elements = domainElements(expr.domain, compile, universe)
  const { bound } = expr.binder
  const body = compile(expr.body)
  const passes = (context: Context, element: Datum): boolean => {
    context.bound[bound] = element
    return body(context) === 1
  }
  const passing = (context: Context): readonly Datum[] => {
    const found: Datum[] = []
    for (const element of elements(context)) if (passes(context, element)) found.push(element)
    return found
  }
  switch (expr.quantifier) {
    case 'all':
      return (context) => {
        for (const element of elements(context)) if (!passes(context, element)) return 0
        return 1
      }
    case 'some':
      return (context) => {
        for (const element of elements(context)) if (passes(context, element)) return 1
        return 0
      }
    case 'one':
      return (context) => (passing(context).length === 1 ? 1 : 0)
    case 'count':
      return (context) => passing(context).length
    case 'the':
      return (context) => {
        const [only, ...others] = passing(context)
        if (only === undefined || others.length > 0) {
          const detail = only === undefined ? 'no element passes' : 'more than one element passes'
          throw new Faulted('unique', expr.site, detail)
        }
        return only
      }
    case 'filter': {
      const order = universe.enumerate(collectionSort(expr.sort).of)
      return (context) => asSet(passing(context), order)
    }
  }
}

export function image(expr: ExprOf<'image'>, compile: Compile, universe: Universe): Evaluate {
  const elements = domainElements(expr.domain, compile, universe)
  const body = compile(expr.body)
  const order = universe.enumerate(collectionSort(expr.sort).of)
  return (context) => {
    const values: Datum[] = []
    for (const element of elements(context)) {
      context.bound[expr.binder.bound] = element
      values.push(body(context))
    }
    return asSet(values, order)
  }
}

export function fold(expr: ExprOf<'fold'>, compile: Compile, universe: Universe): Evaluate {
  const elements = domainElements(expr.domain, compile, universe)
  const initial = compile(expr.initial)
  const body = compile(expr.body)
  return (context) => {
    const domain = elements(context)
    let value = initial(context)
    for (const element of domain) {
      context.bound[expr.binder.bound] = element
      context.bound[expr.accumulator.bound] = value
      value = body(context)
    }
    return value
  }
}

export function array(expr: ExprOf<'array'>, compile: Compile, universe: Universe): Evaluate {
  const { index } = arraySort(expr.sort)
  const body = compile(expr.body)
  return (context) => {
    const items: Datum[] = []
    for (const element of universe.all(index)) {
      context.bound[expr.binder.bound] = element
      items.push(body(context))
    }
    return items
  }
}
