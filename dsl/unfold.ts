/** Quantified formulas: one part for each value, so that each can be judged, and named, by itself. */

import type { Domain, Expr, Sort } from './ir.ts'
import { mistaken } from './mistake.ts'
import { cardinality, sortText } from './shape.ts'
import type { Site } from './site.ts'
import { lift } from './terms/lift.ts'
import { connected, type Claim, type TemporalTerm } from './terms/temporal.ts'

/** A formula of more parts than this nobody decides. */
const mostParts = 256

/** The formula for all values of the domain's sort, or for some: the body is asked for each with a literal. */
export function unfolded(
  quantifier: 'all' | 'some',
  domain: Domain,
  body: (element: Expr) => Claim,
  site: Site,
): TemporalTerm {
  if (domain.kind === 'elements') {
    return mistaken(
      site,
      `a formula about runs is quantified over the elements of ${sortText(domain.of.sort)}, which change`,
      'Quantify over a sort or a process, and ask inside of the formula who is an element',
    )
  }
  const parts = literals(domain.sort, site).map(body)
  return connected(quantifier === 'all' ? 'and' : 'or', parts, site, quantifier)
}

/** The values of the sort in order. */
function literals(sort: Sort, site: Site): readonly Expr[] {
  switch (sort.kind) {
    case 'bool':
      return [false, true].map((value) => lift(value, sort, site))
    case 'enum':
      return sort.values.map((value) => lift(value, sort, site))
    case 'int':
      return numbers(sort, site).map((number) => lift(sort.min + number, sort, site))
    case 'identity':
    case 'index':
      return numbers(sort, site).map((value) => ({ kind: 'literal', sort, site, value }))
    default:
      return mistaken(
        site,
        `a formula about runs is quantified over ${sortText(sort)}`,
        'Quantify over a process, an identity, an index, a range of numbers, a bool, or names',
      )
  }
}

function numbers(sort: Sort, site: Site): readonly number[] {
  const length = cardinality(sort, 0)
  if (length <= mostParts) return Array.from({ length }, (_, number) => number)
  const what = `a formula about runs is quantified over ${length} values`
  return mistaken(site, what, `Use a sort of at most ${mostParts} values`)
}
