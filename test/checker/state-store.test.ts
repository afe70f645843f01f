/** A store keeps each state once, in the order in which they came. */

import { describe, expect, test } from 'vitest'
import { StateStore } from '../../checker/state-store.ts'

describe.each([
  ['hashes that spread', (state: number) => state * 31],
  ['hashes that collide', (state: number) => state % 7],
  ['hashes that differ in their high bits only', (state: number) => state << 20],
])('with %s', (_what, hash) => {
  const filled = (): StateStore<number> => {
    const store = new StateStore<number>({ hash, equal: (left, right) => left === right })
    for (let state = 0; state < 3000; state++) store.add(state + 10_000)
    return store
  }

  test('a state that is added again keeps its number', () => {
    const store = filled()
    for (let state = 0; state < 3000; state += 7) expect(store.add(state + 10_000)).toBe(state)
    expect(store.size).toBe(3000)
  })

  test('a state is found by its number, and its number by the state', () => {
    const store = filled()
    expect(store.at(2345)).toBe(12_345)
    expect(store.find(12_345)).toBe(2345)
  })

  test('a state that was never added has no number', () => {
    expect(filled().find(9_999)).toBeNull()
  })
})
