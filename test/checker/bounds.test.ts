/** What cuts a search short: bounds, constraints, and whoever interrupts it. */

import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'
import { fault, guardFault, step } from './toy-system.ts'
import { always, line } from './drawn.ts'

describe('a bound', () => {
  const two = { a: [step(0, 'b'), step(1, 'c')], b: [step(0, 'd')], c: [step(0, 'e')] }

  test('on depth leaves the states at that depth unexpanded', async () => {
    const { verdict, distinct } = await explore({ initial: ['a'], steps: line }, { maxDepth: 2 })
    expect(verdict).toMatchObject({
      kind: 'incomplete',
      cuts: [{ bound: 'depth', limit: 2 }],
      frontier: 1,
      completeDepth: 1,
    })
    expect(distinct).toBe(3)
  })

  test('on states cuts at the end of the level in which it is reached', async () => {
    const { verdict, distinct } = await explore({ initial: ['a'], steps: two }, { maxStates: 2 })
    expect(verdict).toMatchObject({ cuts: [{ bound: 'states', limit: 2 }], frontier: 2 })
    expect(distinct).toBe(3)
  })

  test('on states is hit as soon as that many are found', async () => {
    const { verdict } = await explore({ initial: ['a'], steps: two }, { maxStates: 3 })
    expect(verdict).toMatchObject({ kind: 'incomplete', frontier: 2 })
  })

  test('that is reached when everything is known changes nothing', async () => {
    const explored = await explore({ initial: ['a'], steps: line }, { maxStates: 5, maxDepth: 4 })
    expect(explored.verdict.kind).toBe('holds')
  })

  test('does not hide what is wrong in the states that it leaves unexpanded', async () => {
    const { verdict } = await explore(
      { initial: ['a'], steps: line, properties: [always('no c', 'c')] },
      { maxDepth: 2 },
    )
    expect(verdict.kind).toBe('violated')
  })

  test.each([false, true])('decides nothing about what is reported (continue: %s)', async (on) => {
    const description = {
      initial: ['a'],
      steps: { a: [step(0, 'b')], b: [guardFault(0), step(1, 'c')], c: [step(0, 'c')] },
      properties: [always('no b', 'b')],
    }
    const bounded = await explore(description, { maxDepth: 1, continue: on })
    expect(bounded.verdict.kind).toBe('fault')
    expect(bounded.distinct).toBe(2)
  })

  test('on time stops inside a level and says what is complete', async () => {
    const { verdict, distinct } = await explore({ initial: ['a'], steps: two }, { timeout: 0 })
    expect(verdict).toMatchObject({
      kind: 'incomplete',
      cuts: [{ bound: 'time', limit: 0 }],
      frontier: 1,
      completeDepth: -1,
    })
    expect(distinct).toBe(1)
  })
})

describe('a state constraint', () => {
  const constraints = [{ name: 'before c', test: (state: string) => state !== 'c' }]

  test('makes the verdict incomplete, and counts the states outside', async () => {
    const { verdict, distinct, generated } = await explore({
      initial: ['a'],
      steps: line,
      constraints,
    })
    expect(verdict).toMatchObject({
      kind: 'incomplete',
      cuts: [{ bound: 'constraint', name: 'before c', states: 1 }],
      frontier: 0,
    })
    expect({ distinct, generated }).toEqual({ distinct: 3, generated: 3 })
  })

  test('makes no deadlock of a state outside', async () => {
    const { verdict } = await explore({ initial: ['c'], steps: {}, constraints })
    expect(verdict.kind).toBe('incomplete')
  })

  test('leaves a state outside to be judged', async () => {
    const properties = [always('no c', 'c')]
    const { verdict } = await explore({ initial: ['a'], steps: line, constraints, properties })
    expect(verdict.kind).toBe('violated')
  })

  test('that nothing is outside of lets the model hold', async () => {
    const inside = [{ name: 'true', test: () => true }]
    const { verdict } = await explore({ initial: ['a'], steps: line, constraints: inside })
    expect(verdict.kind).toBe('holds')
  })
})

describe('an interrupt', () => {
  function interruptedAt(state: string) {
    const controller = new AbortController()
    const onExpand = (expanded: string): void => {
      if (expanded === state) controller.abort()
    }
    return { onExpand, signal: controller.signal }
  }

  test('stops inside a level and says what is complete', async () => {
    const steps = { a: [step(0, 'b'), step(1, 'c')], b: [step(0, 'd')], c: [step(0, 'e')] }
    const { onExpand, signal } = interruptedAt('b')
    const { verdict, exploration } = await explore({ initial: ['a'], steps, onExpand }, { signal })
    expect(verdict).toEqual({ kind: 'interrupted', frontier: 2, completeDepth: 0, found: null })
    expect(exploration.levels).toEqual([0, 1, 3, 4])
  })

  test('keeps what was found wrong before it', async () => {
    const steps = { ...line, a: [step(0, 'b'), step(1, fault())] }
    const { onExpand, signal } = interruptedAt('a')
    const { verdict } = await explore({ initial: ['a'], steps, onExpand }, { signal })
    expect(verdict).toMatchObject({ kind: 'interrupted', found: { kind: 'fault' } })
  })
})

test('progress counts what is found, generated and waiting', async () => {
  const seen: unknown[] = []
  const controller = new AbortController()
  await explore(
    { initial: ['a'], steps: line, onExpand: (state) => state === 'b' && controller.abort() },
    { signal: controller.signal, progress: (progress) => seen.push(progress) },
  )
  expect(seen).toEqual([
    { states: 3, generated: 3, depth: 2, queue: 1, memory: expect.any(Number) },
  ])
})
