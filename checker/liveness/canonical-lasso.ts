/** Which of the runs that break an obligation is shown: a short one, whatever the numbers of states are. */

import { fairComponents } from './fair-components.ts'
import type { Decision } from './fair-components.ts'
import type { LassoRun } from './lasso.ts'
import { rest, slice } from './pace.ts'
import { Requirements } from './requirements.ts'
import { shortestLoop } from './shortest-loop.ts'
import type { LoopSearch, LoopStep, Work } from './shortest-loop.ts'
import { someLoop } from './some-loop.ts'
import { StemSearch } from './stem.ts'
import { tightened } from './tighten.ts'

/**
 * What may be looked at: edges, for the shortest loop of each vertex at which less has to be met than at all before it, and of the other
 * vertices together; and so many vertices, once a loop is known.
 */
const budget = { best: 50_000, others: 200_000, vertices: 100_000 } as const

/** A loop has two steps at least: a step to the state itself is none. */
const leastLoop = 2

/** A vertex where the stem ends, and the loop from there. */
interface Choice {
  readonly vertex: number
  /** Of stem and loop. */
  readonly length: number
  readonly loop: readonly LoopStep[]
}

/**
 * The lasso of a decision that has a fair run, without the obligation's number. Vertices are tried nearest first, those in fair components
 * and those where a run may stay; the shortest stem and loop together win, of those the one tried first. A vertex is tried only while it
 * can still win. Where the budget does not suffice, a loop goes from one requirement to the nearest next, and the shortest lasso that
 * is known is the beginning of shorter ones. Throws `Stopped`.
 */
export async function canonicalLasso(decision: Decision): Promise<Omit<LassoRun, 'obligation'>> {
  const { product, strengths, pacer, ledger } = decision
  const components = await fairComponents(decision)
  const requirements = new Requirements(product, strengths)
  const search: LoopSearch = { product, components, requirements, pacer }
  const stems = new StemSearch(product, ledger)
  const { vertex, loop } = await chosen(decision, search, stems)
  const { initial, steps } = stems.stemTo(vertex)
  stems.free()
  const { way, around } = await tightened(search, vertex, loop)
  components.free()
  const positions = (all: readonly LoopStep[]): readonly number[] =>
    all.map((step) => step.position)
  return { initial, stem: [...steps, ...positions(way)], loop: positions(around) }
}

async function chosen(
  { product, pacer, ledger }: Decision,
  search: LoopSearch,
  stems: StemSearch,
): Promise<Choice> {
  const { components, requirements } = search
  const others: Work = { left: budget.others }
  let best: Choice | null = null
  let least = Infinity
  for (let count = 0; best === null || count < budget.vertices; count++) {
    if (count % slice === 0 && pacer.due) await rest(pacer)
    const vertex = stems.next()
    const { depth } = stems
    if (vertex === null || (best !== null && depth >= best.length)) break
    if (vertex === -1) continue
    if (product.mayStay()) return { vertex, length: depth, loop: [] }
    if (components.numberOf(vertex) === 0) continue
    const most: number = best === null ? Infinity : best.length - depth - 1
    if (most < leastLoop) continue
    const open = requirements.openAtVertex()
    const isBest = open < least
    least = Math.min(least, open)
    const work = isBest ? { left: budget.best } : others
    let loop: readonly LoopStep[] | 'work' | null =
      work.left > 0 ? await shortestLoop(search, vertex, most, work) : null
    if (loop === 'work' && isBest) loop = await someLoop(search, vertex, ledger)
    if (loop === null || loop === 'work' || loop.length > most) continue
    best = { vertex, length: depth + loop.length, loop }
  }
  if (best === null) throw new Error('no fair run is where one was found before')
  return best
}
