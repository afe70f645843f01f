/** Locking several buffers: what acquire contexts are good for. */

import { expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import { execbuf } from '../../models/ww-mutex/execbuf.ts'

const sizes = [1, 2].flatMap((tasks) => [1, 2, 3].map((buffers) => ({ tasks, buffers })))
const algorithms = ['wait-die', 'wound-wait'] as const
const cases = algorithms.flatMap((backoff) => sizes.map((size) => ({ ...size, backoff })))

test.for(cases)(
  '$tasks tasks with contexts get $buffers buffers each ($backoff)',
  async (parameters) => {
    const { verdict } = await check(execbuf.instantiate(parameters))
    expect(verdict.kind).toBe('holds')
  },
)

test.for(sizes)(
  '$tasks tasks without a context get stuck over $buffers buffers just when both are several',
  async (size) => {
    const { verdict } = await check(execbuf.instantiate({ ...size, backoff: 'no-context' }))
    const several = size.tasks > 1 && size.buffers > 1
    // One alone breaks the rule that makes it so for several.
    const alone = size.buffers > 1 ? 'lock order' : 'holds'
    expect(verdict.kind).toBe(several ? 'deadlock' : alone)
  },
)

test('who backs off and keeps what it has is told so at the slow path', async () => {
  const { verdict } = await check(execbuf.instantiate({ backoff: 'keep' }))
  expect(verdict).toMatchObject({ kind: 'fault' })
})
