/** Searches that last go on side by side, each in a thread of its own, and one that dies hurts no other. */

import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Job, JobResult } from '../../../../checker/compiled/host/job.ts'
import { SearchPool } from '../../../../checker/compiled/host/pool.ts'
import { runJob } from '../../../../checker/compiled/host/run-job.ts'
import { i32, i64, when } from '../../../../checker/compiled/wat.ts'
import type { Wat } from '../../../../checker/compiled/wat.ts'
import { step, toy } from '../../toy-system.ts'
import { toyJob } from '../toy-module.ts'

const states = Array.from({ length: 500 }, (_, number) => `s${number}`)
const steps = Object.fromEntries(
  states.map((state, at) => [state, [step(0, `s${(at + 1) % 500}`)]]),
)
const line = toy({ initial: ['s0'], steps })

/** About a millisecond before each state. */
const slowly: readonly Wat[] = [
  ['global.set', '$touched', i64(1_000_000)],
  [
    'loop',
    '$slowly',
    ['global.set', '$touched', ['i64.sub', ['global.get', '$touched'], i64(1)]],
    ['br_if', '$slowly', ['i64.ne', ['global.get', '$touched'], i64(0)]],
  ],
]

const brief = toyJob(line, { states }).job
const lasting = toyJob(line, { states, beforeExpand: slowly }).job
const dying = toyJob(line, {
  states,
  beforeExpand: [
    ...slowly,
    when(['i32.gt_u', ['global.get', '$depth'], i32(400)], [['unreachable']]),
  ],
}).job

let started = 0
const count = (): void => void started++

beforeEach(() => {
  started = 0
  process.on('worker', count)
})

afterEach(() => {
  process.off('worker', count)
})

function pool(): SearchPool {
  const opened = new SearchPool()
  onTestFinished(() => opened.close())
  return opened
}

test('a search that takes a moment needs no thread', async () => {
  expect(await pool().run(brief)).toEqual(await runJob(brief))
  expect(started).toBe(0)
})

test('a search that lasts has a thread, and the same result', async () => {
  const seen: number[] = []
  const result = await pool().run(lasting, { onPause: ({ states: found }) => seen.push(found) })
  expect(result).toEqual(await runJob(brief))
  expect(seen.length).toBeGreaterThan(0)
  expect(started).toBe(1)
})

test('searches that last go on at once, and threads are used again', async () => {
  const used = pool()
  const both = (): Promise<JobResult[]> => Promise.all([used.run(lasting), used.run(lasting)])
  const results = [...(await both()), ...(await both())]
  for (const result of results) expect(result.stop).toBe('complete')
  expect(started).toBe(2)
})

test('a bound of time counts in the thread', async () => {
  const bounded: Job = { ...lasting, bounds: { ...lasting.bounds, timeout: 0.08 } }
  const { stop, levels } = await pool().run(bounded)
  expect(stop).toBe('time')
  expect(levels.length).toBeLessThan(500)
})

test('a signal stops a search in a thread', async () => {
  const controller = new AbortController()
  const { stop } = await pool().run(lasting, {
    signal: controller.signal,
    onPause: () => controller.abort(),
  })
  expect(stop).toBe('interrupt')
})

test('a thread that dies makes its search fail, and no other', async () => {
  const used = pool()
  const [dead, alive] = await Promise.allSettled([used.run(dying), used.run(lasting)])
  expect(dead).toMatchObject({
    status: 'rejected',
    reason: { message: 'A thread has died in its search.', cause: { message: 'unreachable' } },
  })
  expect(alive).toMatchObject({ status: 'fulfilled', value: { stop: 'complete' } })
  expect(await used.run(lasting)).toMatchObject({ stop: 'complete' })
})

test('a thread that dies while it has nothing to do is not used again', async () => {
  const used = pool()
  await used.run(lasting)
  await used.close()
  expect(await used.run(lasting)).toMatchObject({ stop: 'complete' })
  expect(started).toBe(2)
})

test('a thread that is ended makes its search fail', async () => {
  const used = pool()
  const running = used.run(lasting, { onPause: () => void used.close() })
  await expect(running).rejects.toThrow('A thread has died in its search, with exit code 1.')
})
