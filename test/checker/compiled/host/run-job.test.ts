/** A search in compiled code answers what the search in TypeScript answers, on random systems in which everything goes wrong. */

import { describe, expect, test } from 'vitest'
import { runJob } from '../../../../checker/compiled/host/run-job.ts'
import type { SearchOptions } from '../../../../checker/exploration.ts'
import { fault, guardFault, step, toy } from '../../toy-system.ts'
import { nothing, randomToy } from '../random-toy.ts'
import type { Likelihoods } from '../random-toy.ts'
import { answered, expected } from '../same-answer.ts'
import { toyJob } from '../toy-module.ts'

async function both(seed: number, likely: Partial<Likelihoods>, options: SearchOptions, words = 1) {
  const { toy: drawn, states } = randomToy(seed, { ...nothing, ...likely })
  const system = toy(drawn)
  const { job, nameOf } = toyJob(system, {
    states,
    words,
    bounds: {
      maxStates: options.maxStates ?? null,
      maxDepth: options.maxDepth ?? null,
      continue: options.continue ?? false,
      deadlock: options.deadlock ?? true,
    },
  })
  const result = await runJob(job)
  return {
    answer: answered(system, job, result, nameOf),
    expected: await expected(system, options),
  }
}

const kinds: readonly (readonly [string, Partial<Likelihoods>])[] = [
  ['nothing', {}],
  ['faults and assertions', { fault: 60, assertion: 40 }],
  ['faults of states', { guardFault: 40, still: 10 }],
  ['violated invariants', { bad: 25 }],
  ['violated step properties', { badStep: 80 }],
  ['properties that fault', { judgementFault: 20, bad: 20 }],
  ['deadlocks', { settled: 3, end: 4, still: 8 }],
  ['states outside constraints', { outside: 6, bad: 30 }],
  [
    'everything',
    {
      fault: 90,
      assertion: 90,
      guardFault: 90,
      bad: 60,
      badStep: 90,
      judgementFault: 60,
      outside: 12,
      settled: 2,
      still: 12,
    },
  ],
]

describe.each(kinds)('a search that meets %s', (_, likely) => {
  test.each([1, 2, 5, 20])(
    'answers like the one in TypeScript, with states of %i words',
    async (words) => {
      for (let seed = 1; seed <= 40; seed++) {
        const { answer, expected: wanted } = await both(seed, likely, {}, words)
        expect(answer, `seed ${seed}`).toEqual(wanted)
      }
    },
  )

  test.each([
    ['that goes on', { continue: true }],
    ['that takes no deadlock for wrong', { deadlock: false }],
    ['of few states', { maxStates: 12 }],
    ['of a small depth', { maxDepth: 3 }],
    ['of no depth at all', { maxDepth: 0 }],
    ['that goes on within bounds', { continue: true, maxStates: 30, maxDepth: 6 }],
  ] as const)('answers like it when it is one %s', async (_name, options) => {
    for (let seed = 1; seed <= 40; seed++) {
      const { answer, expected: wanted } = await both(seed, likely, options)
      expect(answer, `seed ${seed}`).toEqual(wanted)
    }
  })
})

test('the random systems have everything wrong, at the beginning and far from it', async () => {
  const seen = new Set<string>()
  for (const [, likely] of kinds) {
    for (let seed = 1; seed <= 40; seed++) {
      const { rank, run } = (await both(seed, likely, {})).expected
      if (rank === null) continue
      seen.add(`${rank.kind} ${rank.declared}`)
      if (rank.depth === 0) seen.add('at once')
      if ((run?.positions.length ?? 0) > 4) seen.add('late')
      if (run?.states.length === 0) seen.add('no state')
    }
  }
  expect([...seen].toSorted()).toEqual([
    'assertion 0',
    'at once',
    'deadlock 0',
    'fault 0',
    'invariant 0',
    'invariant 3',
    'late',
    'no state',
    'step 2',
  ])
})

test('a fault of a state and one in a step to it are equally near', async () => {
  const system = toy({
    initial: ['a'],
    steps: { a: [step(0, 'b'), step(0, fault())], b: [guardFault(0)] },
  })
  const { job, nameOf } = toyJob(system, { states: ['a', 'b'] })
  const answer = answered(system, job, await runJob(job), nameOf)
  expect(answer).toEqual(await expected(system, {}))
  expect(answer.run?.positions).toEqual([0])
})
