/** What the spec of the classics cannot say: laws over parameters, and counts by other means. */

import { expect, test } from 'vitest'
import { interpret } from '../../checker/reference/interpreter.ts'
import { search } from '../../checker/search.ts'
import type { Model } from '../../dsl/ir.ts'
import { boundedBuffer } from '../../models/classics/bounded-buffer.ts'
import { diningPhilosophers } from '../../models/classics/dining-philosophers.ts'

async function counts(model: Model) {
  const { store, generated } = await search(interpret(model), { continue: true })
  return { distinct: store.size, generated }
}

/** What a philosopher has done: nothing, taken left, taken both, put back the right fork. */
const doings = [0, 1, 2, 3] as const
type Doing = (typeof doings)[number]

/** Who has both forks has a right neighbour without a left one. */
const mayNeighbour = (one: Doing, right: Doing): boolean => one !== 2 || right === 0

/** In how many ways `between` philosophers can sit between these two. */
function seatings(from: Doing, to: Doing, between: number): number {
  let ends = doings.map((doing): number => (doing === from ? 1 : 0))
  for (let seat = 0; seat <= between; seat++) {
    ends = doings.map((right) =>
      doings.reduce<number>(
        (sum, one) => sum + (mayNeighbour(one, right) ? (ends[one] ?? 0) : 0),
        0,
      ),
    )
  }
  return ends[to] ?? 0
}

/** Whether the middle one can go on. */
function canStep(left: Doing, middle: Doing, right: Doing): boolean {
  if (middle === 0) return left !== 2
  return middle === 1 ? right === 0 : true
}

/**
 * The counts for `n` philosophers as a sum over all rounds of neighbours. Only one round has no two
 * owners of a fork and is not reachable: all have put back the right fork. Whoever did so last had
 * both forks, and its right neighbour none.
 */
function roundTable(n: number) {
  let distinct = -1
  let steps = -n
  for (const one of doings) distinct += seatings(one, one, n - 1)
  for (const left of doings) {
    for (const middle of doings) {
      for (const right of doings) {
        if (!mayNeighbour(left, middle) || !mayNeighbour(middle, right)) continue
        if (canStep(left, middle, right)) steps += n * seatings(right, left, n - 3)
      }
    }
  }
  return { distinct, generated: 1 + steps }
}

test('a sum over round tables gives the published counts of 11 and 13 philosophers', () => {
  expect(roundTable(11)).toEqual({ distinct: 510_116, generated: 4_054_986 })
  expect(roundTable(13)).toEqual({ distinct: 5_564_522, generated: 52_275_614 })
})

test.for([3, 4, 5, 6, 7])('%i philosophers have the states of that sum', async (n) => {
  expect(await counts(diningPhilosophers.instantiate({ n }))).toEqual(roundTable(n))
})

/** A search of its own, with philosopher 0 taking the right fork first. */
function oneContrary(n: number) {
  const start = '0'.repeat(n)
  const seen = new Set([start])
  const queue = [start]
  let generated = 1
  for (const state of queue) {
    const doing = (seat: number) => Number(state[seat])
    const hasLeft = (seat: number) => (seat === 0 ? doing(seat) >= 2 : doing(seat) >= 1)
    const hasRight = (seat: number) => doing(seat) === 2 || (seat === 0 && doing(seat) === 1)
    /** The fork to the left of the seat. */
    const isFree = (seat: number) => !hasLeft(seat) && !hasRight((seat + n - 1) % n)
    for (let seat = 0; seat < n; seat++) {
      const [left, right] = [isFree(seat), isFree((seat + 1) % n)]
      const takes = seat === 0 ? [right, left] : [left, right]
      if (takes[doing(seat)] === false) continue
      const next = `${state.slice(0, seat)}${(doing(seat) + 1) % 4}${state.slice(seat + 1)}`
      generated++
      if (seen.has(next)) continue
      seen.add(next)
      queue.push(next)
    }
  }
  return { distinct: seen.size, generated }
}

test.for([2, 3, 4, 5, 6])(
  '%i philosophers, one contrary, have the states of another search',
  async (n) => {
    const model = diningPhilosophers.instantiate({ n, order: 'one-right-first' })
    expect(await counts(model)).toEqual(oneContrary(n))
  },
)

const sizes = [1, 2].flatMap((producers) =>
  [1, 2].flatMap((consumers) => [1, 2].map((capacity) => ({ producers, consumers, capacity }))),
)

test.for(sizes)(
  '$producers + $consumers threads on one condition deadlock just when more than 2 * $capacity',
  async (size) => {
    const model = boundedBuffer.instantiate({ ...size, conditions: 1 })
    const { findings } = await search(interpret(model))
    const locksUp = size.producers + size.consumers > 2 * size.capacity
    expect(findings.rank?.kind ?? null).toBe(locksUp ? 'deadlock' : null)
  },
)
