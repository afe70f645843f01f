/** Which of all counterexamples is reported, on graphs drawn for one rule each and against a search by brute force. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalRun } from '../../checker/canonical.ts'
import { search } from '../../checker/search.ts'
import type { Outcome } from '../../checker/system.ts'
import { explore } from './explore.ts'
import { fault, guardFault, step, toy } from './toy-system.ts'
import type { ToyProperty } from './toy-system.ts'

function never(...states: string[]): readonly ToyProperty[] {
  return [{ kind: 'never', name: 'bad', test: (state) => states.includes(state) }]
}

describe('the canonical run', () => {
  test('has the fewest context switches rather than the first steps', async () => {
    // a -0-> b -1-> x has a switch, a -1-> c -1-> x has none.
    const { path } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(1, 'c')], b: [step(1, 'x')], c: [step(1, 'x')] },
      properties: never('x'),
    })
    expect(path).toEqual(['a', 'c', 'x'])
  })

  test('is the first in order among those with as few context switches', async () => {
    const { path, run } = await explore({
      initial: ['a'],
      steps: {
        a: [step(0, 'b'), step(1, 'c')],
        b: [step(0, 'x', 'second'), step(0, 'x', 'third')],
        c: [step(1, 'x')],
      },
      properties: never('x'),
    })
    expect(path).toEqual(['a', 'b', 'x'])
    expect(run?.steps.map((taken) => taken.step.name)).toEqual(['go', 'second'])
  })

  test('is a shortest one, though a longer one has fewer context switches', async () => {
    const { path } = await explore({
      initial: ['a'],
      steps: {
        a: [step(0, 'b'), step(0, 'c')],
        b: [step(1, 'x')],
        c: [step(0, 'd')],
        d: [step(0, 'x')],
      },
      properties: never('x'),
    })
    expect(path).toEqual(['a', 'b', 'x'])
  })

  test('looks past a first step that saves a context switch now and costs two later', async () => {
    const { path } = await explore({
      initial: ['s'],
      steps: {
        s: [step(0, 'a')],
        a: [step(0, 'b'), step(1, 'c')],
        b: [step(1, 'd')],
        d: [step(0, 'x')],
        c: [step(1, 'e')],
        e: [step(1, 'x')],
      },
      properties: never('x'),
    })
    expect(path).toEqual(['s', 'a', 'c', 'e', 'x'])
  })

  test('takes all actions for one instance', async () => {
    const { path } = await explore({
      initial: ['a'],
      steps: {
        a: [step(0, 'b'), step(null, 'c', 'Send')],
        b: [step(null, 'x', 'Send')],
        c: [step(null, 'x', 'Receive')],
      },
      properties: never('x'),
    })
    expect(path).toEqual(['a', 'c', 'x'])
  })

  test('chooses among all states that are wrong in the reported way', async () => {
    const { path } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(1, 'c')], b: [step(1, 'x')], c: [step(1, 'y')] },
      properties: never('x', 'y'),
    })
    expect(path).toEqual(['a', 'c', 'y'])
  })

  test('begins in the first initial state that allows it', async () => {
    const steps = {
      i: [step(0, 'm')],
      m: [step(1, 'x')],
      j: [step(0, 'n')],
      n: [step(0, 'x')],
      k: [step(1, 'n'), step(1, 'p')],
      p: [step(1, 'x')],
    }
    const { path } = await explore({
      initial: ['i', 'j', 'k'],
      steps,
      properties: never('x'),
    })
    expect(path).toEqual(['j', 'n', 'x'])
  })

  test('ends with the faulting step of fewest context switches, and reports that fault', async () => {
    const { path, verdict } = await explore({
      initial: ['a'],
      steps: {
        a: [step(0, 'b')],
        b: [step(1, fault('zero', 'first')), step(0, fault('none', 'second'))],
      },
    })
    expect(verdict).toMatchObject({ kind: 'fault', message: 'second' })
    expect(path).toEqual(['a', 'b', '(fault)'])
  })

  test('compares a fault of a state with one in a step by the run that leads there', async () => {
    const { path, verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(0, fault('zero', 'in a step'))], b: [guardFault(1)] },
    })
    expect(verdict).toMatchObject({ message: 'guard faults' })
    expect(path).toEqual(['a', 'b'])
  })

  test('reports the first of several faults of one state', async () => {
    const { verdict } = await explore({
      initial: ['a'],
      steps: { a: [guardFault(0, 'first'), guardFault(1, 'second')] },
    })
    expect(verdict).toMatchObject({ message: 'first faults' })
  })

  test('of no steps is of the first initial combination that is wrong', async () => {
    const description = { steps: { a: [guardFault(0)], b: [step(0, 'b')] } }
    const before = await explore({ ...description, initial: ['b', 'a', fault('zero', 'later')] })
    expect(before.verdict).toMatchObject({ message: 'guard faults' })
    const after = await explore({ ...description, initial: [fault('zero', 'sooner'), 'b', 'a'] })
    expect(after.verdict).toMatchObject({ message: 'sooner' })
  })

  test('does not lead through a state outside a constraint', async () => {
    const { path } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(1, 'c')], b: [step(0, 'x')], c: [step(0, 'x')] },
      properties: never('x'),
      constraints: [{ name: 'not b', test: (state) => state !== 'b' }],
    })
    expect(path).toEqual(['a', 'c', 'x'])
  })

  test('is given up when the signal stops the sweep', async () => {
    const system = toy({ initial: ['a'], steps: {} })
    const exploration = await search(system)
    expect(await canonicalRun(system, exploration, AbortSignal.abort())).toBeNull()
  })

  test('is refused when the system does not answer alike twice', async () => {
    const steps: Record<string, readonly Outcome<string>[]> = { a: [step(0, 'b')] }
    const system = toy({ initial: ['a'], steps })
    const exploration = await search(system)
    steps['a'] = []
    await expect(canonicalRun(system, exploration)).rejects.toThrow('always answer alike')
  })
})

interface Candidate {
  readonly path: readonly string[]
  readonly switches: number
  /** The position of the initial state, then of each outcome. */
  readonly order: readonly number[]
}

/** All runs of so many steps to a bad state, by going everywhere. */
function runs(
  initial: readonly string[],
  steps: Record<string, readonly Outcome<string>[]>,
  bad: string,
  length: number,
): readonly Candidate[] {
  const found: Candidate[] = []
  const go = (candidate: Candidate, actor: number | null | 'nobody'): void => {
    const state = candidate.path.at(-1) ?? ''
    if (candidate.path.length === length + 1) {
      if (state === bad) found.push(candidate)
      return
    }
    for (const [position, { result, thread }] of (steps[state] ?? []).entries()) {
      if (result.kind !== 'state') continue
      const turn = actor === 'nobody' || actor === thread ? 0 : 1
      go(
        {
          path: [...candidate.path, result.state],
          switches: candidate.switches + turn,
          order: [...candidate.order, position],
        },
        thread,
      )
    }
  }
  for (const [position, state] of initial.entries()) {
    go({ path: [state], switches: 0, order: [position] }, 'nobody')
  }
  return found
}

function first(left: Candidate, right: Candidate): number {
  if (left.switches !== right.switches) return left.switches - right.switches
  const at = left.order.findIndex((position, index) => position !== right.order[index])
  return (left.order[at] ?? 0) - (right.order[at] ?? 0)
}

test('the canonical run is the one that brute force finds, on random graphs', async () => {
  const letters = 'abcdefgh'
  const letter = fc.constantFrom(...letters)
  const actor = fc.constantFrom(0, 1, 2, null)
  const graph = fc.array(fc.array(fc.tuple(actor, letter), { maxLength: 4 }), {
    minLength: letters.length,
    maxLength: letters.length,
  })
  let longest = 0
  await fc.assert(
    fc.asyncProperty(
      graph,
      fc.uniqueArray(letter, { minLength: 1, maxLength: 3 }),
      async (g, i) => {
        const steps = Object.fromEntries(
          g.map((edges, index) => [letters[index], edges.map(([by, to]) => step(by, to))]),
        )
        const { path, run } = await explore(
          { initial: i, steps, properties: never('h') },
          { deadlock: false },
        )
        if (run === null) return
        const candidates = runs(i, steps, 'h', run.steps.length)
        for (let shorter = 0; shorter < run.steps.length; shorter++) {
          expect(runs(i, steps, 'h', shorter)).toEqual([])
        }
        longest = Math.max(longest, run.steps.length)
        const best = candidates.toSorted(first)[0]
        expect(path).toEqual(best?.path)
        const positions = run.steps.map(
          (taken, index) => steps[path?.[index] ?? '']?.indexOf(taken) ?? -1,
        )
        expect(positions).toEqual(best?.order.slice(1))
      },
    ),
    { numRuns: 1000, seed: 2026 },
  )
  expect(longest).toBeGreaterThan(3)
})
