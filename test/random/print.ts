/** A model as the source text of a fixture: for a reader, and to be saved as it is. */

import type { Model, Sort } from '../../dsl/ir.ts'
import { equalSorts, sortText } from '../../dsl/shape.ts'
import { isExpr, isPart, walk } from './walk.ts'
import type { Part } from './walk.ts'

const width = 100

/** A module under `fixtures/` that exports the model. */
export function printFixture(model: Model): string {
  return new Printer(model).module()
}

class Printer {
  readonly #model: Model
  readonly #sorts: { readonly name: string; readonly sort: Sort }[] = []
  /** Expressions that stand in several places. */
  readonly #shared = new Map<object, string>()
  readonly #constants: string[] = []

  constructor(model: Model) {
    this.#model = model
  }

  module(): string {
    const visits = new Map<object, number>()
    walk(this.#model, (part) => {
      if (isExpr(part)) visits.set(part, (visits.get(part) ?? 0) + 1)
    })
    const several = new Set([...visits].filter(([, count]) => count > 1).map(([part]) => part))
    const body = this.#value(this.#model, 0, several)
    const sorts = this.#sorts.map(
      ({ name, sort }) => `const ${name} = ${this.#sort(sort)} as const`,
    )
    return [
      "import { fixture } from '../fixture.ts'",
      '',
      ...sorts,
      ...this.#constants,
      '',
      `export const model = fixture(${body})`,
      '',
    ].join('\n')
  }

  #value(value: unknown, indent: number, several: ReadonlySet<object>): string {
    if (typeof value === 'string') return quoted(value)
    if (typeof value !== 'object' || value === null) return String(value)
    if (!several.has(value)) return this.#object(value, indent, several)
    let name = this.#shared.get(value)
    if (name === undefined) {
      name = `shared${this.#shared.size}`
      this.#shared.set(value, name)
      this.#constants.push(`const ${name} = ${this.#object(value, 0, several)} as const`)
    }
    return name
  }

  #object(value: object, indent: number, several: ReadonlySet<object>): string {
    const inner = (part: unknown): string => this.#value(part, indent + 2, several)
    const items = Array.isArray(value)
      ? value.map(inner)
      : Object.entries(value)
          .filter(([key]) => key !== 'site')
          .map(([key, part]) =>
            isPart(value) && isSortOf(key, value)
              ? `${key}: ${this.#sortName(part)}`
              : `${key}: ${inner(part)}`,
          )
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }']
    if (items.length === 0) return `${open}${close}`.replace('  ', '')
    const line = `${open}${items.join(', ')}${close}`
    if (indent + line.length < width && !line.includes('\n')) return line
    const start = ' '.repeat(indent + 2)
    const lines = items.map((item) => `${start}${item},\n`).join('')
    return `${open.trim()}\n${lines}${' '.repeat(indent)}${close.trim()}`
  }

  /** The name of a constant for the sort. */
  #sortName(given: unknown): string {
    if (given === null) return 'null'
    // `isSortOf` said so.
    const sort = given as Sort
    const known = this.#sorts.find((each) => equalSorts(each.sort, sort))
    if (known !== undefined) return known.name
    const words = sortText(sort).replaceAll('-', 'minus ').match(/\w+/g) ?? []
    const base = words.join('_').slice(0, 40)
    const clash = this.#sorts.some(({ name }) => name === base)
    // Parts come before the whole, which names them.
    this.#sort(sort)
    const name = clash ? `${base}_${this.#sorts.length}` : base
    this.#sorts.push({ name, sort })
    return name
  }

  #sort(sort: Sort): string {
    const parts = Object.entries(sort).map(([key, part]): string => {
      if (key === 'of' || key === 'index' || key === 'element')
        return `${key}: ${this.#sortName(part)}`
      if (typeof part === 'string') return `${key}: ${quoted(part)}`
      if (!Array.isArray(part)) return `${key}: ${String(part)}`
      const list = part.map((each: unknown) => {
        if (typeof each === 'string') return quoted(each)
        // A field or a case: a name and a sort.
        const [[label, name], [, of]] = Object.entries(each as object) as [
          [string, string],
          [string, unknown],
        ]
        return `{ ${label}: ${quoted(name)}, sort: ${this.#sortName(of)} }`
      })
      return `${key}: [${list.join(', ')}]`
    })
    return `{ ${parts.join(', ')} }`
  }
}

/** Whether the property of this object holds a sort. */
function isSortOf(key: string, holder: Part): boolean {
  return key === 'sort' || (key === 'returns' && 'parameters' in holder)
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
