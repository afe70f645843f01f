/** The shortest loop through a vertex of a fair component, as long as not too much has to be looked at. */

import type { Pacer } from '../pacer.ts'
import type { Components } from './components.ts'
import { rest, slice } from './pace.ts'
import type { Product } from './product.ts'
import type { Requirements } from './requirements.ts'

/** Of a search for a loop in one product. */
export interface LoopSearch {
  readonly product: Product
  /** Complete, each fair one with a number. */
  readonly components: Components
  readonly requirements: Requirements
  readonly pacer: Pacer
}

/** A step of a loop: the position of the outcome, and the vertex that it leads to. */
export interface LoopStep {
  readonly position: number
  readonly vertex: number
}

/** How many edges may still be looked at. */
export interface Work {
  left: number
}

/** What a search has found: vertices, each with what the way there says. */
interface Found extends LoopStep {
  readonly said: bigint
  /** The place of the one before among what was found; null for the beginning, to which no step leads. */
  readonly from: number | null
  readonly depth: number
}

/**
 * The steps of a shortest loop from a vertex back to it, of at most so many steps; of those the first in breadth-first
 * order. Null: there is none; `work`: it took too much to find out. Each vertex is looked at once for each different set of
 * requirements that a way to it has met. Throws `Stopped`.
 */
export async function shortestLoop(
  { product, components, requirements, pacer }: LoopSearch,
  start: number,
  most: number,
  work: Work,
): Promise<readonly LoopStep[] | 'work' | null> {
  const number = components.numberOf(start)
  const known = new Map<bigint, Set<number>>()
  const found: Found[] = [{ vertex: start, said: 0n, from: null, position: 0, depth: 0 }]
  for (let place = 0; place < found.length; place++) {
    if (place % slice === 0 && pacer.due) await rest(pacer)
    const here = found[place]
    if (here === undefined || here.depth === most) return null
    const edges = product.expand(here.vertex)
    const said = here.said | requirements.ofVertex()
    for (let edge = 0; edge < edges; edge++) {
      if (work.left-- <= 0) return 'work'
      const vertex = product.targets[edge] ?? 0
      if (components.numberOf(vertex) !== number) continue
      const next = {
        vertex,
        said: said | requirements.ofEdge(edge),
        from: place,
        position: product.positions[edge] ?? 0,
        depth: here.depth + 1,
      }
      if (vertex === start && requirements.open(next.said) === 0n) return stepsTo(next, found)
      if (isNew(known, next)) found.push(next)
    }
  }
  return null
}

function isNew(known: Map<bigint, Set<number>>, { said, vertex }: Found): boolean {
  const vertices = known.get(said)
  if (vertices === undefined) known.set(said, new Set([vertex]))
  else if (vertices.has(vertex)) return false
  else vertices.add(vertex)
  return true
}

function stepsTo(last: Found, found: readonly Found[]): readonly LoopStep[] {
  const steps: LoopStep[] = []
  let here: Found | undefined = last
  while (here !== undefined && here.from !== null) {
    steps.push({ position: here.position, vertex: here.vertex })
    here = found[here.from]
  }
  return steps.toReversed()
}
