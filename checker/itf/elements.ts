/** The values of a sort, one after the other. */

import { match } from 'ts-pattern'
import type { Sort } from '../../dsl/ir.ts'
import type { Value } from '../value.ts'

/** In the order in which an array has them for indices; null for sorts of collections, which have too many. */
export function elementsOf(sort: Sort, threads: number): readonly Value[] | null {
  const elements = (of: Sort): readonly Value[] | null => elementsOf(of, threads)
  return match(sort)
    .returnType<readonly Value[] | null>()
    .with({ kind: 'bool' }, () => [false, true])
    .with({ kind: 'int' }, ({ min, max }) => numbers(max - min + 1, min))
    .with({ kind: 'enum' }, ({ values }) => values)
    .with({ kind: 'identity' }, { kind: 'index' }, ({ size }) => numbers(size))
    .with({ kind: 'thread' }, () => numbers(threads))
    .with({ kind: 'optional' }, ({ of }) => {
      return (
        elements(of)?.reduce<readonly Value[]>((all, some) => [...all, { some }], [null]) ?? null
      )
    })
    .with({ kind: 'record' }, ({ fields }) => {
      return fields.reduce<readonly Record<string, Value>[] | null>(
        (records, field) => {
          const column = elements(field.sort)
          if (records === null || column === null) return null
          return records.flatMap((record) =>
            column.map((value) => ({ ...record, [field.name]: value })),
          )
        },
        [{}],
      )
    })
    .with({ kind: 'variant' }, ({ cases }) => {
      return cases.reduce<readonly Value[] | null>((all, { tag, sort: of }) => {
        const payloads = of === null ? [null] : elements(of)
        if (all === null || payloads === null) return null
        return [...all, ...payloads.map((value) => ({ tag, value }))]
      }, [])
    })
    .with({ kind: 'array' }, { kind: 'set' }, { kind: 'sequence' }, { kind: 'bag' }, () => null)
    .exhaustive()
}

function numbers(count: number, from = 0): readonly number[] {
  return Array.from({ length: count }, (_, at) => from + at)
}
