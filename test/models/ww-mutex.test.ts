/** Locking several buffers: what acquire contexts are good for. */

import { expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import { execbuf } from '../../models/ww-mutex/execbuf.ts'

const sizes = [1, 2].flatMap((tasks) => [1, 2, 3].map((buffers) => ({ tasks, buffers })))

test.for(sizes)('$tasks tasks with contexts get $buffers buffers each', async (size) => {
  const { verdict } = await check(execbuf.instantiate(size))
  expect(verdict.kind).toBe('holds')
})

test.for(sizes)(
  '$tasks tasks without a context get stuck over $buffers buffers just when both are several',
  async (size) => {
    const { verdict } = await check(execbuf.instantiate({ ...size, backoff: 'no-context' }))
    expect(verdict.kind).toBe(size.tasks > 1 && size.buffers > 1 ? 'deadlock' : 'holds')
  },
)

test('who backs off and keeps what it has gets stuck with the one it waits for', async () => {
  const { verdict, situation } = await check(execbuf.instantiate({ backoff: 'keep' }))
  expect(verdict.kind).toBe('deadlock')
  expect(situation?.threads.map(({ kind }) => kind)).toEqual(['blocked', 'blocked'])
})
