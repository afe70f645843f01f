/** Models written down as plain data, as a failing comparison prints them: without sites and brands. */

import type { Model } from '../../dsl/ir.ts'
import { site } from './nodes.ts'

/** The data of an IR node: every site left out, every id a bare number. */
type Plain<T> = T extends number
  ? number
  : T extends readonly (infer Element)[]
    ? readonly Plain<Element>[]
    : T extends object
      ? { readonly [K in keyof T as K extends 'site' ? never : K]: Plain<T[K]> }
      : T

/** What has a site of its own: every node but sorts, domains, places and the like. */
function isNode(value: { readonly [key: string]: unknown }): boolean {
  if ('variables' in value || 'ghost' in value || 'effects' in value || 'expr' in value) return true
  if ('lockClass' in value || 'daemon' in value || 'returns' in value || 'ordinal' in value)
    return true
  if ('formula' in value || 'strength' in value) return true
  if ('operand' in value || 'left' in value) return true
  const { kind } = value
  return typeof kind === 'string' && ('sort' in value || effects.has(kind)) && !isBare(value)
}

const effects: ReadonlySet<string> = new Set([
  'assign',
  'when',
  'forEach',
  'pick',
  'assert',
  'fail',
])

/** A domain that is a whole sort has a sort, and no site. */
function isBare(value: { readonly [key: string]: unknown }): boolean {
  return value['kind'] === 'sort'
}

/** The model with a site of its own for every node; what stands in several places stays one node. */
export function fixture(plain: Plain<Model>): Model {
  const done = new Map<object, object>()
  const sited = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = done.get(value)
    if (known !== undefined) return known
    if (Array.isArray(value)) return value.map(sited)
    const entries = Object.entries(value).map(([key, part]) => [key, sited(part)])
    const result: Record<string, unknown> = Object.fromEntries(entries)
    if (isNode(result)) result['site'] = site()
    done.set(value, result)
    return result
  }
  // Sites and brands are all that `Plain` leaves out, and brands have no form at run time.
  return sited(plain) as Model
}
