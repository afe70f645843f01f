/** Sorts in words, for who reads a report; the author's surface has a text of its own, in the author's notation. */

import { match } from 'ts-pattern'
import type { Sort } from '../dsl/ir.ts'

/** A readable name of the sort: `int(0..3)`, `set of buffer`. */
export function sortText(sort: Sort): string {
  return match(sort)
    .with({ kind: 'bool' }, { kind: 'thread' }, ({ kind }) => kind)
    .with({ kind: 'int' }, ({ min, max }) => `int(${min}..${max})`)
    .with({ kind: 'enum' }, ({ values }) => `(${values.join(' | ')})`)
    .with({ kind: 'identity' }, { kind: 'index' }, ({ name }) => name)
    .with({ kind: 'optional' }, ({ of }) => `optional ${sortText(of)}`)
    .with({ kind: 'record' }, ({ fields }) => {
      return `[${fields.map(({ name, sort: of }) => `${name}: ${sortText(of)}`).join(', ')}]`
    })
    .with({ kind: 'variant' }, ({ cases }) => {
      return cases.map(({ tag, sort: of }) => (of ? `${tag}(${sortText(of)})` : tag)).join(' | ')
    })
    .with({ kind: 'array' }, ({ index, element }) => {
      return `array from ${sortText(index)} to ${sortText(element)}`
    })
    .with({ kind: 'set' }, ({ of }) => `set of ${sortText(of)}`)
    .with({ kind: 'sequence' }, ({ of, bound }) => `sequence of up to ${bound} ${sortText(of)}`)
    .with({ kind: 'bag' }, ({ of, bound }) => `bag of up to ${bound} ${sortText(of)}`)
    .exhaustive()
}
