/** The same expression or effect with other parts. */

import type { Binder, Domain, Effect, Expr, Place } from './ir.ts'

/** What becomes of the parts, and of the names that are bound. */
export interface Rewriting {
  readonly expr: (part: Expr) => Expr
  readonly binder: (binder: Binder) => Binder
}

/** The expression, each expression directly inside and each name that it binds rewritten. */
export function rewriteParts(expr: Expr, rewriting: Rewriting): Expr {
  const { expr: to, binder: name } = rewriting
  switch (expr.kind) {
    case 'literal':
    case 'variable':
    case 'local':
    case 'bound':
    case 'self':
    case 'current':
    case 'none':
      return expr
    case 'thread':
    case 'at':
    case 'terminated':
      return { ...expr, instance: to(expr.instance) }
    case 'definition':
    case 'after':
      return { ...expr, body: to(expr.body) }
    case 'unary':
      return { ...expr, operand: to(expr.operand) }
    case 'binary':
    case 'setOperation':
    case 'concat':
      return { ...expr, left: to(expr.left), right: to(expr.right) }
    case 'conditional':
      return { ...expr, test: to(expr.test), then: to(expr.then), otherwise: to(expr.otherwise) }
    case 'quantifier':
    case 'image':
      return {
        ...expr,
        binder: name(expr.binder),
        domain: rewriteDomain(expr.domain, rewriting),
        body: to(expr.body),
      }
    case 'fold':
      return {
        ...expr,
        binder: name(expr.binder),
        accumulator: name(expr.accumulator),
        domain: rewriteDomain(expr.domain, rewriting),
        initial: to(expr.initial),
        body: to(expr.body),
      }
    case 'let':
      return { ...expr, binder: name(expr.binder), value: to(expr.value), body: to(expr.body) }
    case 'convert':
    case 'some':
      return { ...expr, value: to(expr.value) }
    case 'isSome':
    case 'unwrap':
      return { ...expr, optional: to(expr.optional) }
    case 'record':
      return { ...expr, fields: expr.fields.map((each) => ({ ...each, value: to(each.value) })) }
    case 'field':
      return { ...expr, record: to(expr.record) }
    case 'withField':
      return { ...expr, record: to(expr.record), value: to(expr.value) }
    case 'variant':
      return { ...expr, value: expr.value === null ? null : to(expr.value) }
    case 'isTag':
      return { ...expr, variant: to(expr.variant) }
    case 'match':
      return {
        ...expr,
        subject: to(expr.subject),
        cases: expr.cases.map(({ tag, binder, body }) => {
          return { tag, binder: binder === null ? null : name(binder), body: to(body) }
        }),
      }
    case 'array':
      return { ...expr, binder: name(expr.binder), body: to(expr.body) }
    case 'table':
      return { ...expr, entries: expr.entries.map(to) }
    case 'element':
      return { ...expr, array: to(expr.array), index: to(expr.index) }
    case 'withElement':
      return { ...expr, array: to(expr.array), index: to(expr.index), value: to(expr.value) }
    case 'collection':
      return { ...expr, elements: expr.elements.map(to) }
    case 'size':
      return { ...expr, of: to(expr.of) }
    case 'member':
      return { ...expr, element: to(expr.element), of: to(expr.of) }
    case 'nth':
      return { ...expr, sequence: to(expr.sequence), index: to(expr.index) }
    case 'slice':
      return { ...expr, sequence: to(expr.sequence), from: to(expr.from), to: to(expr.to) }
    case 'withNth':
      return { ...expr, sequence: to(expr.sequence), index: to(expr.index), value: to(expr.value) }
    case 'bagChange':
    case 'occurrences':
      return { ...expr, bag: to(expr.bag), element: to(expr.element) }
    case 'ordinal':
    case 'neighbour':
      return { ...expr, index: to(expr.index) }
    case 'indexOf':
      return { ...expr, ordinal: to(expr.ordinal) }
  }
}

/** The domain, the collection whose elements it has rewritten. */
export function rewriteDomain(domain: Domain, { expr }: Pick<Rewriting, 'expr'>): Domain {
  return domain.kind === 'sort' ? domain : { ...domain, of: expr(domain.of) }
}

/** The effect, each expression, effect and name in it rewritten. */
export function rewriteEffect(effect: Effect, rewriting: Rewriting): Effect {
  const { expr: to, binder: name } = rewriting
  const all = (effects: readonly Effect[]) => effects.map((each) => rewriteEffect(each, rewriting))
  switch (effect.kind) {
    case 'assign':
      return { ...effect, place: rewritePlace(effect.place, rewriting), value: to(effect.value) }
    case 'when': {
      const { test, then, otherwise } = effect
      return { ...effect, test: to(test), then: all(then), otherwise: all(otherwise) }
    }
    case 'forEach':
      return {
        ...effect,
        binder: name(effect.binder),
        domain: rewriteDomain(effect.domain, rewriting),
        body: all(effect.body),
      }
    case 'pick':
      return {
        ...effect,
        binder: name(effect.binder),
        domain: rewriteDomain(effect.domain, rewriting),
        filter: effect.filter === null ? null : to(effect.filter),
      }
    case 'assert':
      return { ...effect, test: to(effect.test) }
    case 'fail':
      return effect
  }
}

/** The place, its indices rewritten. */
function rewritePlace(place: Place, { expr }: Rewriting): Place {
  const path = place.path.map((selector) => {
    return selector.kind === 'element' ? { ...selector, index: expr(selector.index) } : selector
  })
  return { ...place, path }
}
