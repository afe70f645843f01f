/** What an expression is made of: its parts in the order in which they are evaluated, and the names that it binds. */

import type { Binder, Domain, Expr } from '../dsl/ir.ts'

/** The expressions right below this one, in order of evaluation; the body of a binder once. */
export function operands(expr: Expr): readonly Expr[] {
  const found: Expr[] = []
  mapOperands(expr, (operand) => {
    found.push(operand)
    return operand
  })
  return found
}

/** The same expression with each operand replaced by what `change` makes of it. */
export function mapOperands(expr: Expr, change: (operand: Expr) => Expr): Expr {
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
      return { ...expr, instance: change(expr.instance) }
    case 'definition':
    case 'after':
    case 'array':
      return { ...expr, body: change(expr.body) }
    case 'unary':
      return { ...expr, operand: change(expr.operand) }
    case 'binary':
    case 'setOperation':
    case 'concat':
      return { ...expr, left: change(expr.left), right: change(expr.right) }
    case 'conditional':
      return {
        ...expr,
        test: change(expr.test),
        then: change(expr.then),
        otherwise: change(expr.otherwise),
      }
    case 'quantifier':
    case 'image':
      return { ...expr, domain: mapDomain(expr.domain, change), body: change(expr.body) }
    case 'fold':
      return {
        ...expr,
        domain: mapDomain(expr.domain, change),
        initial: change(expr.initial),
        body: change(expr.body),
      }
    case 'let':
      return { ...expr, value: change(expr.value), body: change(expr.body) }
    case 'convert':
    case 'some':
      return { ...expr, value: change(expr.value) }
    case 'isSome':
    case 'unwrap':
      return { ...expr, optional: change(expr.optional) }
    case 'record':
      return {
        ...expr,
        fields: expr.fields.map((field) => ({ ...field, value: change(field.value) })),
      }
    case 'field':
      return { ...expr, record: change(expr.record) }
    case 'withField':
      return { ...expr, record: change(expr.record), value: change(expr.value) }
    case 'variant':
      return { ...expr, value: expr.value === null ? null : change(expr.value) }
    case 'isTag':
      return { ...expr, variant: change(expr.variant) }
    case 'match':
      return {
        ...expr,
        subject: change(expr.subject),
        cases: expr.cases.map((each) => ({ ...each, body: change(each.body) })),
      }
    case 'table':
      return { ...expr, entries: expr.entries.map(change) }
    case 'element':
      return { ...expr, array: change(expr.array), index: change(expr.index) }
    case 'withElement':
      return {
        ...expr,
        array: change(expr.array),
        index: change(expr.index),
        value: change(expr.value),
      }
    case 'collection':
      return { ...expr, elements: expr.elements.map(change) }
    case 'size':
      return { ...expr, of: change(expr.of) }
    case 'member':
      return { ...expr, element: change(expr.element), of: change(expr.of) }
    case 'nth':
      return { ...expr, sequence: change(expr.sequence), index: change(expr.index) }
    case 'slice':
      return {
        ...expr,
        sequence: change(expr.sequence),
        from: change(expr.from),
        to: change(expr.to),
      }
    case 'withNth':
      return {
        ...expr,
        sequence: change(expr.sequence),
        index: change(expr.index),
        value: change(expr.value),
      }
    case 'bagChange':
    case 'occurrences':
      return { ...expr, bag: change(expr.bag), element: change(expr.element) }
    case 'ordinal':
    case 'neighbour':
      return { ...expr, index: change(expr.index) }
    case 'indexOf':
      return { ...expr, ordinal: change(expr.ordinal) }
  }
}

/** The expressions of a domain: none, or one. */
export function domainOperands(domain: Domain): readonly Expr[] {
  return domain.kind === 'sort' ? [] : [domain.of]
}

/** The same domain with the collection it ranges over, if any, replaced. */
export function mapDomain(domain: Domain, change: (operand: Expr) => Expr): Domain {
  return domain.kind === 'sort' ? domain : { ...domain, of: change(domain.of) }
}

/** The names that this expression itself binds in its operands. */
export function binders(expr: Expr): readonly Binder[] {
  switch (expr.kind) {
    case 'quantifier':
    case 'image':
    case 'let':
    case 'array':
      return [expr.binder]
    case 'fold':
      return [expr.binder, expr.accumulator]
    case 'match':
      return expr.cases.flatMap(({ binder }) => binder ?? [])
    default:
      return []
  }
}
