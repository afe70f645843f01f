/** The verdicts of the gpuvm spec at larger bounds, and where scenarios meet. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { gpuvm } from '../../../models/gpuvm/gpuvm.ts'

type Given = NonNullable<Parameters<typeof gpuvm.instantiate>[0]>

const safe: readonly Given[] = [
  { variant: 'patch', scenario: 'unmap', objects: 2 },
  { variant: 'patch', scenario: 'unmap', mappings: 3 },
  { variant: 'patch', scenario: 'unmap-and-map', mappings: 2 },
  { variant: 'patch', scenario: 'map', objects: 2 },
  { variant: 'vm-lock', scenario: 'two-submitters', mappings: 2 },
  { variant: 'prepare-vm', scenario: 'two-submitters', mappings: 2 },
  { variant: 'prepare-vm', scenario: 'evict' },
  { variant: 'dedicated-lock', scenario: 'no-memory', mappings: 2 },
  { variant: 'dedicated-lock', scenario: 'back-off', objects: 2 },
  { variant: 'dedicated-lock', scenario: 'two-submitters' },
  { variant: 'resv-protected', scenario: 'evict-and-map' },
  { variant: 'resv-protected', scenario: 'back-off', objects: 2 },
  { variant: 'resv-protected', scenario: 'no-memory', mappings: 2 },
]

test.each(safe.map((given) => [Object.values(given).join(', '), given] as const))(
  '%s: safe',
  async (_, given) => {
    expect(words((await check(gpuvm.instantiate(given))).verdict)).toBe('holds')
  },
)

test.each([
  { variant: 'no-reference', seen: 'fault: use-after-free: vm_bo' },
  { variant: 'kref_get', seen: 'fault: refcount_t: addition on 0; use-after-free.' },
  { variant: 'put-under-lock', seen: 'deadlock' },
  { variant: 'lock-held', seen: 'fault: sleeping in atomic context' },
  { variant: 'driver-lock', seen: "assertion: 'gem[obj].gpuva.lock' is not held" },
] as const)(
  '$variant goes wrong with two objects, mapped twice, too',
  async ({ variant, seen }) => {
    const given = { variant, objects: 2, mappings: 2 } as const
    expect(words((await check(gpuvm.instantiate(given))).verdict)).toBe(seen)
  },
)
