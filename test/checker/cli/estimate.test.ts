/** What is left of a search is guessed only from what is known, and is the sooner of its ends. */

import { describe, expect, test } from 'vitest'
import { Estimator } from '../../../checker/cli/estimate.ts'
import type { Limits } from '../../../checker/cli/estimate.ts'

/** After `seconds` of a search that finds 100 states a second, of which each takes 10 bytes. */
function after(seconds: number, queue: (at: number) => number, limits: Limits = {}) {
  const estimator = new Estimator(limits)
  for (let at = 0; at <= seconds; at++) {
    const states = 1000 + 100 * at
    const progress = { states, generated: 0, depth: 1, queue: queue(at), memory: states * 10 }
    estimator.add(progress, at)
  }
  return estimator
}

const growing = (at: number) => 50 + at
const shrinking = (at: number) => 500 - 10 * at

describe('the estimate', () => {
  test('is none while the queue grows and nothing is limited', () => {
    expect(after(10, growing).estimate).toBeNull()
  })

  test('is none before two seconds have passed', () => {
    expect(after(1, shrinking).estimate).toBeNull()
    expect(after(2, shrinking).estimate).not.toBeNull()
  })

  test('is the end, when the queue shrinks as it does', () => {
    // 400 wait, and 10 fewer each second.
    expect(after(10, shrinking).estimate).toEqual({ until: 'end', seconds: 40 })
  })

  test('forgets what the queue did long ago', () => {
    const turned = (at: number) => (at < 100 ? 10 * at : 2000 - 10 * at)
    expect(after(130, turned).estimate).toEqual({ until: 'end', seconds: 70 })
  })

  test('is what the memory holds at the rate of late', () => {
    // 2,000 states take 20,000 bytes; there is room for 1,000 more, at 100 a second.
    const { estimate } = after(10, growing, { memory: 30_000 })
    expect(estimate).toEqual({ until: 'memory', seconds: 10 })
  })

  test('is what is left of the time', () => {
    expect(after(10, growing, { timeout: 60 }).estimate).toEqual({ until: 'time', seconds: 50 })
  })

  test('is what is left of the states', () => {
    const { estimate } = after(10, growing, { maxStates: 5000 })
    expect(estimate).toEqual({ until: 'states', seconds: 30 })
  })

  test('is the sooner of the end and the limits', () => {
    const limits = { timeout: 60, memory: 30_000 }
    expect(after(10, shrinking, limits).estimate?.until).toBe('memory')
    expect(after(10, shrinking, { ...limits, memory: 90_000 }).estimate?.until).toBe('end')
  })

  test('is no limit of memory for an engine that does not say what it uses', () => {
    const estimator = new Estimator({ memory: 10 })
    for (let at = 0; at < 9; at++) {
      estimator.add({ states: at, generated: 0, depth: 1, queue: at }, at)
    }
    expect(estimator.estimate).toBeNull()
  })
})

test('the rate is that of late, and at first that of all', () => {
  const estimator = new Estimator({})
  estimator.add({ states: 500, generated: 0, depth: 1, queue: 1 }, 1)
  expect(estimator.rate).toBe(500)
  estimator.add({ states: 700, generated: 0, depth: 1, queue: 1 }, 2)
  expect(estimator.rate).toBe(200)
})
