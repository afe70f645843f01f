/** Sorts, variables and expressions as plain data, for small models in tests of the lowering. */

import type {
  Access,
  BinaryOperator,
  Binder,
  Domain,
  Expr,
  Initial,
  Local,
  Sort,
  SortOf,
  Variable,
} from '../../../dsl/ir.ts'
import { nowhere as site } from '../../../dsl/site.ts'
import { boundId, localId, processId, variableId } from '../../ids.ts'

// The casts in this file give numbers the brand that only their position in a model gives them a right to.

export const bool: SortOf<'bool'> = { kind: 'bool' }
export const thread: SortOf<'thread'> = { kind: 'thread' }
export const int = (min: number, max: number): SortOf<'int'> => ({ kind: 'int', min, max })
export const enumOf = (...values: string[]): SortOf<'enum'> => ({ kind: 'enum', values })
export const identity = (name: string, size: number): SortOf<'identity'> => ({
  kind: 'identity',
  name,
  size,
})
export const index = (name: string, size: number): SortOf<'index'> => ({
  kind: 'index',
  name,
  size,
})
export const optional = (of: Sort): SortOf<'optional'> => ({ kind: 'optional', of })
export const array = (over: Sort, element: Sort): SortOf<'array'> => ({
  kind: 'array',
  index: over,
  element,
})
export const set = (of: Sort): SortOf<'set'> => ({ kind: 'set', of })
export const sequence = (of: Sort, bound: number): SortOf<'sequence'> => ({
  kind: 'sequence',
  of,
  bound,
})
export const bag = (of: Sort, bound: number): SortOf<'bag'> => ({ kind: 'bag', of, bound })
export const record = (fields: { readonly [name: string]: Sort }): SortOf<'record'> => ({
  kind: 'record',
  fields: Object.entries(fields).map(([name, sort]) => ({ name, sort })),
})
export const variant = (cases: { readonly [tag: string]: Sort | null }): SortOf<'variant'> => ({
  kind: 'variant',
  cases: Object.entries(cases).map(([tag, sort]) => ({ tag, sort })),
})

export const variable = (
  id: number,
  name: string,
  sort: Sort,
  initial: Expr | 'any' | { readonly anyOf: Expr },
): Variable => ({
  id: variableId(id),
  name,
  sort,
  ghost: false,
  initial: initialOf(initial),
  site,
})

function initialOf(initial: Expr | 'any' | { readonly anyOf: Expr }): Initial {
  if (initial === 'any') return { kind: 'any' }
  return 'anyOf' in initial
    ? { kind: 'anyOf', set: initial.anyOf }
    : { kind: 'value', value: initial }
}

export const local = (id: number, name: string, sort: Sort): Local => ({
  local: localId(id),
  name,
  sort,
})
export const binder = (id: number, name: string, sort: Sort): Binder => ({
  bound: boundId(id),
  name,
  sort,
})

export const lit = (sort: Sort, value: boolean | number | string): Expr => ({
  kind: 'literal',
  sort,
  site,
  value,
})
export const num = (value: number): Expr => lit(int(value, value), value)
export const yes = lit(bool, true)
export const no = lit(bool, false)
export const of = (from: Variable, access: Access = 'model'): Expr => ({
  kind: 'variable',
  sort: from.sort,
  site,
  variable: from.id,
  access,
})
export const get = (from: Local): Expr => ({
  kind: 'local',
  sort: from.sort,
  site,
  local: from.local,
})
export const its = (from: Binder): Expr => ({
  kind: 'bound',
  sort: from.sort,
  site,
  bound: from.bound,
})
export const self = (sort: Sort): Expr => ({ kind: 'self', sort, site })
export const current: Expr = { kind: 'current', sort: thread, site }
export const at = (process: number, instance: Expr, label: string): Expr => ({
  kind: 'at',
  sort: bool,
  site,
  process: processId(process),
  instance,
  label,
})
export const terminated = (process: number, instance: Expr): Expr => ({
  kind: 'terminated',
  sort: bool,
  site,
  process: processId(process),
  instance,
})
export const not = (operand: Expr): Expr => ({
  kind: 'unary',
  sort: bool,
  site,
  operator: 'not',
  operand,
})
export const binary = (
  operator: BinaryOperator,
  left: Expr,
  right: Expr,
  sort: Sort = bool,
): Expr => ({ kind: 'binary', sort, site, operator, left, right })
export const eq = (left: Expr, right: Expr): Expr => binary('eq', left, right)
export const plus = (left: Expr, right: Expr): Expr => binary('plus', left, right, int(-99, 99))
export const convert = (value: Expr, sort: Sort): Expr => ({ kind: 'convert', sort, site, value })
export const element = (from: Expr, at_: Expr): Expr => {
  if (from.sort.kind !== 'array') throw new Error('not an array')
  return { kind: 'element', sort: from.sort.element, site, array: from, index: at_ }
}
export const field = (from: Expr, name: string): Expr => {
  const found =
    from.sort.kind === 'record' ? from.sort.fields.find((each) => each.name === name) : undefined
  if (found === undefined) throw new Error('no such field')
  return { kind: 'field', sort: found.sort, site, record: from, field: name }
}
export const arrayOf = (over: Sort, value: Expr): Expr => ({
  kind: 'array',
  sort: array(over, value.sort),
  site,
  binder: binder(999, '_', over),
  body: value,
})
export const collection = (
  sort: SortOf<'set' | 'sequence' | 'bag'>,
  ...elements: Expr[]
): Expr => ({ kind: 'collection', sort, site, elements })
export const quantifier = (
  kind: 'all' | 'some' | 'one' | 'count' | 'the' | 'filter',
  over: Binder,
  domain: Domain,
  body: Expr,
  sort: Sort = bool,
): Expr => ({ kind: 'quantifier', sort, site, quantifier: kind, binder: over, domain, body })
export const values = (sort: Sort): Domain => ({ kind: 'sort', sort })
export const members = (from: Expr): Domain => ({ kind: 'elements', of: from })
/** Faults: the division by zero of an int. */
export const broken = (sort: Sort = bool): Expr =>
  sort.kind === 'bool'
    ? eq(binary('div', num(1), num(0), int(0, 1)), num(0))
    : binary('div', num(1), num(0), sort)
