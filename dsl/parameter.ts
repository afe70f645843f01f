/** A model's parameters: declared data, so that a command line can check them and a table can name them. */

import type { Parameter, SortOf } from './ir.ts'
import { mistaken, ParameterError } from './mistake.ts'
import { sortText } from './shape.ts'
import type { Site } from './site.ts'
import type { BoolSort, Defaulted, EnumSort, IntSort } from './sort.ts'

export type ParameterValue = boolean | number | string
type ParameterSort = BoolSort | IntSort | EnumSort<string>

/** A sort, whose first value is then the default, or a sort with `.default(value)`. */
type Declaration = ParameterSort | Defaulted<ParameterSort, ParameterValue>
export type Declarations = { readonly [name: string]: Declaration }

type SortIn<D> = D extends Defaulted<infer S, infer _> ? S : D

/** The values that a model's function gets. */
export type ValuesOf<D extends Declarations> = {
  readonly [K in keyof D]: SortIn<D[K]> extends BoolSort
    ? boolean
    : SortIn<D[K]> extends IntSort
      ? number
      : SortIn<D[K]> extends EnumSort<infer V>
        ? V
        : never
}

/** A declared parameter as data. */
export interface ParameterDeclaration {
  readonly name: string
  readonly sort: SortOf<'bool' | 'int' | 'enum'>
  readonly initial: ParameterValue
}

/** The declarations as data. A default outside its sort is a mistake. */
export function declareParameters(
  declarations: Declarations,
  site: Site,
): readonly ParameterDeclaration[] {
  return Object.entries(declarations).map(([name, declaration]) => {
    const [sort, initial] =
      'initial' in declaration
        ? [declaration.sort, declaration.initial]
        : [declaration, lowest(declaration)]
    if (inSort(initial, sort)) return { name, sort, initial }
    const what = `the default ${String(initial)} of '${name}' is not in ${sortText(sort)}`
    return mistaken(site, what, "Give 'default' a value of the sort")
  })
}

function lowest(sort: ParameterSort): ParameterValue {
  if (sort.kind === 'bool') return false
  return sort.kind === 'int' ? sort.min : (sort.values[0] ?? '')
}

function inSort(value: unknown, sort: ParameterSort): boolean {
  if (sort.kind === 'bool') return typeof value === 'boolean'
  if (sort.kind === 'enum') return typeof value === 'string' && sort.values.includes(value)
  return (
    typeof value === 'number' && Number.isInteger(value) && sort.min <= value && value <= sort.max
  )
}

/**
 * The value of each parameter: the given one, or the default.
 *
 * @throws ParameterError for a name that is not declared, or a value outside its sort.
 */
export function bindParameters(
  declared: readonly ParameterDeclaration[],
  given: Readonly<Record<string, ParameterValue>>,
): readonly Parameter[] {
  for (const name of Object.keys(given)) {
    if (declared.some((each) => each.name === name)) continue
    const names = declared.map((each) => each.name).join(', ')
    throw new ParameterError(
      `there is no parameter '${name}'; ${names === '' ? 'the model has none' : `the model has ${names}`}`,
    )
  }
  return declared.map((each) => {
    const value = (Object.hasOwn(given, each.name) ? given[each.name] : undefined) ?? each.initial
    if (inSort(value, each.sort)) return { ...each, value }
    throw new ParameterError(
      `'${each.name}' is ${String(value)}, which is not in ${sortText(each.sort)}`,
    )
  })
}
