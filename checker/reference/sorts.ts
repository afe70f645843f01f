/** The values of each sort, listed in the order of the language. */

import { List, Map, Set } from 'immutable'
import { match } from 'ts-pattern'
import type { Model, ProcessId, Sort } from '../../dsl/ir.ts'
import { sortText } from '../sort-text.ts'
import { item, none, some } from './datum.ts'
import type { Datum } from './datum.ts'

/** A sort with more values than this is not listed. */
const limit = 2 ** 20

/** A process instance: its number among all threads is its position in `Sorts.threads`. */
interface Thread {
  readonly process: ProcessId
  /** Its position among the values of the process's sort, and that value. */
  readonly instance: number
  readonly self: Datum
}

/** The values of one model's sorts: how many threads there are is the model's. */
export class Sorts {
  readonly threads: readonly Thread[]
  readonly #processes: Model['processes']
  readonly #values = new WeakMap<Sort, readonly Datum[]>()

  constructor(model: Model) {
    this.#processes = model.processes
    this.threads = model.processes.flatMap(({ id, sort }) => {
      return this.values(sort).map((self, instance) => ({ process: id, instance, self }))
    })
  }

  /** All values of the sort in order. Throws when there are more than 2^20. */
  values(sort: Sort): readonly Datum[] {
    const known = this.#values.get(sort)
    if (known !== undefined) return known
    const size = this.#size(sort)
    if (size > limit) {
      throw new Error(`${sortText(sort)} has more than ${limit} values: too many to go through`)
    }
    const values = this.#list(sort)
    this.#values.set(sort, values)
    return values
  }

  /** How many values the sort has; no more than roughly right, or `Infinity`, above the limit. */
  #size(sort: Sort): number {
    return match(sort)
      .with({ kind: 'bool' }, () => 2)
      .with({ kind: 'int' }, ({ min, max }) => max - min + 1)
      .with({ kind: 'enum' }, ({ values }) => values.length)
      .with({ kind: 'identity' }, { kind: 'index' }, ({ size }) => size)
      .with({ kind: 'thread' }, () => {
        return this.#processes.reduce((sum, process) => sum + this.#size(process.sort), 0)
      })
      .with({ kind: 'optional' }, ({ of }) => 1 + this.#size(of))
      .with({ kind: 'record' }, ({ fields }) => {
        return fields.reduce((product, field) => product * this.#size(field.sort), 1)
      })
      .with({ kind: 'variant' }, ({ cases }) => {
        return cases.reduce((sum, { sort: of }) => sum + (of === null ? 1 : this.#size(of)), 0)
      })
      .with({ kind: 'array' }, ({ index, element }) => {
        return this.#size(element) ** this.values(index).length
      })
      .with({ kind: 'set' }, ({ of }) => 2 ** this.#size(of))
      .with({ kind: 'sequence' }, ({ of, bound }) => {
        const size = this.#size(of)
        return sumUpTo(bound, (length) => size ** length)
      })
      .with({ kind: 'bag' }, ({ of, bound }) => {
        const size = this.#size(of)
        return sumUpTo(bound, (length) => multisets(size, length))
      })
      .exhaustive()
  }

  #list(sort: Sort): readonly Datum[] {
    return match(sort)
      .with({ kind: 'bool' }, () => [false, true])
      .with({ kind: 'int' }, ({ min, max }) => numbers(min, max))
      .with({ kind: 'enum' }, ({ values }) => values)
      .with({ kind: 'identity' }, { kind: 'index' }, ({ size }) => numbers(0, size - 1))
      .with({ kind: 'thread' }, (thread) => numbers(0, this.#size(thread) - 1))
      .with({ kind: 'optional' }, ({ of }) => [none, ...this.values(of).map(some)])
      .with({ kind: 'record' }, ({ fields }) => {
        const names = fields.map(({ name }) => name)
        return tuples(fields.map((field) => this.values(field.sort))).map((row) => zip(names, row))
      })
      .with({ kind: 'variant' }, ({ cases }) => {
        return cases.flatMap(({ tag, sort: of }) => {
          const payloads = of === null ? [null] : this.values(of)
          return payloads.map((payload) => List<Datum>([tag, payload]))
        })
      })
      .with({ kind: 'array' }, ({ index, element }) => {
        const indices = this.values(index)
        return tuples(indices.map(() => this.values(element))).map((row) => zip(indices, row))
      })
      .with({ kind: 'set' }, ({ of }) => {
        return this.values(of).reduce<readonly Set<Datum>[]>(
          (sets, element) => [...sets, ...sets.map((set) => set.add(element))],
          [Set()],
        )
      })
      .with({ kind: 'sequence' }, ({ of, bound }) => {
        const elements = this.values(of)
        return numbers(0, bound).flatMap((length) => {
          return tuples(numbers(1, length).map(() => elements)).map((row) => List(row))
        })
      })
      .with({ kind: 'bag' }, ({ of, bound }) => {
        return numbers(0, bound).flatMap((length) => {
          return ascendingLists(this.values(of), length).map((row) => tally(row))
        })
      })
      .exhaustive()
  }
}

/** The bag with these elements. */
export function tally(elements: readonly Datum[]): Map<Datum, Datum> {
  return Map<Datum, Datum>(List(elements).countBy((element) => element))
}

/** The map from each key to the value at the same position. */
export function zip(keys: readonly Datum[], values: readonly Datum[]): Map<Datum, Datum> {
  return Map(keys.map((key, at): [Datum, Datum] => [key, item(values, at)]))
}

/** Every list with one value of each column, lexicographically. */
export function tuples<Value>(
  columns: readonly (readonly Value[])[],
): readonly (readonly Value[])[] {
  return columns.reduce<readonly (readonly Value[])[]>(
    (rows, column) => rows.flatMap((row) => column.map((value) => [...row, value])),
    [[]],
  )
}

/** Every list of this length whose elements never fall, lexicographically. */
function ascendingLists(elements: readonly Datum[], length: number): readonly (readonly Datum[])[] {
  if (length === 0) return [[]]
  return elements.flatMap((first, at) => {
    return ascendingLists(elements.slice(at), length - 1).map((rest) => [first, ...rest])
  })
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

function multisets(elements: number, length: number): number {
  let count = 1
  for (let k = 1; k <= length && count <= limit; k += 1) count = (count * (elements + k - 1)) / k
  return count
}

function sumUpTo(bound: number, term: (length: number) => number): number {
  let sum = 0
  for (let length = 0; length <= bound && sum <= limit; length += 1) sum += term(length)
  return sum
}
