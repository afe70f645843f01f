/** Values as a reader of a trace sees them. */

import { match } from 'ts-pattern'
import type { Model, Process, Sort, SortOf } from '../dsl/ir.ts'
import type { Value } from './value.ts'

/** Up to this many elements an array shows each, even when they are all alike. */
const shown = 3

/** `free`, `buffer 0`, `importer 1`, `{a, b}`, `<a, b>`, `[left: 1, right: 2]`; a value must be of the sort. */
export function valueText(value: Value, sort: Sort, model: Model): string {
  const text = (part: Value, of: Sort): string => valueText(part, of, model)
  return match(sort)
    .with({ kind: 'bool' }, { kind: 'int' }, { kind: 'enum' }, () => String(value))
    .with({ kind: 'identity' }, { kind: 'index' }, (of) => individualText(Number(value), of, model))
    .with({ kind: 'thread' }, () => threadNames(model)[Number(value)] ?? `thread ${String(value)}`)
    .with({ kind: 'optional' }, ({ of }) => {
      const content = part(value, 'some')
      if (content === undefined) return 'none'
      return of.kind === 'optional' ? `some(${text(content, of)})` : text(content, of)
    })
    .with({ kind: 'record' }, ({ fields }) => {
      const parts = fields.map(({ name, sort: of }) => {
        return `${name}: ${text(part(value, name) ?? null, of)}`
      })
      return `[${parts.join(', ')}]`
    })
    .with({ kind: 'variant' }, ({ cases }) => {
      const tag = String(part(value, 'tag'))
      const of = cases.find((one) => one.tag === tag)?.sort ?? null
      return of === null ? tag : `${tag}(${text(part(value, 'value') ?? null, of)})`
    })
    .with({ kind: 'array' }, ({ index, element }) => {
      return arrayText(
        list(value).map((one) => text(one, element)),
        index,
        model,
      )
    })
    .with({ kind: 'set' }, ({ of }) => `{${listText(value, of, model)}}`)
    .with({ kind: 'sequence' }, ({ of }) => `<${listText(value, of, model)}>`)
    .with({ kind: 'bag' }, ({ of }) => `bag {${listText(value, of, model)}}`)
    .exhaustive()
}

const names = new WeakMap<Model, readonly string[]>()

/** Every thread by number: `importer 1`, or `importer` when the process has one instance. */
export function threadNames(model: Model): readonly string[] {
  const known =
    names.get(model) ?? model.processes.flatMap((process) => instanceNames(process, model))
  names.set(model, known)
  return known
}

/** The process's instances in order, as `threadNames` has them. */
export function instanceNames({ name, sort }: Process, model: Model): readonly string[] {
  const numbered = sort.kind === 'identity' || sort.kind === 'index'
  const instances = numbered
    ? Array.from({ length: sort.size }, (_, number) => String(number))
    : (valueTexts(sort, model) ?? [])
  return instances.length === 1 ? [name] : instances.map((instance) => `${name} ${instance}`)
}

/** The texts of all values of the sort in order; null for sorts of collections, which have too many. */
export function valueTexts(sort: Sort, model: Model): readonly string[] | null {
  const texts = (of: Sort): readonly string[] | null => valueTexts(of, model)
  return match(sort)
    .with({ kind: 'bool' }, () => ['false', 'true'])
    .with({ kind: 'int' }, ({ min, max }) => {
      return Array.from({ length: max - min + 1 }, (_, at) => String(min + at))
    })
    .with({ kind: 'enum' }, ({ values }) => values)
    .with({ kind: 'identity' }, { kind: 'index' }, (of) => {
      return Array.from({ length: of.size }, (_, number) => individualText(number, of, model))
    })
    .with({ kind: 'thread' }, () => threadNames(model))
    .with({ kind: 'optional' }, ({ of }) => {
      const contents = texts(of)
      return contents === null ? null : ['none', ...contents]
    })
    .with({ kind: 'record' }, ({ fields }) => {
      return (
        fields
          .reduce<readonly string[] | null>(
            (rows, field) => {
              const column = texts(field.sort)
              if (rows === null || column === null) return null
              return rows.flatMap((row) => {
                const before = row === '' ? '' : `${row}, `
                return column.map((text) => `${before}${field.name}: ${text}`)
              })
            },
            [''],
          )
          ?.map((row) => `[${row}]`) ?? null
      )
    })
    .with({ kind: 'variant' }, ({ cases }) => {
      return cases.reduce<readonly string[] | null>((all, { tag, sort: of }) => {
        const payloads = of === null ? null : texts(of)
        if (all === null || (of !== null && payloads === null)) return null
        return [...all, ...(payloads?.map((payload) => `${tag}(${payload})`) ?? [tag])]
      }, [])
    })
    .with({ kind: 'array' }, { kind: 'set' }, { kind: 'sequence' }, { kind: 'bag' }, () => null)
    .exhaustive()
}

function individualText(
  number: number,
  { name, size }: SortOf<'identity' | 'index'>,
  model: Model,
): string {
  const ofProcess = model.processes.some(({ sort }) => 'name' in sort && sort.name === name)
  return size === 1 && ofProcess ? name : `${name} ${number}`
}

function arrayText(elements: readonly string[], index: Sort, model: Model): string {
  const [first] = elements
  if (elements.length > shown && elements.every((text) => text === first)) return `[all: ${first}]`
  const indices = valueTexts(index, model)
  return `[${elements.map((text, at) => `${indices?.[at] ?? `#${at}`}: ${text}`).join(', ')}]`
}

function listText(value: Value, of: Sort, model: Model): string {
  return list(value)
    .map((element) => valueText(element, of, model))
    .join(', ')
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
  return new Map<string, Value>(Object.entries(value)).get(name)
}
