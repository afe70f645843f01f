/** What a variable starts with. */

import type { Expr, Initial, Sort } from './ir.ts'
import { mistaken } from './mistake.ts'
import { sortText } from './shape.ts'
import type { Site } from './site.ts'
import { lift } from './terms/lift.ts'
import { refer } from './terms/registry.ts'

/** An initial value left open: each value of the sort, or each element of a set, gives initial states. */
export interface Any<T> {
  readonly anyOf: T | null
}

/** Any value of the variable's sort or, when given, of this set of it. */
export function any(): Any<never>
export function any<T>(set: T): Any<T>
export function any(set: unknown = null): Any<unknown> {
  return { anyOf: set }
}

/** The initial values that the author's input stands for; without one, the sort's usual one. */
export function initialOf(initial: unknown, sort: Sort, name: string, site: Site): Initial {
  if (typeof initial === 'object' && initial !== null && 'anyOf' in initial) {
    if (initial.anyOf === null) return { kind: 'any' }
    return { kind: 'anyOf', set: lift(initial.anyOf, { kind: 'set', of: sort }, site) }
  }
  if (initial !== undefined) return { kind: 'value', value: lift(initial, sort, site) }
  return { kind: 'value', value: usual(sort, name, site) }
}

function usual(sort: Sort, name: string, site: Site): Expr {
  switch (sort.kind) {
    case 'bool':
      return lift(false, sort, site)
    case 'int':
      return lift(Math.min(Math.max(0, sort.min), sort.max), sort, site)
    case 'enum':
      return lift(sort.values[0], sort, site)
    case 'index':
      return { kind: 'literal', sort, site, value: 0 }
    case 'optional':
      return { kind: 'none', sort, site }
    case 'set':
    case 'sequence':
    case 'bag':
      return { kind: 'collection', sort, site, elements: [] }
    case 'record': {
      const fields = sort.fields.map((field) => {
        return { name: field.name, value: usual(field.sort, name, site) }
      })
      return { kind: 'record', sort, site, fields }
    }
    case 'array':
      return lift(() => refer(usual(sort.element, name, site), sort.element), sort, site)
    case 'identity':
    case 'thread':
    case 'variant':
      return mistaken(
        site,
        `'${name}' has no initial value, and ${sortText(sort)} has no usual one`,
        "Give one, or 'any()'",
      )
  }
}
