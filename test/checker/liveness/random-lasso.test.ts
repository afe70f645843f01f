/** On random graphs a lasso is right where one is found, and there is none where none is. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { automatonOf } from '../../../checker/liveness/automaton.ts'
import { findLasso } from '../../../checker/liveness/find-lasso.ts'
import type { LassoRun } from '../../../checker/liveness/lasso.ts'
import type { Ltl } from '../../../checker/liveness/obligation.ts'
import { Pacer } from '../../../checker/pacer.ts'
import { always, eventually, formulas, leadsTo, state, step } from './formulas.ts'
import { listedGraph, renumbered } from './listed-graph.ts'
import { graphs, isCounterexample, runOf, shortest } from './random-graph.ts'
import type { Drawn } from './random-graph.ts'

async function lassoOf(
  { states, initial, strengths }: Drawn,
  formula: Ltl,
): Promise<LassoRun | null> {
  const question = { automata: [automatonOf(formula)], strengths }
  const answer = await findLasso(listedGraph(states, { initial }), question, new Pacer(), Infinity)
  if (answer.kind === 'stopped') throw new Error(answer.stop)
  return answer.kind === 'found' ? answer.lasso : null
}

const [p, q] = [state(0), state(1)]
const usual = fc.constantFrom(
  eventually(p),
  leadsTo(p, q),
  always(eventually(p)),
  eventually(always(p)),
  always(eventually(step(0))),
)
const asked = fc.oneof(usual, formulas)
const runs = { numRuns: 1500, seed: 41 }

describe('on graphs at random', () => {
  it('a lasso that is found is fair and breaks the formula', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(graphs(8), asked, async (drawn, formula) => {
        const lasso = await lassoOf(drawn, formula)
        if (lasso === null) return
        found++
        const run = runOf(drawn, lasso)
        expect(run !== null && isCounterexample(drawn, run, lasso.stem.length, formula)).toBe(true)
      }),
      runs,
    )
    expect(found).toBeGreaterThan(300)
  })

  it('none is left where none is found', async () => {
    let none = 0
    await fc.assert(
      fc.asyncProperty(graphs(5), asked, async (drawn, formula) => {
        if ((await lassoOf(drawn, formula)) !== null) return
        none++
        expect(shortest(drawn, formula, 6)).toBe(null)
      }),
      runs,
    )
    expect(none).toBeGreaterThan(300)
  })

  it('none is shorter, where the automaton does nothing but wait', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(5), async (drawn) => {
        const lasso = await lassoOf(drawn, eventually(p))
        if (lasso === null) return
        const length = lasso.stem.length + lasso.loop.length
        expect(shortest(drawn, eventually(p), length)).toBe(length)
      }),
      runs,
    )
  })

  it('the lasso does not depend on which number a state has', async () => {
    await fc.assert(
      fc.asyncProperty(graphs(8), asked, async (drawn, formula) => {
        const moved = {
          ...drawn,
          states: renumbered(drawn.states, drawn.order),
          initial: drawn.initial.map((number) => drawn.order[number] ?? 0),
        }
        expect(await lassoOf(moved, formula)).toEqual(await lassoOf(drawn, formula))
      }),
      runs,
    )
  })
})
