/** Reads what an ITF file says back as the values that reports have, by the sorts of the model. */

import { elementsOf } from '../../../checker/itf/elements.ts'
import type { Value } from '../../../checker/value.ts'
import { threadNames, valueTexts } from '../../../checker/value-text.ts'
import type { Model, Sort } from '../../../dsl/ir.ts'

/** The value of a sort; throws where the text says something else. */
export function read(itf: unknown, sort: Sort, model: Model): Value {
  const inner = (part: unknown, of: Sort): Value => read(part, of, model)
  switch (sort.kind) {
    case 'bool':
    case 'enum':
      if (typeof itf !== 'boolean' && typeof itf !== 'string') throw new Error('no plain value')
      return itf
    case 'int':
    case 'index':
      return number(itf)
    case 'identity':
    case 'thread':
      return (valueTexts(sort, model) ?? []).indexOf(String(itf))
    case 'optional':
      return key(itf, 'tag') === 'None' ? null : { some: inner(key(itf, 'value'), sort.of) }
    case 'record': {
      const fields = sort.fields.map(({ name, sort: of }) => [name, inner(key(itf, name), of)])
      return Object.fromEntries(fields)
    }
    case 'variant': {
      const tag = String(key(itf, 'tag'))
      const of = sort.cases.find((one) => one.tag === tag)?.sort ?? null
      return { tag, value: of === null ? null : inner(key(itf, 'value'), of) }
    }
    case 'array': {
      const indices = elementsOf(sort.index, threadNames(model).length) ?? []
      const entries = list(key(itf, '#map')).map((entry): [string, Value] => {
        const [index, element] = list(entry)
        return [JSON.stringify(inner(index, sort.index)), inner(element, sort.element)]
      })
      const byIndex = new Map(entries)
      return indices.map((index) => byIndex.get(JSON.stringify(index)) ?? null)
    }
    case 'set':
      return list(key(itf, '#set')).map((one) => inner(one, sort.of))
    case 'sequence':
      return list(itf).map((one) => inner(one, sort.of))
    case 'bag':
      return list(key(itf, '#map')).flatMap((entry) => {
        const [element, count] = list(entry)
        return Array.from({ length: number(count) }, () => inner(element, sort.of))
      })
  }
}

/** A part of an object; throws where there is none. */
export function key(itf: unknown, name: string): unknown {
  if (typeof itf !== 'object' || itf === null || !Object.hasOwn(itf, name)) {
    throw new Error(`no ${name} in ${JSON.stringify(itf)}`)
  }
  return new Map<string, unknown>(Object.entries(itf)).get(name)
}

export function list(itf: unknown): readonly unknown[] {
  if (!Array.isArray(itf)) throw new Error(`no list: ${JSON.stringify(itf)}`)
  return itf
}

function number(itf: unknown): number {
  const text = key(itf, '#bigint')
  if (typeof text !== 'string' || !/^-?\d+$/.test(text)) throw new Error('no integer')
  return Number(text)
}
