/** Every kind of expression, and the closure that it becomes. */

import { match } from 'ts-pattern'
import type { Domain, Expr, Model } from '../../dsl/ir.ts'
import * as aggregates from './aggregates.ts'
import * as collections from './collections.ts'
import { convert } from './convert.ts'
import { none } from './datum.ts'
import type { Compiler, Elements, Evaluate } from './evaluate.ts'
import * as quantifiers from './quantifiers.ts'
import * as reads from './reads.ts'
import * as scalars from './scalars.ts'
import { Sorts } from './sorts.ts'

/** The closures of one model's expressions; an expression that occurs twice is built once. */
export class Expressions implements Compiler {
  readonly model: Model
  readonly sorts: Sorts
  readonly #built = new WeakMap<Expr, Evaluate>()

  constructor(model: Model) {
    this.model = model
    this.sorts = new Sorts(model)
  }

  expr(expr: Expr): Evaluate {
    const known = this.#built.get(expr)
    if (known !== undefined) return known
    const built = build(expr, this)
    this.#built.set(expr, built)
    return built
  }

  domain(domain: Domain): Elements {
    return quantifiers.elements(domain, this)
  }
}

function build(expr: Expr, compiler: Compiler): Evaluate {
  return match(expr)
    .with(
      { kind: 'literal' },
      ({ value }): Evaluate =>
        () =>
          value,
    )
    .with({ kind: 'variable' }, reads.variable)
    .with({ kind: 'local' }, reads.local)
    .with({ kind: 'bound' }, reads.bound)
    .with({ kind: 'self' }, (e) => reads.self(e, compiler))
    .with({ kind: 'current' }, reads.current)
    .with({ kind: 'thread' }, (e) => reads.thread(e, compiler))
    .with({ kind: 'at' }, (e) => reads.at(e, compiler))
    .with({ kind: 'terminated' }, (e) => reads.terminated(e, compiler))
    .with({ kind: 'definition' }, ({ body }) => compiler.expr(body))
    .with({ kind: 'after' }, (e) => reads.after(e, compiler))
    .with({ kind: 'unary' }, (e) => scalars.unary(e, compiler))
    .with({ kind: 'binary' }, (e) => scalars.binary(e, compiler))
    .with({ kind: 'conditional' }, (e) => scalars.conditional(e, compiler))
    .with({ kind: 'quantifier' }, (e) => quantifiers.quantifier(e, compiler))
    .with({ kind: 'image' }, (e) => quantifiers.image(e, compiler))
    .with({ kind: 'fold' }, (e) => quantifiers.fold(e, compiler))
    .with({ kind: 'let' }, (e) => reads.letIn(e, compiler))
    .with({ kind: 'convert' }, (e) => convert(e, compiler))
    .with({ kind: 'none' }, (): Evaluate => () => none)
    .with({ kind: 'some' }, (e) => aggregates.someOf(e, compiler))
    .with({ kind: 'isSome' }, (e) => aggregates.isSome(e, compiler))
    .with({ kind: 'unwrap' }, (e) => aggregates.unwrap(e, compiler))
    .with({ kind: 'record' }, (e) => aggregates.record(e, compiler))
    .with({ kind: 'field' }, (e) => aggregates.field(e, compiler))
    .with({ kind: 'withField' }, (e) => aggregates.withField(e, compiler))
    .with({ kind: 'variant' }, (e) => aggregates.variant(e, compiler))
    .with({ kind: 'isTag' }, (e) => aggregates.isTag(e, compiler))
    .with({ kind: 'match' }, (e) => aggregates.matching(e, compiler))
    .with({ kind: 'array' }, (e) => aggregates.array(e, compiler))
    .with({ kind: 'table' }, (e) => aggregates.table(e, compiler))
    .with({ kind: 'element' }, (e) => aggregates.element(e, compiler))
    .with({ kind: 'withElement' }, (e) => aggregates.withElement(e, compiler))
    .with({ kind: 'collection' }, (e) => collections.collection(e, compiler))
    .with({ kind: 'size' }, (e) => collections.size(e, compiler))
    .with({ kind: 'member' }, (e) => collections.member(e, compiler))
    .with({ kind: 'setOperation' }, (e) => collections.setOperation(e, compiler))
    .with({ kind: 'nth' }, (e) => collections.nth(e, compiler))
    .with({ kind: 'concat' }, (e) => collections.concat(e, compiler))
    .with({ kind: 'slice' }, (e) => collections.slice(e, compiler))
    .with({ kind: 'withNth' }, (e) => collections.withNth(e, compiler))
    .with({ kind: 'bagChange' }, (e) => collections.bagChange(e, compiler))
    .with({ kind: 'occurrences' }, (e) => collections.occurrences(e, compiler))
    .with({ kind: 'ordinal' }, (e) => collections.ordinal(e, compiler))
    .with({ kind: 'indexOf' }, (e) => collections.indexOf(e, compiler))
    .with({ kind: 'neighbour' }, (e) => collections.neighbour(e, compiler))
    .exhaustive()
}
