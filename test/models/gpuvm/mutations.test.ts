/**
 * Every lock and every reference of the safe variants is needed: without it something goes wrong that a run shows. To take away an
 * assertion changes nothing by itself; that the assertions see what they are for is shown by mutants with them and without.
 */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { gpuvmDeferred } from '../../../models/gpuvm/deferred.ts'
import { gpuvm } from '../../../models/gpuvm/gpuvm.ts'

type Given = NonNullable<Parameters<typeof gpuvm.instantiate>[0]>
type GivenDeferred = NonNullable<Parameters<typeof gpuvmDeferred.instantiate>[0]>

async function verdict(given: Given): Promise<string> {
  return words((await check(gpuvm.instantiate(given))).verdict)
}

async function deferred(given: GivenDeferred): Promise<string> {
  return words((await check(gpuvmDeferred.instantiate({ mapper: true, ...given }))).verdict)
}

const resurrected = 'fault: refcount_t: addition on 0; use-after-free.'
const resvNotHeld = "assertion: 'gem[obj].resv' is not held"
const mutexNotHeld = "assertion: 'gem[obj].gpuva.lock' is not held"
const unguarded =
  /^fault: writing '(?:extobj|evict)\[.*\]' requires holding 'gpuvm\[0\]\..*\.lock'$/
const corrupted = 'fault: list_del corruption: extobj[list]'

/** Safe without mutation, and in each every function of the variant meets a rival. */
const safe = {
  patch: { variant: 'patch', scenario: 'unmap-and-map' },
  'patch, with eviction': { variant: 'patch', scenario: 'evict' },
  'vm-lock': { variant: 'vm-lock', scenario: 'two-submitters' },
  'dedicated-lock': { variant: 'dedicated-lock', scenario: 'interrupted-and-map' },
  'dedicated-lock, with eviction': { variant: 'dedicated-lock', scenario: 'evict' },
  'resv-protected': { variant: 'resv-protected', scenario: 'evict' },
  'resv-protected, with a mapper': { variant: 'resv-protected', scenario: 'unmap-and-map' },
} as const satisfies Readonly<Record<string, Given>>

test.each(Object.entries(safe))('%s is safe without assertions too', async (_, given) => {
  expect(await verdict({ ...given, assertions: false })).toBe('holds')
})

describe('what holds the lock of a GEM list: without assertions it goes wrong', () => {
  test.each([
    { base: 'patch', unlocked: 'drm_gpuvm_bo_obtain', seen: resurrected },
    { base: 'patch', unlocked: 'drm_gpuva_unlink', seen: resurrected },
    {
      base: 'patch, with eviction',
      unlocked: 'drm_gpuva_unlink',
      seen: 'fault: use-after-free: vm_bo',
    },
    {
      base: 'patch, with eviction',
      unlocked: 'drm_gpuvm_bo_evict',
      seen: 'fault: use-after-free: vm_bo',
    },
    { base: 'dedicated-lock', unlocked: 'drm_gpuvm_bo_obtain', seen: resurrected },
    { base: 'dedicated-lock', unlocked: 'drm_gpuvm_bo_put', seen: resurrected },
    {
      base: 'dedicated-lock, with eviction',
      unlocked: 'drm_gpuvm_bo_evict',
      seen: 'violated: a job executes with no object evicted',
    },
    {
      base: 'resv-protected',
      unlocked: 'drm_gpuva_unlink',
      seen: 'fault: use-after-free: vm_bo',
    },
    {
      base: 'resv-protected',
      unlocked: 'drm_gpuvm_bo_evict',
      seen: 'violated: a job executes with no object evicted',
    },
  ] as const)('$base: $unlocked', async ({ base, unlocked, seen }) => {
    expect(await verdict({ ...safe[base], unlocked, assertions: false })).toBe(seen)
  })
})

describe('what holds the lock of a GEM list: an assertion sees that it does not', () => {
  test.each([
    { base: 'patch', unlocked: 'drm_gpuvm_bo_obtain', seen: resvNotHeld },
    { base: 'patch', unlocked: 'drm_gpuva_unlink', seen: resvNotHeld },
    { base: 'patch, with eviction', unlocked: 'drm_gpuvm_bo_evict', seen: resvNotHeld },
    { base: 'dedicated-lock', unlocked: 'drm_gpuvm_bo_obtain', seen: mutexNotHeld },
    { base: 'dedicated-lock', unlocked: 'drm_gpuvm_bo_put', seen: mutexNotHeld },
    {
      base: 'dedicated-lock, with eviction',
      unlocked: 'drm_gpuvm_bo_gem_evict',
      seen: mutexNotHeld,
    },
    {
      base: 'resv-protected, with a mapper',
      unlocked: 'drm_gpuvm_bo_obtain',
      seen: resvNotHeld,
    },
    { base: 'resv-protected', unlocked: 'drm_gpuva_unlink', seen: resvNotHeld },
  ] as const)('$base: $unlocked', async ({ base, unlocked, seen }) => {
    expect(await verdict({ ...safe[base], unlocked })).toBe(seen)
  })
})

describe('the spinlocks of the lists', () => {
  const functions = [
    'get_next_vm_bo_from_list',
    'restore_vm_bo_list',
    'drm_gpuvm_bo_list_add',
    'drm_gpuvm_bo_list_del',
  ] as const

  test.each(functions)('a list says that %s changes it without its lock', async (unlocked) => {
    expect(await verdict({ ...safe.patch, unlocked })).toMatch(unguarded)
    expect(await verdict({ ...safe['patch, with eviction'], unlocked })).toMatch(unguarded)
  })

  test.each(['get_next_vm_bo_from_list', 'drm_gpuvm_bo_list_del'] as const)(
    'where nobody guards the lists, %s destroys what another has picked',
    async (unlocked) => {
      expect(await verdict({ ...safe.patch, unlocked, assertions: false })).toBe(corrupted)
    },
  )

  // In C, two CPUs would write the same pointers. Here an operation on a list is one step, and these make no more than one that counts.
  test.each(['restore_vm_bo_list', 'drm_gpuvm_bo_list_add'] as const)(
    'without a guard of the lists, that %s takes no lock does not show',
    async (unlocked) => {
      expect(await verdict({ ...safe.patch, unlocked, assertions: false })).toBe('holds')
    },
  )
})

test('without the lock around its iteration a job meets a list that another has drained', async () => {
  const given = { ...safe['vm-lock'], unlocked: 'drm_gpuvm_exec_lock' } as const
  expect(await verdict(given)).toBe('assertion: WARN_ON(local_list != __local_list)')
  expect(await verdict({ ...given, assertions: false })).toBe(
    'violated: a job executes with each live external object locked',
  )
})

describe('references', () => {
  test.each([
    { base: 'patch', unreferenced: 'vm_bo->vm', seen: 'fault: use-after-free: gpuvm' },
    { base: 'patch', unreferenced: 'vm_bo->obj', seen: resurrected },
    { base: 'patch', unreferenced: 'va->vm_bo', seen: 'fault: memory leak: gem' },
    { base: 'patch', unreferenced: 'drm_exec', seen: 'fault: held lock freed: gem' },
    { base: 'patch', unreferenced: 'drm_gem_object_lookup', seen: 'fault: held lock freed: gem' },
    { base: 'dedicated-lock', unreferenced: 'vm_bo->obj', seen: resurrected },
    { base: 'dedicated-lock', unreferenced: 'drm_exec', seen: 'fault: held lock freed: gem' },
    {
      base: 'resv-protected, with a mapper',
      unreferenced: 'vm_bo->vm',
      seen: 'assertion: Extobj list should be empty.',
    },
    {
      base: 'resv-protected, with a mapper',
      unreferenced: 'drm_exec',
      seen: 'fault: held lock freed: gem',
    },
    {
      base: 'resv-protected, with a mapper',
      unreferenced: 'drm_gem_object_lookup',
      seen: 'fault: use-after-free: gem',
    },
  ] as const)('$base: nobody takes that of $unreferenced', async ({ base, ...given }) => {
    const { unreferenced, seen } = given
    expect(await verdict({ ...safe[base], unreferenced })).toBe(seen)
  })

  // Whoever unmaps holds the VM's resv, and a reference of its own to the object, from before the entry goes until after.
  test('under the VM’s resv nobody needs the reference of a vm_bo to its object', async () => {
    const given = { ...safe['resv-protected'], unreferenced: 'vm_bo->obj' } as const
    expect(await verdict(given)).toBe('holds')
  })
})

// All who are at work in one VM hold its resv as well; an object's own is for those who know only the object, such as who evicts.
test('under the VM’s resv a mapper does not need the object’s', async () => {
  const base = safe['resv-protected, with a mapper']
  const given = { ...base, unlocked: 'drm_gpuvm_bo_obtain', assertions: false } as const
  expect(await verdict(given)).toBe('holds')
})

// Whoever unmaps holds the object's resv too, as does who evicts.
test('a dedicated lock is not what keeps eviction and unmapping apart', async () => {
  const base = safe['dedicated-lock, with eviction']
  const given = { ...base, unlocked: 'drm_gpuvm_bo_gem_evict', assertions: false } as const
  expect(await verdict(given)).toBe('holds')
})

describe('deferred cleanup', () => {
  test.each([
    { unlocked: 'drm_gpuva_unlink_defer', seen: resurrected },
    { unlocked: 'drm_gpuvm_bo_obtain', seen: resurrected },
  ] as const)('$unlocked goes wrong without gpuva.lock', async ({ unlocked, seen }) => {
    expect(await deferred({ unlocked, assertions: false })).toBe(seen)
    expect(await deferred({ unlocked, assertions: false, lists: 'resv' })).toBe(seen)
  })

  test('a list says that it is changed without its lock', async () => {
    expect(await deferred({ unlocked: 'drm_gpuvm_bo_list_del' })).toMatch(unguarded)
    const cleanup = { unlocked: 'drm_gpuvm_bo_deferred_cleanup', lists: 'resv' } as const
    expect(await deferred(cleanup)).toBe(
      "fault: writing 'extobj[list]' requires holding 'gem[0].resv'",
    )
  })

  test.each(['vm_bo->obj', 'drm_gem_object_lookup'] as const)(
    'nobody takes the reference of %s',
    async (unreferenced) => {
      expect(await deferred({ unreferenced })).toBe('fault: use-after-free: gem')
    },
  )

  // Each job has a reference to the VM until it has cleaned up, and whatever it put is cleaned up by then.
  test('nobody needs the reference of a vm_bo to the VM where each job cleans up', async () => {
    expect(await deferred({ unreferenced: 'vm_bo->vm' })).toBe('holds')
  })
})
