/** Constants of the flat program's sorts, and all values of a small sort. */

import type { Expr, Sort } from '../../../dsl/ir.ts'
import type { Site } from '../../../dsl/site.ts'
import { Refusal } from './refusal.ts'

const bool: Sort = { kind: 'bool' }

export function truth(value: boolean, site: Site): Expr {
  return { kind: 'literal', sort: bool, site, value }
}

/** The constant that an expression is, null where it is none. */
export function constant(expr: Expr): boolean | number | string | null {
  return expr.kind === 'literal' ? expr.value : null
}

/** All values of a scalar sort as constants, in order; of threads there are so many. Throws a `Refusal`. */
export function valuesOf(sort: Sort, threads: number, site: Site): readonly Expr[] {
  const literal = (value: boolean | number | string): Expr => ({
    kind: 'literal',
    sort,
    site,
    value,
  })
  const numbers = (from: number, to: number): readonly Expr[] =>
    Array.from({ length: to - from + 1 }, (_, i) => literal(from + i))
  switch (sort.kind) {
    case 'bool':
      return [literal(false), literal(true)]
    case 'int':
      return numbers(sort.min, sort.max)
    case 'enum':
      return sort.values.map(literal)
    case 'identity':
    case 'index':
      return numbers(0, sort.size - 1)
    case 'thread':
      return numbers(0, threads - 1)
    default:
      throw new Refusal(site, `a domain of the sort '${sort.kind}'`)
  }
}
