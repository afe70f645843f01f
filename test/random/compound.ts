/** Random expressions of optional, record, variant and array sorts. */

import type { SortOf } from '../../dsl/ir.ts'
import { cardinality } from '../../dsl/shape.ts'
import { longestTable } from './leaves.ts'
import { expr } from './nodes.ts'
import { binding } from './scope.ts'
import type { Form } from './scope.ts'

const some: Form<SortOf<'optional'>> = (maker, sort, scope, fuel) =>
  expr('some', sort, { value: maker.expr(sort.of, scope, fuel) })

const none: Form<SortOf<'optional'>> = (_, sort) => expr('none', sort, {})

export const optionalForms: readonly (readonly [number, Form<SortOf<'optional'>>])[] = [
  [5, some],
  [2, none],
]

const record: Form<SortOf<'record'>> = (maker, sort, scope, fuel) =>
  expr('record', sort, {
    fields: sort.fields.map((field) => ({
      name: field.name,
      value: maker.expr(field.sort, scope, fuel),
    })),
  })

const withField: Form<SortOf<'record'>> = (maker, sort, scope, fuel) => {
  const field = maker.draw.oneOf(sort.fields)
  return expr('withField', sort, {
    record: maker.expr(sort, scope, fuel),
    field: field.name,
    value: maker.expr(field.sort, scope, fuel),
  })
}

export const recordForms: readonly (readonly [number, Form<SortOf<'record'>>])[] = [
  [4, record],
  [3, withField],
]

const variant: Form<SortOf<'variant'>> = (maker, sort, scope, fuel) => {
  const { tag, sort: payload } = maker.draw.oneOf(sort.cases)
  const value = payload === null ? null : maker.expr(payload, scope, fuel)
  return expr('variant', sort, { tag, value })
}

export const variantForms: readonly (readonly [number, Form<SortOf<'variant'>>])[] = [[5, variant]]

const comprehension: Form<SortOf<'array'>> = (maker, sort, scope, fuel) => {
  const binder = maker.binder(sort.index)
  return expr('array', sort, {
    binder,
    body: maker.expr(sort.element, binding(scope, binder), fuel),
  })
}

const table: Form<SortOf<'array'>> = (maker, sort, scope, fuel) => {
  const length = cardinality(sort.index, maker.palette.threads)
  if (length > longestTable) return null
  const entries = Array.from({ length }, () => maker.expr(sort.element, scope, fuel - 1))
  return expr('table', sort, { entries })
}

const withElement: Form<SortOf<'array'>> = (maker, sort, scope, fuel) =>
  expr('withElement', sort, {
    array: maker.expr(sort, scope, fuel),
    index: maker.expr(sort.index, scope, fuel),
    value: maker.expr(sort.element, scope, fuel),
  })

export const arrayForms: readonly (readonly [number, Form<SortOf<'array'>>])[] = [
  [4, comprehension],
  [2, table],
  [4, withElement],
]
