/** Values as the Informal Trace Format writes them. */

import { match } from 'ts-pattern'
import type { Model, Sort } from '../../dsl/ir.ts'
import type { Value } from '../value.ts'
import { threadNames, valueText } from '../value-text.ts'
import { elementsOf } from './elements.ts'

/** What the format calls an expression: objects are records, or say by their one key, which begins with `#`, what they are. */
export type ItfValue =
  | boolean
  | string
  | readonly ItfValue[]
  | { readonly [field: string]: ItfValue }

/** What a case of a variant has that has nothing. */
const unit: ItfValue = { '#tup': [] }

export const none: ItfValue = { tag: 'None', value: unit }

/**
 * The value, which must be of the sort. Individuals and threads go by the names that reports give them, elements of a ring by their
 * number; optional values are variants `Some` and `None`, arrays are maps, bags are maps to how often each element is there.
 */
export function itfValue(value: Value, sort: Sort, model: Model): ItfValue {
  const itf = (part: Value, of: Sort): ItfValue => itfValue(part, of, model)
  return match(sort)
    .returnType<ItfValue>()
    .with({ kind: 'bool' }, () => value === true)
    .with({ kind: 'int' }, { kind: 'index' }, () => bigint(Number(value)))
    .with({ kind: 'enum' }, () => String(value))
    .with({ kind: 'identity' }, { kind: 'thread' }, (of) => valueText(value, of, model))
    .with({ kind: 'optional' }, ({ of }) => {
      const content = part(value, 'some')
      return content === undefined ? none : some(itf(content, of))
    })
    .with({ kind: 'record' }, ({ fields }) =>
      record(fields.map(({ name, sort: of }) => [name, itf(part(value, name) ?? null, of)])),
    )
    .with({ kind: 'variant' }, ({ cases }) => {
      const tag = String(part(value, 'tag'))
      const of = cases.find((one) => one.tag === tag)?.sort ?? null
      return { tag, value: of === null ? unit : itf(part(value, 'value') ?? null, of) }
    })
    .with({ kind: 'array' }, ({ index, element }) => {
      const indices = elementsOf(index, threadNames(model).length)
      return map(
        list(value).map((one, at) => {
          const key = indices?.[at]
          return [key === undefined ? bigint(at) : itf(key, index), itf(one, element)]
        }),
      )
    })
    .with({ kind: 'set' }, ({ of }) => ({ '#set': list(value).map((one) => itf(one, of)) }))
    .with({ kind: 'sequence' }, ({ of }) => list(value).map((one) => itf(one, of)))
    .with({ kind: 'bag' }, ({ of }) => {
      const alike = Map.groupBy(list(value), (one) => JSON.stringify(one))
      return map(
        [...alike.values()].map(([one = null, ...more]) => [itf(one, of), bigint(more.length + 1)]),
      )
    })
    .exhaustive()
}

/** A value of which the sort is not known: it is said as what it looks like. */
export function unsortedItfValue(value: Value): ItfValue {
  if (value === null) return none
  if (typeof value === 'number') return bigint(value)
  if (typeof value !== 'object') return value
  if (isList(value)) return value.map(unsortedItfValue)
  const content = part(value, 'some')
  if (content !== undefined) return some(unsortedItfValue(content))
  return record(Object.entries(value).map(([name, one]) => [name, unsortedItfValue(one)]))
}

export function some(value: ItfValue): ItfValue {
  return { tag: 'Some', value }
}

export function map(entries: readonly (readonly [ItfValue, ItfValue])[]): ItfValue {
  return { '#map': entries }
}

/** Later fields of a name that is taken get a number; a name that begins with `#`, which would say something else, an underscore. */
export function record(fields: readonly (readonly [string, ItfValue])[]): {
  readonly [field: string]: ItfValue
} {
  const named = new Map<string, ItfValue>()
  for (const [name, value] of fields) {
    const safe = name.startsWith('#') ? `_${name}` : name
    let free = safe
    for (let number = 2; named.has(free); number += 1) free = `${safe} (${number})`
    named.set(free, value)
  }
  return Object.fromEntries(named)
}

function bigint(value: number): ItfValue {
  return { '#bigint': String(value) }
}

function list(value: Value): readonly Value[] {
  if (!isList(value)) throw new Error(`expected a list, not ${JSON.stringify(value)}`)
  return value
}

/** The compiler's own test does not know that a list can be read-only. */
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** A part of a record, variant or present optional; undefined where the value has no such part. */
function part(value: Value, name: string): Value | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined
  return Object.hasOwn(value, name)
    ? new Map<string, Value>(Object.entries(value)).get(name)
    : undefined
}
