/** The filter lock has the states of a search of its own, and of two processes those of Peterson's algorithm. */

import { expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import type { Model } from '../../dsl/ir.ts'
import { filterLock } from '../../models/classics/filter-lock.ts'
import { peterson } from '../../models/classics/peterson.ts'

async function counts(model: Model) {
  const { distinct, generated } = await check(model, { continue: true })
  return { distinct, generated }
}

interface Climb {
  /** Of each process: 3 for each stage that it has passed, and how far it is with the next. */
  readonly at: readonly number[]
  readonly height: readonly number[]
  /** By stage; nothing is at 0. */
  readonly last: readonly number[]
}

/** What a process does where it is; null where it waits. */
function climb({ at, height, last }: Climb, self: number): Climb | null {
  const n = at.length
  const to = (place: number) => at.with(self, place)
  const place = at[self]!
  const inCriticalSection = 3 * (n - 1) + 1
  if (place === 0) return { at: to(1), height, last }
  if (place === inCriticalSection) return { at: to(place + 1), height, last }
  if (place > inCriticalSection) return { at: to(0), height: height.with(self, 0), last }
  const stage = Math.ceil(place / 3)
  if (place % 3 === 1) return { at: to(place + 1), height: height.with(self, stage), last }
  if (place % 3 === 2) return { at: to(place + 1), height, last: last.with(stage, self) }
  const alone = height.every((other, process) => process === self || other < stage)
  return alone || last[stage] !== self ? { at: to(place + 1), height, last } : null
}

function search(n: number) {
  const zeros = Array.from({ length: n }, () => 0)
  const start: Climb = { at: zeros, height: zeros, last: zeros }
  const seen = new Set([JSON.stringify(start)])
  const queue = [start]
  let generated = 1
  for (const state of queue) {
    for (let process = 0; process < n; process++) {
      const next = climb(state, process)
      if (next === null) continue
      generated++
      const key = JSON.stringify(next)
      if (seen.has(key)) continue
      seen.add(key)
      queue.push(next)
    }
  }
  return { distinct: seen.size, generated }
}

test.for([2, 3, 4])(
  '%i processes, waiting at once, have the states of another search',
  async (n) => {
    expect(await counts(filterLock.instantiate({ n, wait: 'at-once' }))).toEqual(search(n))
  },
)

test('two processes climb as in Peterson', async () => {
  const two = { n: 2 } as const
  expect(await counts(filterLock.instantiate({ ...two, wait: 'at-once' }))).toEqual(
    await counts(peterson.instantiate({ entry: 'await' })),
  )
  expect(await counts(filterLock.instantiate(two))).toEqual(
    await counts(peterson.instantiate({ entry: 'two-reads' })),
  )
})

test('of two processes a single stage is all there is', async () => {
  const { verdict } = await check(filterLock.instantiate({ n: 2, flaw: 'one-stage' }))
  expect(verdict.kind).toBe('holds')
})
