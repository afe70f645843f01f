/** What an expression is made of: its parts in the order in which they are evaluated, and the names that it binds. */

import { match } from 'ts-pattern'
import type { Binder, Domain, Expr } from '../dsl/ir.ts'

/** The expressions right below this one, in order of evaluation; the body of a binder once. */
export function operands(expr: Expr): readonly Expr[] {
  return match(expr)
    .with(
      { kind: 'literal' },
      { kind: 'variable' },
      { kind: 'local' },
      { kind: 'bound' },
      { kind: 'self' },
      { kind: 'current' },
      { kind: 'none' },
      () => [],
    )
    .with({ kind: 'thread' }, { kind: 'at' }, { kind: 'terminated' }, (e) => [e.instance])
    .with({ kind: 'definition' }, { kind: 'after' }, { kind: 'array' }, (e) => [e.body])
    .with({ kind: 'unary' }, (e) => [e.operand])
    .with({ kind: 'binary' }, { kind: 'setOperation' }, { kind: 'concat' }, (e) => [
      e.left,
      e.right,
    ])
    .with({ kind: 'conditional' }, (e) => [e.test, e.then, e.otherwise])
    .with({ kind: 'quantifier' }, { kind: 'image' }, (e) => [...domainOperands(e.domain), e.body])
    .with({ kind: 'fold' }, (e) => [...domainOperands(e.domain), e.initial, e.body])
    .with({ kind: 'let' }, (e) => [e.value, e.body])
    .with({ kind: 'convert' }, { kind: 'some' }, (e) => [e.value])
    .with({ kind: 'isSome' }, { kind: 'unwrap' }, (e) => [e.optional])
    .with({ kind: 'record' }, (e) => e.fields.map(({ value }) => value))
    .with({ kind: 'field' }, (e) => [e.record])
    .with({ kind: 'withField' }, (e) => [e.record, e.value])
    .with({ kind: 'variant' }, (e) => (e.value === null ? [] : [e.value]))
    .with({ kind: 'isTag' }, (e) => [e.variant])
    .with({ kind: 'match' }, (e) => [e.subject, ...e.cases.map(({ body }) => body)])
    .with({ kind: 'table' }, (e) => e.entries)
    .with({ kind: 'element' }, (e) => [e.array, e.index])
    .with({ kind: 'withElement' }, (e) => [e.array, e.index, e.value])
    .with({ kind: 'collection' }, (e) => e.elements)
    .with({ kind: 'size' }, (e) => [e.of])
    .with({ kind: 'member' }, (e) => [e.element, e.of])
    .with({ kind: 'nth' }, (e) => [e.sequence, e.index])
    .with({ kind: 'slice' }, (e) => [e.sequence, e.from, e.to])
    .with({ kind: 'withNth' }, (e) => [e.sequence, e.index, e.value])
    .with({ kind: 'bagChange' }, { kind: 'occurrences' }, (e) => [e.bag, e.element])
    .with({ kind: 'ordinal' }, { kind: 'neighbour' }, (e) => [e.index])
    .with({ kind: 'indexOf' }, (e) => [e.ordinal])
    .exhaustive()
}

/** The expressions of a domain: none, or one. */
export function domainOperands(domain: Domain): readonly Expr[] {
  return domain.kind === 'sort' ? [] : [domain.of]
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
