/** A fair loop is found where the shortest is too much work. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { automatonOf } from '../../../checker/liveness/automaton.ts'
import { fairComponents } from '../../../checker/liveness/fair-components.ts'
import { findLasso } from '../../../checker/liveness/find-lasso.ts'
import { Ledger } from '../../../checker/liveness/ledger.ts'
import { Product } from '../../../checker/liveness/product.ts'
import { Requirements } from '../../../checker/liveness/requirements.ts'
import { shortestLoop } from '../../../checker/liveness/shortest-loop.ts'
import type { LoopStep } from '../../../checker/liveness/shortest-loop.ts'
import { someLoop } from '../../../checker/liveness/some-loop.ts'
import { Pacer } from '../../../checker/pacer.ts'
import { always, constant, eventually, state } from './formulas.ts'
import { listedGraph, renumbered } from './listed-graph.ts'
import type { ListedState } from './listed-graph.ts'
import { graphs, isCounterexample, runOf } from './random-graph.ts'
import type { Drawn } from './random-graph.ts'

/** A loop, and the shortest, from the first vertex of a fair component in the order of numbers; null where there is none. */
async function loops(
  { states, initial, strengths }: Drawn,
  work = Infinity,
): Promise<{
  start: number
  some: readonly LoopStep[]
  shortest: readonly LoopStep[] | 'work' | null
} | null> {
  const formula = eventually(always(constant(false)))
  const product = new Product(listedGraph(states, { initial }), automatonOf(formula), 0)
  const [pacer, ledger] = [new Pacer(), new Ledger(Infinity)]
  const components = await fairComponents({ product, strengths, pacer, ledger })
  const requirements = new Requirements(product, strengths)
  const search = { product, components, requirements, pacer }
  const start = states.findIndex((_, vertex) => components.numberOf(vertex) !== 0)
  if (start === -1) return null
  const some = await someLoop(search, start, ledger)
  return { start, some, shortest: await shortestLoop(search, start, Infinity, { left: work }) }
}

describe('a loop', () => {
  it('is fair, be it the shortest or only some', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(graphs(8), async (drawn) => {
        const both = await loops(drawn)
        if (both === null) return
        found++
        const { start, some, shortest } = both
        for (const loop of [some, shortest]) {
          if (loop === null || loop === 'work') throw new Error('there is a shortest one')
          const here = { ...drawn, initial: [start] }
          const run = runOf(here, {
            obligation: 0,
            initial: 0,
            stem: [],
            loop: loop.map(({ position }) => position),
          })
          expect(loop.length).toBeGreaterThan(0)
          expect(run !== null && isCounterexample(here, run, 0, constant(false))).toBe(true)
        }
        expect(some.length).toBeGreaterThanOrEqual(shortest?.length ?? 0)
      }),
      { numRuns: 1500, seed: 5 },
    )
    expect(found).toBeGreaterThan(200)
  })

  it('is not looked for any longer when that is too much work', async () => {
    const pair: ListedState[] = [{ edges: [{ to: 1 }] }, { edges: [{ to: 0 }] }]
    const both = await loops({ states: pair, initial: [0], strengths: [], order: [] }, 1)
    expect(both?.shortest).toBe('work')
  })

  it('is found where the shortest is beyond the budget, whatever the numbers of states are', async () => {
    // Ten switches, each to be turned again and again: the ways to have turned some of them are more than can be looked at.
    const switches = 10
    const size = 2 ** switches
    const states = Array.from({ length: size }, (_, number) => ({
      edges: Array.from({ length: switches }, (_each, at) => ({
        to: number ^ (1 << at),
        asked: [at],
      })),
    }))
    const order = states.map((_, number) => (number * 5 + 3) % size)
    const question = {
      automata: [automatonOf(eventually(state(0)))],
      strengths: Array.from({ length: switches }, () => 'weak' as const),
    }
    const answer = await findLasso(listedGraph(states), question, new Pacer(), Infinity)
    expect(answer).toMatchObject({ kind: 'found', lasso: { stem: [] } })
    const turned = answer.kind === 'found' ? new Set(answer.lasso.loop) : new Set()
    expect(turned.size).toBe(switches)
    const moved = listedGraph(renumbered(states, order), { initial: [3] })
    expect(await findLasso(moved, question, new Pacer(), Infinity)).toEqual(answer)
  })
})
