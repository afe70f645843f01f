/** Comparisons: two terms of one sort, or of one shape where only ranges and bounds differ. */

import type { Comparison, Expr } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { join, sortText } from '../shape.ts'
import type { Site } from '../site.ts'
import { bool } from '../sort.ts'
import { fit, liftOpen, termExpr } from './lift.ts'

/** The comparison of an expression with what the author gave. */
export function compare(operator: Comparison, left: Expr, other: unknown, site: Site): Expr {
  const right = termExpr(other) ?? plain(operator, left, other, site)
  if (left.sort.kind === 'int' && right.sort.kind === 'int') {
    return { kind: 'binary', sort: bool, site, operator, left, right }
  }
  const [a, b] = alignTwo(left, right, site)
  return { kind: 'binary', sort: bool, site, operator, left: a, right: b }
}

/** An int may be ordered against any number; equal to one outside its range it can never be, and that is a mistake. */
function plain(operator: Comparison, left: Expr, other: unknown, site: Site): Expr {
  if (left.sort.kind !== 'int' || typeof other !== 'number') return liftOpen(other, left.sort, site)
  if (operator === 'eq' || operator === 'ne') return liftOpen(other, left.sort, site)
  return liftOpen(other, { kind: 'int', min: other, max: other }, site)
}

/** Both in the least sort that has the values of both, so that nothing is outside of it. */
export function alignTwo(left: Expr, right: Expr, site: Site): readonly [Expr, Expr] {
  const both = join(left.sort, right.sort)
  if (both !== null) return [fit(left, both, site), fit(right, both, site)]
  const what = `${sortText(left.sort)} is compared with ${sortText(right.sort)}`
  return mistaken(site, what, 'Use terms of the same sort')
}
