/** Expressions that go through a domain. */

import { Set } from 'immutable'
import { match } from 'ts-pattern'
import type { Domain, FoldExpr, ImageExpr, QuantifierExpr, Sort } from '../../dsl/ir.ts'
import { asBoolean, asList, asSet, item } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler, Elements, Evaluate } from './evaluate.ts'
import { raise } from './fault.ts'
import { comparing, distinctElements } from './order.ts'
import { bind } from './state.ts'

/** The elements of a domain in order: of a sequence each position, of a bag each distinct element. */
export function elements(domain: Domain, compiler: Compiler): Elements {
  return match(domain)
    .with({ kind: 'sort' }, ({ sort }): Elements => {
      const values = compiler.sorts.values(sort)
      return () => values
    })
    .with({ kind: 'elements' }, ({ of }): Elements => {
      const collection = compiler.expr(of)
      const list = listing(of.sort, compiler)
      return (env) => list(collection(env))
    })
    .exhaustive()
}

export function quantifier(expr: QuantifierExpr, compiler: Compiler): Evaluate {
  const domain = compiler.domain(expr.domain)
  const body = compiler.expr(expr.body)
  const { bound } = expr.binder
  const passing: Elements = (env) => {
    return domain(env).filter((element) => asBoolean(body(bind(env, bound, element))))
  }
  return match(expr.quantifier)
    .with('all', (): Evaluate => (env) => {
      return domain(env).every((element) => asBoolean(body(bind(env, bound, element))))
    })
    .with('some', (): Evaluate => (env) => {
      return domain(env).some((element) => asBoolean(body(bind(env, bound, element))))
    })
    .with('one', (): Evaluate => (env) => passing(env).length === 1)
    .with('count', (): Evaluate => (env) => passing(env).length)
    .with('filter', (): Evaluate => (env) => Set(passing(env)))
    .with('the', (): Evaluate => (env) => {
      const found = passing(env)
      if (found.length === 1) return item(found, 0)
      const number = found.length === 0 ? 'no element passes' : `${found.length} elements pass`
      return raise('unique', expr.site, `${number}, where exactly one must`)
    })
    .exhaustive()
}

export function image(expr: ImageExpr, compiler: Compiler): Evaluate {
  const domain = compiler.domain(expr.domain)
  const body = compiler.expr(expr.body)
  return (env) => Set(domain(env).map((element) => body(bind(env, expr.binder.bound, element))))
}

export function fold(expr: FoldExpr, compiler: Compiler): Evaluate {
  const domain = compiler.domain(expr.domain)
  const initial = compiler.expr(expr.initial)
  const body = compiler.expr(expr.body)
  return (env) => {
    return domain(env).reduce((value, element) => {
      return body(bind(bind(env, expr.binder.bound, element), expr.accumulator.bound, value))
    }, initial(env))
  }
}

function listing(sort: Sort, { sorts }: Compiler): (collection: Datum) => readonly Datum[] {
  switch (sort.kind) {
    case 'set': {
      const compare = comparing(sort.of, sorts)
      return (set) => asSet(set).toArray().toSorted(compare)
    }
    case 'sequence':
      return (sequence) => asList(sequence).toArray()
    case 'bag': {
      const compare = comparing(sort.of, sorts)
      return (bag) => distinctElements(bag, compare)
    }
    default:
      throw new Error(`a ${sort.kind} has no elements`)
  }
}
