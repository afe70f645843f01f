/** What holds for one user and two fences holds for more. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import type { Model } from '../../../dsl/ir.ts'
import { fenceLifetime } from '../../../models/dma-fence-lifetime/fence-lifetime.ts'
import { signallingOrder } from '../../../models/dma-fence-lifetime/signalling-order.ts'

async function verdict(model: Model): Promise<string> {
  return words((await check(model)).verdict)
}

test.each([
  { variant: 'context', scenario: 'unload' },
  { variant: 'context-work-flushed', scenario: 'unload' },
  { variant: 'static-released', scenario: 'unload' },
  { variant: 'subclass', scenario: 'unload' },
  { variant: 'in-place', scenario: 'wait' },
  { variant: 'in-place-detached', scenario: 'kept' },
  { variant: 'in-place-detached', scenario: 'sync-info' },
] as const)('$variant is safe with two users, $scenario', async (given) => {
  expect(await verdict(fenceLifetime.instantiate({ ...given, users: 2 }))).toBe('holds')
})

test.each(['batch', 'lock-per-fence-batch'] as const)(
  'three fences are signalled in their order by a %s',
  async (locking) => {
    expect(await verdict(signallingOrder.instantiate({ locking, fences: 3 }))).toBe('holds')
  },
)

test('an unload that waits for the release of fences can wait for ever, however many use them', async () => {
  const given = { variant: 'static-released', scenario: 'kept', users: 2 } as const
  expect(await verdict(fenceLifetime.instantiate(given))).toBe(
    'liveness: an unload comes to an end',
  )
})

test('a grace period does not save a lock that goes with its operation', async () => {
  const given = { variant: 'operation-kfree_rcu', scenario: 'wait', users: 2 } as const
  expect(await verdict(fenceLifetime.instantiate(given))).toBe('fault: use-after-free: operation')
})
