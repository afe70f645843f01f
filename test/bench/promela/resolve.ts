/** Expressions over the state before a transition: values for names, quantifiers spelled out. */

import type { BoundId, Domain, Expr, ExprOf, VariableId } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import { mapOperands } from '../../../checker/operands.ts'
import { truth, valuesOf } from './literals.ts'
import { Refusal } from './refusal.ts'
import { both, choice, either, negated, simplify } from './simplify.ts'

/** What names stand for; a variable or slot that is not there stands for itself. */
export interface Known {
  readonly threads: number
  readonly variables: ReadonlyMap<VariableId, Expr>
  /** By number; null: dead. */
  readonly slots: ReadonlyMap<number, Expr | null>
  readonly bound: ReadonlyMap<BoundId, Expr>
}

/** The expression over the state before the transition. Throws a `Refusal`. */
export function resolve(expr: Expr, known: Known): Expr {
  const within = (inner: Expr): Expr => resolve(inner, known)
  switch (expr.kind) {
    case 'variable':
      return known.variables.get(expr.variable) ?? expr
    case 'local':
      return known.slots.get(expr.local) ?? expr
    case 'bound':
      return known.bound.get(expr.bound) ?? expr
    case 'definition':
      return within(expr.body)
    case 'let':
      return resolve(expr.body, binding(known, expr.binder.bound, within(expr.value)))
    case 'quantifier':
      return quantifier(expr, known)
    case 'array': {
      const { sort, site, binder, body } = expr
      const entries = valuesOf(binder.sort, known.threads, site).map((value) =>
        resolve(body, binding(known, binder.bound, value)),
      )
      return { kind: 'table', sort, site, entries }
    }
    case 'image':
    case 'fold':
    case 'match':
    case 'after':
    case 'at':
    case 'terminated':
      throw new Refusal(expr.site, `'${expr.kind}'`)
    default:
      return simplify(mapOperands(expr, within))
  }
}

/** With a name bound. */
export function binding(known: Known, bound: BoundId, value: Expr): Known {
  return { ...known, bound: new Map([...known.bound, [bound, value]]) }
}

/** The elements that a domain may have, each with the condition on which it has it. */
export function elementsOf(
  domain: Domain,
  known: Known,
  site: Site,
): readonly { readonly element: Expr; readonly present: Expr }[] {
  if (domain.kind === 'sort') {
    return valuesOf(domain.sort, known.threads, site).map((element) => ({
      element,
      present: truth(true, site),
    }))
  }
  const of = resolve(domain.of, known)
  if (of.sort.kind !== 'set') throw new Refusal(site, `a domain of the sort '${of.sort.kind}'`)
  return valuesOf(of.sort.of, known.threads, site).map((element) => ({
    element,
    present: simplify({ kind: 'member', sort: { kind: 'bool' }, site, element, of }),
  }))
}

function quantifier(expr: ExprOf<'quantifier'>, known: Known): Expr {
  const { binder, body, site, sort } = expr
  const tests = elementsOf(expr.domain, known, site).map(({ element, present }) => ({
    element,
    present,
    holds: resolve(body, binding(known, binder.bound, element)),
  }))
  const passing = tests.map(({ present, holds }) => both(present, holds))
  switch (expr.quantifier) {
    case 'all':
      return tests
        .map(({ present, holds }) => either(negated(present), holds))
        .reduce(both, truth(true, site))
    case 'some':
      return passing.reduce(either, truth(false, site))
    case 'count':
      return passing
        .map((test) => choice(test, number(1, site), number(0, site), sort))
        .reduce((sum, each) => ({
          kind: 'binary',
          operator: 'plus',
          sort,
          site,
          left: sum,
          right: each,
        }))
    case 'filter':
      return tests
        .map(({ element }, i) => {
          const empty: Expr = { kind: 'collection', sort, site, elements: [] }
          const single: Expr = { kind: 'collection', sort, site, elements: [element] }
          return choice(passing[i] ?? truth(false, site), single, empty, sort)
        })
        .reduce((left, right) => ({
          kind: 'setOperation',
          operator: 'union',
          sort,
          site,
          left,
          right,
        }))
    case 'one':
    case 'the':
      throw new Refusal(site, `'${expr.quantifier}'`)
  }
}

function number(value: number, site: Site): Expr {
  return { kind: 'literal', sort: { kind: 'int', min: value, max: value }, site, value }
}
