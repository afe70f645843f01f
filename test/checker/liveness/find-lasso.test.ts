/** Whether a fair run breaks a formula, and which one is shown, on graphs whose answer is derived by hand. */

import { describe, expect, it } from 'vitest'
import type { Strength } from '../../../dsl/ir.ts'
import { automatonOf } from '../../../checker/liveness/automaton.ts'
import { findLasso } from '../../../checker/liveness/find-lasso.ts'
import type { LassoAnswer } from '../../../checker/liveness/find-lasso.ts'
import type { Ltl } from '../../../checker/liveness/obligation.ts'
import { Pacer } from '../../../checker/pacer.ts'
import { always, eventually, leadsTo, next, not, or, state, step, until } from './formulas.ts'
import { listedGraph } from './listed-graph.ts'
import type { ListedEdge, ListedState } from './listed-graph.ts'

interface Given {
  readonly strengths?: readonly Strength[]
  readonly initial?: readonly number[]
  readonly words?: number
}

async function answer(
  states: readonly ListedState[],
  formulas: readonly Ltl[],
  { strengths = [], ...given }: Given = {},
): Promise<LassoAnswer> {
  const question = { automata: formulas.map(automatonOf), strengths }
  return findLasso(listedGraph(states, given), question, new Pacer(), Infinity)
}

/** The lasso in short: the initial outcome, the stem, and the loop in brackets. */
async function lasso(
  states: readonly ListedState[],
  formula: Ltl,
  given: Given = {},
): Promise<string> {
  const found = await answer(states, [formula], given)
  if (found.kind !== 'found') return found.kind
  const { initial, stem, loop } = found.lasso
  return `${initial}: ${stem.join(' ')} (${loop.join(' ')})`
}

const p = 1
const q = 2
const [isP, isQ] = [state(0), state(1)]

function to(target: number, ...asked: readonly number[]): ListedEdge {
  return { to: target, asked }
}

describe('a run that stays', () => {
  it('stays at a dead end', async () => {
    const states = [{ edges: [to(1, 0)] }, { edges: [] }]
    expect(await lasso(states, eventually(isP), { strengths: ['weak'] })).toBe('0: 0 ()')
  })

  it('stays where nothing is assumed of what it could do', async () => {
    const states = [{ edges: [to(1)] }, { atoms: p, edges: [] }]
    expect(await lasso(states, eventually(isP))).toBe('0:  ()')
  })

  it.each<Strength>(['weak', 'strong'])('goes on where that is %s', async (strength) => {
    const states = [{ edges: [to(1, 0)] }, { atoms: p, edges: [] }]
    expect(await lasso(states, eventually(isP), { strengths: [strength] })).toBe('none')
  })

  it('goes on for a condition of the second word', async () => {
    const strengths = Array.from({ length: 40 }, (): Strength => 'weak')
    const states = [{ edges: [to(1, 39)] }, { atoms: p, edges: [] }]
    expect(await lasso(states, eventually(isP), { strengths, words: 2 })).toBe('none')
  })

  it('stays where all it can do changes nothing', async () => {
    const states = [{ edges: [to(0, 0)] }]
    expect(await lasso(states, eventually(isP), { strengths: ['weak'] })).toBe('0:  ()')
  })

  it('takes no step there, whatever is said of steps', async () => {
    const states = [{ edges: [{ to: 0, stepAtoms: 1 }] }]
    expect(await lasso(states, always(step(0)))).toBe('0:  ()')
  })

  it('is there again at the next point', async () => {
    const states = [{ edges: [to(1, 0)] }, { atoms: p, edges: [] }]
    const formula = always(or(not(isP), next(not(isP))))
    expect(await lasso(states, formula, { strengths: ['weak'] })).toBe('0: 0 ()')
  })
})

describe('a run that goes round', () => {
  it('breaks a formula behind a join of two ways', async () => {
    // Both ways lead to 3. By the way over 2, which is the second, q stays false behind p; 1 is no p.
    const states = [
      { edges: [to(1, 0), to(2, 0)] },
      { edges: [to(3, 0)] },
      { atoms: p, edges: [to(3, 0)] },
      { edges: [to(4, 0)] },
      { edges: [to(3, 0)] },
    ]
    expect(await lasso(states, leadsTo(isP, isQ), { strengths: ['weak'] })).toBe('0: 1 0 (0 0)')
  })

  it('goes round a part of a component', async () => {
    // The whole component passes q; the cycle of 0 and 1 does not.
    const states = [
      { atoms: p, edges: [to(1)] },
      { edges: [to(2), to(0)] },
      { atoms: q, edges: [to(0)] },
    ]
    const strengths: Strength[] = ['weak']
    const fair = states.map(({ edges, ...each }) => ({
      ...each,
      edges: edges.map((edge) => ({ ...edge, asked: [0] })),
    }))
    expect(await lasso(fair, leadsTo(isP, isQ), { strengths })).toBe('0:  (0 1)')
  })

  it('meets an acceptance set only on the way around', async () => {
    const states = [{ atoms: p, edges: [to(1, 0)] }, { edges: [to(2, 0)] }, { edges: [to(0, 0)] }]
    const formula = eventually(always(isP))
    expect(await lasso(states, formula, { strengths: ['weak'] })).toBe('0:  (0 0 0)')
  })

  it('begins at the second initial state when only that leads to it', async () => {
    const states = [{ atoms: p, edges: [] }, { edges: [to(2, 0)] }, { edges: [to(1, 0)] }]
    const given: Given = { initial: [0, 1], strengths: ['weak'] }
    expect(await lasso(states, eventually(isP), given)).toBe('1:  (0 0)')
  })

  it('has the shortest stem and loop together, not the shortest stem', async () => {
    // From 0 a loop of six; one step further, a loop of two.
    const states = [
      { edges: [to(1, 0), to(6, 0)] },
      { edges: [to(2, 0)] },
      { edges: [to(3, 0)] },
      { edges: [to(4, 0)] },
      { edges: [to(5, 0)] },
      { edges: [to(0, 0)] },
      { edges: [to(7, 0)] },
      { edges: [to(6, 0)] },
    ]
    expect(await lasso(states, eventually(isP), { strengths: ['weak'] })).toBe('0: 1 (0 0)')
  })

  it('goes through an edge that a formula asks for, not through its twin', async () => {
    const states = [
      { edges: [to(1, 0), { to: 1, asked: [0], stepAtoms: 1 }] },
      { edges: [to(0, 0)] },
    ]
    const formula = not(always(eventually(step(0))))
    expect(await lasso(states, formula, { strengths: ['weak'] })).toBe('0:  (1 0)')
  })

  it('reads an until to its end', async () => {
    const states = [{ atoms: p, edges: [to(1, 0)] }, { edges: [to(2, 0)] }, { atoms: q, edges: [] }]
    expect(await lasso(states, until(isP, isQ), { strengths: ['weak'] })).toBe('0: 0 0 ()')
  })
})

/** A waits at 0 and 1, between which B goes to and fro; only at 1 can A go on, to where p is true. */
const overtaken: readonly ListedState[] = [
  { edges: [to(1, 1)] },
  { edges: [to(0, 1), to(2, 0)] },
  { atoms: p, edges: [] },
]

describe('fairness', () => {
  it('lets a run be fair since a condition is disabled again and again', async () => {
    const strengths: Strength[] = ['weak', 'weak']
    expect(await lasso(overtaken, eventually(isP), { strengths })).toBe('0:  (0 0)')
  })

  it('that is strong does not', async () => {
    const strengths: Strength[] = ['strong', 'weak']
    expect(await lasso(overtaken, eventually(isP), { strengths })).toBe('none')
  })

  it('is met by a step that counts, though nothing asks for it', async () => {
    const states = [
      { edges: [to(2, 0), { to: 1, counted: [0] }] },
      { edges: [to(2, 0), to(0, 1)] },
      { atoms: p, edges: [] },
    ]
    const strengths: Strength[] = ['strong', 'weak']
    expect(await lasso(states, eventually(isP), { strengths })).toBe('0:  (1 1)')
  })

  it('asks for a step out of the way: one that leads to a component that is done', async () => {
    const states = [
      { edges: [to(1, 1), to(2, 0)] },
      { edges: [to(0, 1), to(2, 0)] },
      { atoms: p, edges: [] },
    ]
    const strengths: Strength[] = ['weak', 'weak']
    expect(await lasso(states, eventually(isP), { strengths })).toBe('none')
  })

  it('takes the long way round where the short loop is not fair', async () => {
    // 0 and 1 alone never let condition 0 go; 2 counts for it.
    const states = [
      { edges: [to(1, 1), to(2, 0)] },
      { edges: [to(0, 1), to(2, 0)] },
      { edges: [to(1, 1)] },
    ]
    const strengths: Strength[] = ['weak', 'weak']
    expect(await lasso(states, eventually(isP), { strengths })).toBe('0:  (1 0 0)')
  })

  it('counts a step to the state itself for nothing', async () => {
    const states = [{ edges: [to(0, 0), to(1, 1)] }, { edges: [to(1, 0), to(0, 1)] }]
    const strengths: Strength[] = ['strong', 'weak']
    expect(await lasso(states, eventually(isP), { strengths })).toBe('0:  (1 1)')
  })

  it('that is strong leaves a smaller component, and that a smaller one still', async () => {
    // Condition 0 is enabled at 0, 1 at 2 and 3, and both lead away. What is left without 0 is the cycle 1 2 3 4 5 6, without 2 and 3,
    // the one of 4 and 5: but 1 counts from 0 to 1 alone, so that it is unmet only once 0 is gone.
    const states = [
      { edges: [{ to: 1, counted: [1] }, to(7, 0)] },
      { edges: [to(2), to(0)] },
      { edges: [to(3), to(7, 1)] },
      { edges: [to(4), to(7, 1)] },
      { edges: [to(5)] },
      { edges: [to(4, 2), to(6)] },
      { edges: [to(1)] },
      { atoms: p, edges: [] },
    ]
    const go: ListedState[] = states.map(({ edges, ...each }) => ({
      ...each,
      edges: edges.map((edge) => ({
        ...edge,
        counted: [2],
        asked: [...('asked' in edge ? (edge.asked ?? []) : []), 2],
      })),
    }))
    const strengths: Strength[] = ['strong', 'strong', 'weak']
    expect(await lasso(go, eventually(isP), { strengths })).toBe('0: 0 0 0 0 (0 0)')
  })
})

describe('the answer', () => {
  it('is of the first obligation that is broken', async () => {
    const found = await answer([{ atoms: q, edges: [] }], [eventually(isQ), eventually(isP)])
    expect(found).toMatchObject({ kind: 'found', lasso: { obligation: 1, stem: [], loop: [] } })
  })

  it('is that it had no memory', async () => {
    const question = { automata: [automatonOf(eventually(isP))], strengths: [] }
    const graph = listedGraph([{ edges: [] }])
    const stopped = await findLasso(graph, question, new Pacer(), 100)
    expect(stopped).toMatchObject({ kind: 'stopped', stop: 'memory' })
  })

  it('says how much memory it took', async () => {
    const { bytes } = await answer([{ atoms: p, edges: [] }], [eventually(isP)])
    expect(bytes).toBeGreaterThan(0)
  })

  it.each<['interrupt' | 'time', ConstructorParameters<typeof Pacer>[0]]>([
    ['interrupt', { signal: { aborted: true } }],
    ['time', { timeout: 0 }],
  ])('is that it was stopped: %s', async (stop, options) => {
    const length = 2000
    const ring = Array.from({ length }, (_, at) => ({ edges: [to((at + 1) % length, 0)] }))
    const question = { automata: [automatonOf(eventually(isP))], strengths: ['weak' as const] }
    const stopped = await findLasso(listedGraph(ring), question, new Pacer(options), Infinity)
    expect(stopped).toMatchObject({ kind: 'stopped', stop })
  })
})
