/** Shorter lassos along one that is known: most of a long loop may be the way to where a short one is. */

import { shortestLoop } from './shortest-loop.ts'
import type { LoopSearch, LoopStep, Work } from './shortest-loop.ts'

/** The edges that may be looked at in all. */
const budget = 200_000

/** A way on from the end of a stem, and the loop from there. */
interface Tightened {
  readonly way: readonly LoopStep[]
  readonly around: readonly LoopStep[]
}

/**
 * The way along a loop of a vertex to where a loop begins that makes both together shorter; where there are several, the shortest, as far
 * as the budget goes, of those the one that was tried first. Vertices where less has to be met are tried earlier. Throws `Stopped`.
 */
export async function tightened(
  search: LoopSearch,
  vertex: number,
  loop: readonly LoopStep[],
): Promise<Tightened> {
  const { product, requirements } = search
  const work: Work = { left: budget }
  let best: Tightened = { way: [], around: loop }
  const tries = [{ vertex }, ...loop.slice(0, -1)].map((step, at) => {
    product.expand(step.vertex)
    return { start: step.vertex, way: loop.slice(0, at), open: requirements.openAtVertex() }
  })
  for (const { start, way } of tries.toSorted((left, right) => left.open - right.open)) {
    const most = best.way.length + best.around.length - way.length - 1
    if (most < 1 || work.left <= 0) continue
    const around = await shortestLoop(search, start, most, work)
    if (around !== null && around !== 'work') best = { way, around }
  }
  return best
}
