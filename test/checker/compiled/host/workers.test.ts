/** Several workers answer what one answers, and one that dies makes all fail. */

import { describe, expect, onTestFinished, test } from 'vitest'
import type { Worker } from 'node:worker_threads'
import { runJob } from '../../../../checker/compiled/host/run-job.ts'
import { i32, when } from '../../../../checker/compiled/wat.ts'
import type { Wat } from '../../../../checker/compiled/wat.ts'
import { toy } from '../../toy-system.ts'
import { nothing, randomToy } from '../random-toy.ts'
import type { Likelihoods } from '../random-toy.ts'
import { answered, expected } from '../same-answer.ts'
import { toyJob } from '../toy-module.ts'
import type { ToyOptions } from '../toy-module.ts'

/** Some tenths of a millisecond for every state. */
const slowly: readonly Wat[] = [
  ['global.set', '$failure', i32(100_000)],
  [
    'loop',
    '$wait',
    ['global.set', '$failure', ['i32.sub', ['global.get', '$failure'], i32(1)]],
    ['br_if', '$wait', ['global.get', '$failure']],
  ],
]

/** All levels, the smallest too, are for all workers, from the first one on. */
const sharing = { level: 1, wait: true }

const broad: Likelihoods = { ...nothing, states: 8000, broad: true }

const kinds: readonly (readonly [string, Partial<Likelihoods>])[] = [
  ['nothing', {}],
  ['violated invariants', { bad: 3000 }],
  ['violated step properties', { badStep: 9000 }],
  ['deadlocks and states outside constraints', { settled: 2, still: 2000, outside: 50 }],
  ['failures of every kind', { fault: 12_000, assertion: 12_000, guardFault: 12_000 }],
]

function drawn(seed: number, likely: Partial<Likelihoods>, options: Partial<ToyOptions> = {}) {
  const { toy: description, states } = randomToy(seed, { ...broad, ...likely })
  // Found again by their numbers: there are too many for the plain hash of a toy.
  const system = { ...toy(description), hash: (state: string) => Number(state.slice(1)) }
  return { system, ...toyJob(system, { states, ...options }) }
}

const otherWorker: Wat = ['i32.ne', ['global.get', '$worker'], i32(0)]

describe.each(kinds)('a search that meets %s', (_, likely) => {
  test.each([1, 3])(
    'answers the same with 1, 2 and 3 workers, with states of %i words',
    async (words) => {
      for (const seed of [1, 2]) {
        const { system, job, nameOf } = drawn(seed, likely, {
          words,
          bounds: { continue: seed === 2 },
        })
        const answers = []
        for (const workers of [1, 2, 3]) {
          const result = await runJob({ ...job, workers }, { sharing })
          answers.push(answered(system, job, result, nameOf))
        }
        const [one, ...others] = answers
        expect(one).toEqual(await expected(system, { continue: seed === 2 }))
        for (const other of others) expect(other).toEqual(one)
      }
    },
  )
})

test('several workers answer the same again and again', async () => {
  const { job } = drawn(7, { bad: 3000, settled: 2, still: 900 }, { workers: 3 })
  const { memory: _, ...first } = await runJob(job, { sharing })
  for (let time = 0; time < 5; time++) {
    const { memory: _again, ...again } = await runJob(job, { sharing })
    expect(again).toEqual(first)
  }
})

test('a large level is expanded by other workers too', async () => {
  // While the caller is slow, the other one has the time to wake up.
  const beforeExpand = [when(otherWorker, [['unreachable']], slowly)]
  const { job } = drawn(1, {}, { workers: 2, beforeExpand })
  await expect(runJob(job, { sharing: { level: 500, wait: true } })).rejects.toThrow(
    /^Worker 2 of 2 has died: unreachable\.$/,
  )
})

test('small levels are expanded by the caller alone', async () => {
  const { job } = drawn(
    1,
    { states: 2000 },
    { workers: 2, beforeExpand: [when(otherWorker, [['unreachable']])] },
  )
  expect((await runJob(job)).stop).toBe('complete')
})

test('a worker that is killed while it works makes the search fail', async () => {
  const forever: Wat = ['loop', '$forever', ['br', '$forever']]
  // A fast caller could do everything before the other one wakes up.
  const beforeExpand = [when(otherWorker, [forever], slowly)]
  const { job } = drawn(1, {}, { workers: 2, beforeExpand })
  const kill = (thread: Worker): void => void setTimeout(() => void thread.terminate(), 200)
  process.once('worker', kill)
  onTestFinished(() => void process.off('worker', kill))
  await expect(runJob(job, { sharing })).rejects.toThrow(
    /^Worker 2 of 2 has died: it exited with code 1\.$/,
  )
})

test('a signal ends a search in which another worker is at work', async () => {
  const { job } = drawn(1, {}, { workers: 2, beforeExpand: slowly })
  const { stop } = await runJob(job, { sharing, signal: AbortSignal.timeout(100) })
  expect(stop).toBe('interrupt')
})
