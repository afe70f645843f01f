/** The drivers that keep the contract do so with more jobs, and with everybody at once. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { contract } from '../../../models/dma-fence/contract.ts'

type Given = NonNullable<Parameters<typeof contract.instantiate>[0]>

const safe: readonly Given[] = [
  { jobs: 2, parent: true },
  { jobs: 2, scenario: 'evictor' },
  { jobs: 2, scenario: 'evictor', parent: true },
  { jobs: 2, scenario: 'shrinker' },
  { scenario: 'everybody' },
  { scenario: 'shrinker', parent: true, path: 'GFP_ATOMIC' },
  { scenario: 'notifier', parent: true, path: 'GFP_ATOMIC' },
  { jobs: 2, hang: true, recovery: 'reset' },
  { jobs: 2, hang: true, recovery: 'wedge' },
  { scenario: 'evictor', parent: true, hang: true, recovery: 'reset' },
  { scenario: 'evictor', parent: true, hang: true, recovery: 'wedge' },
  { scenario: 'notifier', hang: true, recovery: 'reset' },
  { scenario: 'faulter', hang: true, recovery: 'reset' },
  { scenario: 'shrinker', hang: true, recovery: 'reset', path: 'GFP_ATOMIC' },
]

test.each(safe)('%o holds', async (given) => {
  expect((await check(contract.instantiate(given))).verdict.kind).toBe('holds')
})
