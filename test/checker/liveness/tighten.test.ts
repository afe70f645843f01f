/** A long loop becomes a short one that begins on it. */

import { expect, it } from 'vitest'
import { automatonOf } from '../../../checker/liveness/automaton.ts'
import { fairComponents } from '../../../checker/liveness/fair-components.ts'
import { Ledger } from '../../../checker/liveness/ledger.ts'
import { Product } from '../../../checker/liveness/product.ts'
import { Requirements } from '../../../checker/liveness/requirements.ts'
import type { LoopStep } from '../../../checker/liveness/shortest-loop.ts'
import { tightened } from '../../../checker/liveness/tighten.ts'
import { Pacer } from '../../../checker/pacer.ts'
import { eventually, state } from './formulas.ts'
import { listedGraph } from './listed-graph.ts'
import type { ListedState } from './listed-graph.ts'

/** The loop around a ring of eight from 0, the first step of each state, tightened; the only condition is weak. */
async function ring(
  states: readonly ListedState[],
): Promise<{ way: readonly LoopStep[]; around: readonly LoopStep[] }> {
  const product = new Product(listedGraph(states), automatonOf(eventually(state(0))), 0)
  const [pacer, ledger, strengths] = [new Pacer(), new Ledger(Infinity), ['weak'] as const]
  const components = await fairComponents({ product, strengths, pacer, ledger })
  const requirements = new Requirements(product, strengths)
  const loop = Array.from({ length: 8 }, (_, at) => ({ position: 0, vertex: (at + 1) % 8 }))
  return tightened({ product, components, requirements, pacer }, 0, loop)
}

/** Of steps that ask for the same. */
const round = (asked: readonly number[]): readonly ListedState[] =>
  Array.from({ length: 8 }, (_, at) => ({ edges: [{ to: (at + 1) % 8, asked }] }))

it('a long loop is left where a short one begins', async () => {
  const states = round([0]).map((each, at) =>
    at === 4 ? { edges: [...each.edges, { to: 3, asked: [0] }] } : each,
  )
  const { way, around } = await ring(states)
  expect(way.map(({ vertex }) => vertex)).toEqual([1, 2, 3])
  expect(around.map(({ vertex }) => vertex)).toEqual([4, 3])
})

it('a loop is kept where the short one is not fair', async () => {
  // Going to and fro between 3 and 4, what is asked for is enabled all the time and never done.
  const states = round([]).map(({ edges }, at) => {
    const asked = at === 3 || at === 4 ? [{ to: 8, asked: [0] }] : []
    const back = at === 4 ? [{ to: 3 }] : []
    return { edges: [...edges, ...asked, ...back] }
  })
  const { way, around } = await ring([...states, { atoms: 1, edges: [] }])
  expect([way.length, around.length]).toEqual([0, 8])
})

it('a loop is kept where there is no other', async () => {
  const { way, around } = await ring(round([0]))
  expect([way.length, around.length]).toEqual([0, 8])
})

it('a loop is kept where another way is as long', async () => {
  const states = round([0]).map((each, at) =>
    at === 7 ? { edges: [...each.edges, { to: 1, asked: [0] }] } : each,
  )
  const { way, around } = await ring(states)
  expect([way.length, around.length]).toEqual([0, 8])
})
