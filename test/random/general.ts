/** Random expressions that can have any sort. */

import type { Expr, Sort } from '../../dsl/ir.ts'
import { cardinality, equalSorts } from '../../dsl/shape.ts'
import { names } from './leaves.ts'
import { binary, bool, expr, int, number } from './nodes.ts'
import { anySort, holding, smallSort, sortOfKind } from './parts.ts'
import { binding } from './scope.ts'
import type { Form } from './scope.ts'
import { drawReshaped, hasRange } from './sorts.ts'
import { mostMembers } from './wide.ts'

/** A name of this sort, or an element or a field of one. */
const name: Form = (maker, sort, scope, fuel) => {
  const wholes = names(maker, scope, (other) => equalSorts(other, sort))
  const elements = names(
    maker,
    scope,
    (other) => other.kind === 'array' && equalSorts(other.element, sort),
  )
  const fields = names(maker, scope, (other) => fieldOf(other, sort) !== null)
  const found: readonly (() => Expr | null)[] = [
    ...wholes,
    ...elements.map((make) => () => {
      const array = make()
      if (array.sort.kind !== 'array') return null
      return expr('element', sort, { array, index: maker.expr(array.sort.index, scope, fuel) })
    }),
    ...fields.map((make) => () => {
      const record = make()
      const field = fieldOf(record.sort, sort)
      return field === null ? null : expr('field', sort, { record, field })
    }),
  ]
  return found.length === 0 ? null : maker.draw.oneOf(found)()
}

/** The name of the first field of this sort. */
function fieldOf(record: Sort, sort: Sort): string | null {
  if (record.kind !== 'record') return null
  return record.fields.find((field) => equalSorts(field.sort, sort))?.name ?? null
}

const element: Form = (maker, sort, scope, fuel) => {
  const arrays = holding(maker, 'array', (array) => array.element, sort)
  const array =
    arrays.length > 0
      ? maker.draw.oneOf(arrays)
      : ({ kind: 'array', index: smallSort(maker, 3), element: sort } as const)
  return expr('element', sort, {
    array: maker.expr(array, scope, fuel),
    index: maker.expr(array.index, scope, fuel),
  })
}

const field: Form = (maker, sort, scope, fuel) => {
  const records = maker.palette.sorts.flatMap((record) =>
    record.kind === 'record'
      ? record.fields
          .filter((f) => equalSorts(f.sort, sort))
          .map((f) => ({ record, field: f.name }))
      : [],
  )
  if (records.length === 0) return null
  const found = maker.draw.oneOf(records)
  return expr('field', sort, {
    record: maker.expr(found.record, scope, fuel),
    field: found.field,
  })
}

/** Of what was asked for its value before, but for the risky ones. */
const unwrap: Form = (maker, sort, scope, fuel) => {
  const optional = maker.expr({ kind: 'optional', of: sort }, scope, fuel)
  const value = expr('unwrap', sort, { optional })
  if (maker.risky()) return value
  const test = expr('isSome', bool, { optional })
  return expr('conditional', sort, { test, then: value, otherwise: maker.expr(sort, scope, fuel) })
}

/** The first element, where there is one, but for the risky ones. */
const nth: Form = (maker, sort, scope, fuel) => {
  const sequences = holding(maker, 'sequence', (sequence) => sequence.of, sort)
  const sequence =
    sequences.length > 0
      ? maker.draw.oneOf(sequences)
      : ({ kind: 'sequence', of: sort, bound: 2 } as const)
  const whole = maker.expr(sequence, scope, fuel)
  if (maker.risky()) {
    return expr('nth', sort, { sequence: whole, index: maker.int(scope, fuel) })
  }
  const size = expr('size', int(0, sequence.bound), { of: whole })
  const first = expr('nth', sort, { sequence: whole, index: number(0) })
  const otherwise = maker.expr(sort, scope, fuel)
  const test = binary('gt', size, number(0), bool)
  return expr('conditional', sort, { test, then: first, otherwise })
}

const conditional: Form = (maker, sort, scope, fuel) =>
  expr('conditional', sort, {
    test: maker.expr(bool, scope, fuel),
    then: maker.expr(sort, scope, fuel),
    otherwise: maker.expr(sort, scope, fuel),
  })

const letBound: Form = (maker, sort, scope, fuel) => {
  const value = maker.expr(anySort(maker), scope, fuel)
  const binder = maker.binder(value.sort)
  return expr('let', sort, { binder, value, body: maker.expr(sort, binding(scope, binder), fuel) })
}

const match: Form = (maker, sort, scope, fuel) => {
  const variant = sortOfKind(maker, 'variant')
  const subject = maker.expr(variant, scope, fuel)
  const cases = variant.cases.map(({ tag, sort: payload }) => {
    if (payload === null) return { tag, binder: null, body: maker.expr(sort, scope, fuel - 1) }
    const binder = maker.binder(payload)
    return { tag, binder, body: maker.expr(sort, binding(scope, binder), fuel - 1) }
  })
  return expr('match', sort, { subject, cases })
}

const fold: Form = (maker, sort, scope, fuel) => {
  const { domain, sort: elementSort } = maker.domain(scope, fuel)
  const binder = maker.binder(elementSort)
  const accumulator = maker.binder(sort)
  const initial = maker.expr(sort, scope, fuel)
  const body = maker.expr(sort, binding(scope, binder, accumulator), fuel)
  return expr('fold', sort, { binder, accumulator, domain, initial, body })
}

const the: Form = (maker, sort, scope, fuel) => {
  if (!maker.risky() && maker.draw.chance(80)) return null
  const binder = maker.binder(sort)
  const values = cardinality(sort, maker.palette.threads)
  const collections: Sort[] = [
    { kind: 'sequence', of: sort, bound: 2 },
    { kind: 'bag', of: sort, bound: 2 },
  ]
  if (values <= mostMembers) collections.push({ kind: 'set', of: sort })
  const collection = maker.draw.oneOf(collections)
  return expr('quantifier', sort, {
    quantifier: 'the',
    binder,
    domain:
      values <= 8 && maker.draw.chance(50)
        ? { kind: 'sort', sort }
        : { kind: 'elements', of: maker.expr(collection, scope, fuel) },
    body: maker.expr(bool, binding(scope, binder), fuel),
  })
}

const convert: Form = (maker, sort, scope, fuel) => {
  if (!hasRange(sort) || (!maker.risky() && maker.draw.chance(70))) return null
  return expr('convert', sort, { value: maker.expr(drawReshaped(maker.draw, sort), scope, fuel) })
}

const definition: Form = (maker, sort, scope, fuel) => {
  const body = maker.expr(sort, { ...scope, after: false }, fuel)
  return expr('definition', body.sort, { name: 'derived', body })
}

const after: Form = (maker, sort, scope, fuel) => {
  if (!scope.after) return null
  const body = maker.expr(sort, { ...scope, after: false }, fuel)
  return expr('after', body.sort, { body })
}

export const generalForms: readonly (readonly [number, Form])[] = [
  [14, name],
  [3, element],
  [4, field],
  [2, unwrap],
  [2, nth],
  [2, conditional],
  [1, letBound],
  [2, match],
  [1, fold],
  [1, the],
  [2, convert],
  [1, definition],
  [6, after],
]
