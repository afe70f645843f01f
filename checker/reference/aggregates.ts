/** Expressions over optionals, records, variants and arrays. */

import { List } from 'immutable'
import type {
  ArrayExpr,
  BoundId,
  ElementExpr,
  FieldExpr,
  IsSomeExpr,
  IsTagExpr,
  MatchExpr,
  RecordExpr,
  SomeExpr,
  Sort,
  TableExpr,
  UnwrapExpr,
  VariantExpr,
  WithElementExpr,
  WithFieldExpr,
} from '../../dsl/ir.ts'
import { asList, asMap, entry, item, some } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler, Evaluate } from './evaluate.ts'
import { raise } from './fault.ts'
import { zip } from './sorts.ts'
import { bind } from './state.ts'

export function someOf({ value }: SomeExpr, compiler: Compiler): Evaluate {
  const content = compiler.expr(value)
  return (env) => some(content(env))
}

export function isSome({ optional }: IsSomeExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(optional)
  return (env) => !asList(value(env)).isEmpty()
}

export function unwrap({ optional, site }: UnwrapExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(optional)
  return (env) => {
    const list = asList(value(env))
    return list.isEmpty() ? raise('none', site, 'the value is none') : item(list, 0)
  }
}

export function record({ fields }: RecordExpr, compiler: Compiler): Evaluate {
  const names = fields.map(({ name }) => name)
  const values = fields.map(({ value }) => compiler.expr(value))
  return (env) =>
    zip(
      names,
      values.map((value) => value(env)),
    )
}

export function field(expr: FieldExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(expr.record)
  return (env) => entry(asMap(value(env)), expr.field)
}

export function withField(expr: WithFieldExpr, compiler: Compiler): Evaluate {
  const old = compiler.expr(expr.record)
  const value = compiler.expr(expr.value)
  return (env) => asMap(old(env)).set(expr.field, value(env))
}

export function variant({ tag, value }: VariantExpr, compiler: Compiler): Evaluate {
  if (value === null) {
    const constant = List<Datum>([tag, null])
    return () => constant
  }
  const payload = compiler.expr(value)
  return (env) => List<Datum>([tag, payload(env)])
}

export function isTag(expr: IsTagExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(expr.variant)
  return (env) => item(asList(value(env)), 0) === expr.tag
}

export function matching({ subject, cases }: MatchExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(subject)
  const bodies = new Map<Datum, { bound: BoundId | null; body: Evaluate }>(
    cases.map(({ tag, binder, body }) => {
      return [tag, { bound: binder?.bound ?? null, body: compiler.expr(body) }]
    }),
  )
  return (env) => {
    const [tag = null, payload = null] = asList(value(env))
    const found = bodies.get(tag)
    if (found === undefined) throw new Error(`no case for ${String(tag)}`)
    return found.body(found.bound === null ? env : bind(env, found.bound, payload))
  }
}

export function array({ sort, binder, body }: ArrayExpr, compiler: Compiler): Evaluate {
  const indices = compiler.sorts.values(indexSort(sort))
  const element = compiler.expr(body)
  return (env) =>
    zip(
      indices,
      indices.map((index) => element(bind(env, binder.bound, index))),
    )
}

export function table({ sort, entries }: TableExpr, compiler: Compiler): Evaluate {
  const indices = compiler.sorts.values(indexSort(sort))
  const values = entries.map((value) => compiler.expr(value))
  return (env) =>
    zip(
      indices,
      values.map((value) => value(env)),
    )
}

export function element(expr: ElementExpr, compiler: Compiler): Evaluate {
  const value = compiler.expr(expr.array)
  const index = compiler.expr(expr.index)
  return (env) => entry(asMap(value(env)), index(env))
}

export function withElement(expr: WithElementExpr, compiler: Compiler): Evaluate {
  const old = compiler.expr(expr.array)
  const index = compiler.expr(expr.index)
  const value = compiler.expr(expr.value)
  return (env) => asMap(old(env)).set(index(env), value(env))
}

function indexSort(sort: Sort): Sort {
  if (sort.kind !== 'array') throw new Error(`expected an array, not ${sort.kind}`)
  return sort.index
}
