/** What happens at the limits: of memory, of time, of how much one state may have. */

import { describe, expect, test, vi } from 'vitest'
import type { Job, JobResult } from '../../../../checker/compiled/host/job.ts'
import { runJob } from '../../../../checker/compiled/host/run-job.ts'
import { leastMemory } from '../../../../checker/compiled/host/ground.ts'
import { mostWorkers } from '../../../../checker/compiled/runtime/memory-map.ts'
import type { System } from '../../../../checker/system.ts'
import { fault, guardFault, step, toy } from '../../toy-system.ts'
import type { Toy } from '../../toy-system.ts'
import { nothing, randomToy } from '../random-toy.ts'
import { answered, expected } from '../same-answer.ts'
import { toyJob } from '../toy-module.ts'
import type { ToyOptions } from '../toy-module.ts'
import { expandOnce } from './expand-once.ts'

/** A binary tree of so many states, in breadth-first order, in which everybody is settled. */
function tree(states: number, more: Partial<Toy> = {}): System<string> {
  const names = named(states)
  const steps = Object.fromEntries(
    names.map((name, at) => [
      name,
      [2 * at + 1, 2 * at + 2].flatMap((to, by) => (to < states ? [step(by, `${to}`)] : [])),
    ]),
  )
  return hashed(toy({ initial: ['0'], steps, settled: names, ...more }))
}

function named(states: number): readonly string[] {
  return Array.from({ length: states }, (_, at) => `${at}`)
}

function hashed(system: System<string>): System<string> {
  return { ...system, hash: (state) => Number(state.replace('s', '')) }
}

function treeJob(states: number, options: Partial<ToyOptions> = {}, more: Partial<Toy> = {}): Job {
  return toyJob(tree(states, more), { states: named(states), ...options }).job
}

function distinct({ levels }: JobResult): number {
  return levels.reduce((sum, count) => sum + count, 0)
}

/** The job with memory for this many bytes of states and table. */
function withMemory(job: Job, bytes: number): Job {
  return { ...job, memoryBytes: leastMemory(job, job.workers) + bytes }
}

describe('without memory for another state', () => {
  test.each([1, 2, 5])(
    'a search stops and says how far it came, with states of %i words',
    async (words) => {
      const job = treeJob(5000, { words })
      for (const bytes of [0, 200, 1000, 5000, 20_000, 60_000]) {
        const result = await runJob(withMemory(job, bytes))
        expect(result.stop).toBe('memory')
        expect(distinct(result)).toBeLessThan(5000)
        expect(result.levels.slice(0, result.completeDepth + 1)).toEqual(
          Array.from({ length: result.completeDepth + 1 }, (_, depth) => 2 ** depth),
        )
      }
      expect((await runJob(withMemory(job, 5000 * (8 * words + 4 + 14)))).stop).toBe('complete')
    },
  )

  test('a search for the initial states completes no depth', async () => {
    const result = await runJob(withMemory(treeJob(10), 0))
    expect(result).toMatchObject({ stop: 'memory', completeDepth: -1, levels: [], generated: 0 })
  })

  test('several workers stop too', async () => {
    const job = withMemory(treeJob(5000, { workers: 3 }), 30_000)
    const result = await runJob(job, { sharing: { level: 1, wait: true } })
    expect(result.stop).toBe('memory')
  })

  test('what was found wrong until then still counts', async () => {
    const properties = [
      { kind: 'never', name: 'bad', test: (name: string) => name === '20' },
    ] as const
    const job = treeJob(5000, { bounds: { continue: true } }, { properties })
    const result = await runJob(withMemory(job, 20_000))
    expect(result).toMatchObject({ stop: 'memory', rank: { depth: 4, kind: 'invariant' } })
    expect(result.run?.positions).toEqual([0, 1, 0, 1])
  })
})

describe('without memory for a sweep', () => {
  const properties = (bad: (name: string) => boolean) =>
    [{ kind: 'never', name: 'bad', test: bad }] as const
  // A hundred initial states, from which all ways lead to a hundred others and then to as many that are bad.
  const onwards = (from: number) =>
    named(10).map((way) =>
      step(
        Number(way) % 3,
        `${100 * Math.floor(from / 100 + 1) + ((7 * from + Number(way)) % 100)}`,
      ),
    )
  const steps = Object.fromEntries(named(200).map((name) => [name, onwards(Number(name))]))
  const isBad = (name: string) => Number(name) >= 200
  const states = named(300)
  const initial = named(100)
  const system = hashed(toy({ initial, steps, settled: states, properties: properties(isBad) }))
  const { job, nameOf } = toyJob(system, { states })

  test('the run is one of the shortest', async () => {
    // The least memory in which the search itself comes to its end.
    let bytes = 0
    let result = await runJob(withMemory(job, bytes))
    while (result.stop === 'memory') result = await runJob(withMemory(job, (bytes += 64)))
    expect(result).toMatchObject({ stop: 'wrong', canonical: false })
    const { positions, states } = answered(system, job, result, nameOf).run ?? {
      positions: [],
      states: [],
    }
    expect(positions).toHaveLength(2)
    for (const [at, position] of positions.entries()) {
      const outcome = system.expand(states[at] ?? '')[position]?.result
      expect(outcome).toEqual({ kind: 'state', state: states[at + 1] })
    }
    expect(isBad(states[2] ?? '')).toBe(true)
  })

  test('with it the run is the canonical one', async () => {
    const result = await runJob(job)
    expect(result.canonical).toBe(true)
    expect(answered(system, job, result, nameOf)).toEqual(await expected(system, {}))
  })
})

test.each(['fault', 'assertion', 'state', 'initial'] as const)(
  'without memory for a sweep the run still ends in what is wrong: %s',
  async (kind) => {
    const last = { fault: fault(), assertion: { fails: 'no' }, state: '2', initial: '2' }[kind]
    const system = hashed(
      toy({
        initial: kind === 'initial' ? [fault()] : ['0'],
        steps: {
          0: [step(0, '0'), step(1, '1')],
          1: [step(0, '0'), step(0, last)],
          2: [guardFault(0)],
        },
        settled: named(3),
      }),
    )
    const { job, nameOf } = toyJob(system, { states: named(3), words: 2 })
    let bytes = 0
    let result = await runJob(withMemory(job, bytes))
    while (result.stop === 'memory') result = await runJob(withMemory(job, (bytes += 4)))
    const answer = answered(system, job, result, nameOf)
    expect(answer).toEqual(await expected(system, {}))
  },
)

describe('a state with thousands of outcomes', () => {
  // More than the table has place for at first.
  const count = 20_000
  const steps = {
    0: Array.from({ length: count }, (_, to) => step(to % 4, `${to}`)),
    7: [
      ...Array.from({ length: count }, (_, to) => step(0, `${to}`)),
      step(0, { fails: 'at the end' }),
    ],
  }
  const system = hashed(toy({ initial: ['0'], steps, settled: named(count) }))

  test.each([1, 2])(
    'is expanded in several batches while the table grows, with states of %i words',
    async (words) => {
      const { job, nameOf } = toyJob(system, { states: named(count), words })
      const result = await runJob(job)
      expect(answered(system, job, result, nameOf)).toEqual(await expected(system, {}))
      expect(result.rank).toEqual({ depth: 2, kind: 'assertion', declared: 0 })
      expect(result.run?.positions).toEqual([7, count])
    },
  )

  test('has them one after the other when it is expanded by itself', () => {
    const { job, nameOf } = toyJob(system, { states: named(count) })
    const outcomes = expandOnce(job, toyJob(system, { states: named(count) }).job.initial)
    expect(outcomes.map(({ words }) => (words === null ? null : nameOf(words)))).toEqual(
      named(count),
    )
    expect(outcomes.map(({ actor }) => actor).slice(0, 5)).toEqual([0, 1, 2, 3, 0])
  })
})

test('a table without room for more has every state of a chain, however it is filled', async () => {
  for (let length = 10; length < 60; length++) {
    const names = named(length)
    const steps = Object.fromEntries(
      names.map((name, at) => [name, [step(0, `${at + 1 < length ? at + 1 : 0}`), step(1, name)]]),
    )
    const { job } = toyJob(hashed(toy({ initial: ['0'], steps })), { states: names })
    let bytes = 12 * length
    let result = await runJob(withMemory(job, bytes))
    while (result.stop === 'memory') result = await runJob(withMemory(job, (bytes += 4)))
    expect(result).toMatchObject({ stop: 'complete', generated: 1 + 2 * length })
    expect(result.levels).toEqual(names.map(() => 1))
  }
})

test('more workers than memory has lines for are as many as it has', async () => {
  const job = treeJob(1000, { workers: 2 * mostWorkers, memoryBytes: 2 ** 28 })
  const result = await runJob(job)
  expect(result.stop).toBe('complete')
  expect(distinct(result)).toBe(1000)
})

test('states with the same hash are told apart', async () => {
  const { toy: drawn, states } = randomToy(3, { ...nothing, states: 400, bad: 300, outside: 40 })
  const system = hashed(toy(drawn))
  const { job, nameOf } = toyJob(system, { states, words: 2, sameHash: true })
  const result = await runJob(job)
  expect(answered(system, job, result, nameOf)).toEqual(await expected(system, {}))
  expect(result.rank).not.toBe(null)
})

test('more actors than a word has bits are told apart', async () => {
  // Through 1 the actor changes, through 2 it does not.
  const steps = { 0: [step(3, '1'), step(70, '2')], 1: [step(70, '3')], 2: [step(70, '3')] }
  const properties = [{ kind: 'never', name: 'bad', test: (name: string) => name === '3' }] as const
  const system = hashed(toy({ initial: ['0'], steps, settled: named(4), properties }))
  const { job, nameOf } = toyJob(system, { states: named(4), threads: 71 })
  const result = await runJob(job)
  expect(answered(system, job, result, nameOf)).toEqual(await expected(system, {}))
  expect(result.run?.positions).toEqual([1, 0])
})

test('more witnesses than a word has bits are told apart', async () => {
  const properties = Array.from({ length: 70 }, (_, at) => ({
    kind: 'reachable' as const,
    name: `witness ${at}`,
    // The module of a toy has the same lower 32 bits in all words.
    test: (name: string) => at % 64 < 32 && name === `${at % 64}`,
  }))
  const system = hashed(toy({ initial: ['0', '5'], steps: {}, settled: named(40), properties }))
  const { job } = toyJob(system, { states: named(40) })
  const { reached } = await runJob(job)
  expect(reached.flatMap((is, at) => (is ? [at] : []))).toEqual([0, 5, 64, 69])
})

describe('time', () => {
  test('that is over ends a search with what it has', async () => {
    const result = await runJob(treeJob(1000, { bounds: { timeout: 0 } }))
    expect(result).toMatchObject({ stop: 'time', completeDepth: -1 })
  })

  test('that is not over ends nothing', async () => {
    const result = await runJob(treeJob(1000, { bounds: { timeout: 1000 } }))
    expect(result).toMatchObject({ stop: 'complete', completeDepth: 9 })
  })

  test('a signal ends a search, and the sweep with it, which leaves a run to what was found', async () => {
    const properties = [
      { kind: 'never', name: 'bad', test: (name: string) => name === '0' },
    ] as const
    const job = treeJob(1000, {}, { properties })
    const result = await runJob(job, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({
      stop: 'interrupt',
      rank: { kind: 'invariant' },
      canonical: false,
    })
    expect(result.run).toMatchObject({ initial: 0, positions: [], ends: 'state' })
  })
})

test('a search after another in the same memory does not see what that has left', async () => {
  const memories = vi.spyOn(WebAssembly, 'Memory')
  const answers = new Set<string>()
  for (let time = 0; time < 20; time++) {
    const { toy: drawn, states } = randomToy(time, { ...nothing, states: 500, bad: 100 })
    const { job, nameOf } = toyJob(toy(drawn), { states, words: 1 + (time % 3) })
    const result = await runJob(job)
    const answer = answered(toy(drawn), job, result, nameOf)
    expect(answer).toEqual(await expected(toy(drawn), {}))
    answers.add(JSON.stringify(answer))
  }
  expect(answers.size).toBeGreaterThan(10)
  expect(memories.mock.calls.length).toBeLessThanOrEqual(1)
  memories.mockRestore()
})
