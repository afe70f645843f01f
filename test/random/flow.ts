/** What is known at a point of a body, whichever way control came there. */

import type { LocalId } from '../../dsl/ir.ts'

/**
 * `origins` are the loop heads and branches that control is in; each must be followed by a step before control comes back to
 * it, or leaves it. A step serves all of them, so that one number says which are served: the outermost `stepped`.
 */
export interface Point {
  readonly reachable: boolean
  readonly live: ReadonlySet<LocalId>
  readonly stepped: number
  /** Inside an `atomic`: no step was taken there yet, so that a guard is allowed. */
  readonly fresh: boolean
}

export const unreachable: Point = {
  reachable: false,
  live: new Set(),
  stepped: Infinity,
  fresh: true,
}

/** What is known where two ways meet. */
export function meet(left: Point, right: Point): Point {
  if (!left.reachable) return right
  if (!right.reachable) return left
  return {
    reachable: true,
    live: left.live.intersection(right.live),
    stepped: Math.min(left.stepped, right.stepped),
    fresh: left.fresh && right.fresh,
  }
}

/** After a step. */
export function stepped(point: Point): Point {
  return { ...point, stepped: Infinity, fresh: false }
}

/** With more locals live. */
export function enlivened(point: Point, locals: readonly LocalId[]): Point {
  return { ...point, live: new Set([...point.live, ...locals]) }
}

/** In one more origin. */
export function entering(point: Point, origins: number): Point {
  return { ...point, stepped: Math.min(point.stepped, origins) }
}

/** Where only these locals exist. */
export function confined(point: Point, locals: Iterable<LocalId>): Point {
  return { ...point, live: point.live.intersection(new Set(locals)) }
}
