/** The interpreter's values as plain data. */

import { match } from 'ts-pattern'
import type { Sort } from '../../dsl/ir.ts'
import type { Value } from '../value.ts'
import { asBoolean, asList, asMap, asNumber, asSet, asString, entry, item } from './datum.ts'
import type { Datum } from './datum.ts'
import { bagElements, comparing } from './order.ts'
import type { Sorts } from './sorts.ts'

type Decode = (value: Datum) => Value

/** Prepares the translation of values of the sort. */
export function decoding(sort: Sort, sorts: Sorts): Decode {
  return match(sort)
    .with({ kind: 'bool' }, (): Decode => asBoolean)
    .with({ kind: 'enum' }, (): Decode => asString)
    .with(
      { kind: 'int' },
      { kind: 'identity' },
      { kind: 'index' },
      { kind: 'thread' },
      (): Decode => asNumber,
    )
    .with({ kind: 'optional' }, ({ of }): Decode => {
      const decode = decoding(of, sorts)
      return (value) => {
        const list = asList(value)
        return list.isEmpty() ? null : { some: decode(item(list, 0)) }
      }
    })
    .with({ kind: 'record' }, ({ fields }): Decode => {
      const parts = fields.map((field) => ({
        name: field.name,
        decode: decoding(field.sort, sorts),
      }))
      return (value) => {
        const record = asMap(value)
        return Object.fromEntries(
          parts.map(({ name, decode }) => [name, decode(entry(record, name))]),
        )
      }
    })
    .with({ kind: 'variant' }, ({ cases }): Decode => {
      const parts = new Map(
        cases.map((one) => [one.tag, one.sort === null ? null : decoding(one.sort, sorts)]),
      )
      return (value) => {
        const tag = asString(item(asList(value), 0))
        const decode = parts.get(tag) ?? null
        return { tag, value: decode === null ? null : decode(item(asList(value), 1)) }
      }
    })
    .with({ kind: 'array' }, ({ index, element }): Decode => {
      const indices = sorts.values(index)
      const decode = decoding(element, sorts)
      return (value) => indices.map((key) => decode(entry(asMap(value), key)))
    })
    .with({ kind: 'set' }, ({ of }): Decode => {
      const decode = decoding(of, sorts)
      const compare = comparing(of, sorts)
      return (value) => asSet(value).toArray().toSorted(compare).map(decode)
    })
    .with({ kind: 'sequence' }, ({ of }): Decode => {
      const decode = decoding(of, sorts)
      return (value) => asList(value).toArray().map(decode)
    })
    .with({ kind: 'bag' }, ({ of }): Decode => {
      const decode = decoding(of, sorts)
      const compare = comparing(of, sorts)
      return (value) => bagElements(value, compare).map(decode)
    })
    .exhaustive()
}
