/** Optionals, records, variants and arrays. */

import type { ExprOf, Sort, SortOf } from '../../dsl/ir.ts'
import type { Compile, Evaluate, Universe } from './context.ts'
import { number } from './context.ts'
import type { Datum } from './datum.ts'
import { list, nth, scalar } from './datum.ts'
import { Faulted } from './fault.ts'

export function isSome(expr: ExprOf<'isSome'>, compile: Compile): Evaluate {
  const optional = compile(expr.optional)
  return (context) => list(optional(context)).length
}

export function unwrap(expr: ExprOf<'unwrap'>, compile: Compile): Evaluate {
  const optional = compile(expr.optional)
  return (context) => {
    const [some] = list(optional(context))
    if (some === undefined) throw new Faulted('none', expr.site, 'there is no value')
    return some
  }
}

export function record(expr: ExprOf<'record'>, compile: Compile): Evaluate {
  const fields = expr.fields.map((each) => compile(each.value))
  return (context) => fields.map((each) => each(context))
}

export function field(expr: ExprOf<'field'>, compile: Compile): Evaluate {
  const subject = compile(expr.record)
  const position = fieldPosition(expr.record.sort, expr.field)
  return (context) => nth(list(subject(context)), position)
}

export function withField(expr: ExprOf<'withField'>, compile: Compile): Evaluate {
  const subject = compile(expr.record)
  const value = compile(expr.value)
  const position = fieldPosition(expr.record.sort, expr.field)
  return (context) => {
    const fields = list(subject(context))
    return fields.with(position, value(context))
  }
}

/** The position of a field among those of its record. */
export function fieldPosition(sort: Sort, name: string): number {
  if (sort.kind !== 'record') throw new Error('only a record has fields')
  return sort.fields.findIndex((each) => each.name === name)
}

export function variant(expr: ExprOf<'variant'>, compile: Compile): Evaluate {
  const tag = casePosition(expr.sort, expr.tag)
  if (expr.value === null) return () => [tag]
  const value = compile(expr.value)
  return (context) => [tag, value(context)]
}

export function isTag(expr: ExprOf<'isTag'>, compile: Compile): Evaluate {
  const subject = compile(expr.variant)
  const tag = casePosition(expr.variant.sort, expr.tag)
  return (context) => (nth(list(subject(context)), 0) === tag ? 1 : 0)
}

export function match(expr: ExprOf<'match'>, compile: Compile): Evaluate {
  const subject = compile(expr.subject)
  const cases = expr.cases.map(({ binder, body }) => ({ binder, body: compile(body) }))
  return (context) => {
    const [tag = 0, payload] = list(subject(context))
    const found = cases[scalar(tag)]
    if (found === undefined) throw new Error('the match has no such case')
    if (found.binder !== null && payload !== undefined) {
      context.bound[found.binder.bound] = payload
    }
    return found.body(context)
  }
}

/** The position of a case among those of its variant. */
export function casePosition(sort: Sort, tag: string): number {
  if (sort.kind !== 'variant') throw new Error('only a variant has cases')
  return sort.cases.findIndex((each) => each.tag === tag)
}

export function table(expr: ExprOf<'table'>, compile: Compile): Evaluate {
  const entries = expr.entries.map((each) => compile(each))
  return (context) => entries.map((each) => each(context))
}

export function element(expr: ExprOf<'element'>, compile: Compile, universe: Universe): Evaluate {
  const subject = compile(expr.array)
  const index = compile(expr.index)
  const values = universe.enumerate(arraySort(expr.array.sort).index)
  return (context) => {
    const items = list(subject(context))
    return nth(items, number(values, index(context)))
  }
}

export function withElement(
  expr: ExprOf<'withElement'>,
  compile: Compile,
  universe: Universe,
): Evaluate {
  const subject = compile(expr.array)
  const index = compile(expr.index)
  const value = compile(expr.value)
  const values = universe.enumerate(arraySort(expr.array.sort).index)
  return (context) => {
    const items: readonly Datum[] = list(subject(context))
    const at = number(values, index(context))
    return items.with(at, value(context))
  }
}

/** The sort as that of an array, which the expression promises. */
export function arraySort(sort: Sort): SortOf<'array'> {
  if (sort.kind !== 'array') throw new Error('only an array has elements by index')
  return sort
}
