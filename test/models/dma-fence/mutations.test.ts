/** Every lock, wait, signal and check of the drivers that keep the contract is needed: without it something goes wrong that a run shows. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { contract } from '../../../models/dma-fence/contract.ts'
import { omissions, type Omission } from '../../../models/dma-fence/variant.ts'

type Given = NonNullable<Parameters<typeof contract.instantiate>[0]>

const reused = 'fault: the GPU writes to memory that has a new owner'
const unmapped = 'fault: the GPU writes to a page that is unmapped'
const unsignalled = 'liveness: every published fence is signalled'

interface Mutant {
  readonly given: Given
  readonly without: Omission
  readonly seen: string
}

const evicting: Given = { scenario: 'evictor' }
const shrinking: Given = { scenario: 'shrinker' }
const notifying: Given = { scenario: 'notifier' }
const parent: Given = { parent: true }

const mutants: readonly Mutant[] = [
  // The submitter.
  {
    given: evicting,
    without: 'amdgpu_cs_parser_bos: dma_resv_lock',
    seen: "assertion: 'resv' is not held",
  },
  {
    given: evicting,
    without: 'amdgpu_cs_parser_bos: dma_resv_reserve_fences',
    seen: 'fault: BUG_ON(fobj->num_fences >= fobj->max_fences)',
  },
  { given: evicting, without: 'amdgpu_cs_submit: dma_resv_add_fence', seen: reused },
  { given: notifying, without: 'amdgpu_cs_submit: mutex_lock(notifier_lock)', seen: unmapped },

  // The scheduler and the interrupt.
  {
    given: { path: 'id_mgr->lock', ...evicting },
    without: 'amdgpu_vm_flush: mutex_lock(id_mgr->lock)',
    seen: 'violated: every user of a VMID is counted',
  },
  {
    given: parent,
    without: 'drm_sched_run_job_work: dma_fence_add_callback',
    seen: unsignalled,
  },
  {
    given: { ...parent, ...evicting },
    without: 'drm_sched_run_job_work: dma_fence_add_callback',
    seen: 'deadlock',
  },
  // The hardware is done before the callback is added.
  { given: parent, without: 'drm_sched_run_job_work: -ENOENT', seen: unsignalled },
  { given: {}, without: 'amdgpu_fence_process: dma_fence_signal', seen: unsignalled },
  { given: evicting, without: 'amdgpu_fence_process: dma_fence_signal', seen: 'deadlock' },

  // Those who wait.
  { given: evicting, without: 'ttm_mem_evict_first: dma_resv_lock', seen: reused },
  { given: evicting, without: 'ttm_bo_evict: dma_resv_wait_timeout', seen: reused },
  { given: shrinking, without: 'i915_gem_shrink: dma_resv_trylock', seen: reused },
  { given: shrinking, without: 'i915_gem_shrink: dma_resv_test_signaled', seen: reused },
  {
    given: notifying,
    without: 'amdgpu_hmm_invalidate_gfx: mutex_lock(notifier_lock)',
    seen: unmapped,
  },
  { given: notifying, without: 'amdgpu_hmm_invalidate_gfx: dma_resv_wait_timeout', seen: unmapped },
]

const recoveries = ['reset', 'wedge'] as const

/** What both kinds of recovery need. */
const ofRecovery: readonly Mutant[] = [
  // The worker gives the hardware another job between the reset and the signals.
  { given: evicting, without: 'drm_sched_stop', seen: reused },
  // The job goes on to write.
  { given: evicting, without: 'amdgpu_do_asic_reset: stop', seen: reused },
  { given: {}, without: 'amdgpu_fence_driver_force_completion', seen: unsignalled },
  { given: evicting, without: 'amdgpu_fence_driver_force_completion', seen: 'deadlock' },
  {
    given: { jobs: 2 },
    without: 'amdgpu_fence_driver_force_completion: all but one',
    seen: unsignalled,
  },
  // The second job is queued while the scheduler is stopped.
  { given: { jobs: 2 }, without: 'drm_sched_start: queue_work', seen: unsignalled },
]

const harmless: readonly (Mutant & { readonly because: string })[] = [
  {
    given: evicting,
    without: 'dma_fence_begin_signalling',
    seen: 'holds',
    because: 'it is an annotation, and keeps nobody out',
  },
  {
    given: shrinking,
    without: 'i915_gem_shrink: dma_resv_wait_timeout',
    seen: 'holds',
    because: 'the test under the lock lets the shrinker give up',
  },
  {
    given: { hang: true, recovery: 'reset', ...evicting },
    without: 'drm_sched_start: queue_work',
    seen: 'holds',
    because: 'no other job is queued meanwhile',
  },
  {
    given: { hang: true, recovery: 'wedge', jobs: 2 },
    without: 'amdgpu_job_run: sched.ready',
    seen: 'holds',
    because: 'a job that the dead hardware gets has a timeout of its own',
  },
]

async function verdict({ given, without }: Pick<Mutant, 'given' | 'without'>): Promise<string> {
  return words((await check(contract.instantiate({ ...given, without }))).verdict)
}

test.each(mutants)('without $without it is $seen', async ({ seen, ...mutant }) => {
  expect(await verdict(mutant)).toBe(seen)
})

describe.each(recoveries)('%s of a hanging job', (recovery) => {
  test.each(ofRecovery)('without $without it is $seen', async ({ given, without, seen }) => {
    expect(await verdict({ given: { hang: true, recovery, ...given }, without })).toBe(seen)
  })
})

test.each(harmless)('$without can be left out: $because', async ({ seen, ...mutant }) => {
  expect(await verdict(mutant)).toBe(seen)
})

test('each omission is tried', () => {
  const tried = [...mutants, ...ofRecovery, ...harmless].map(({ without }) => without)
  expect(new Set(tried)).toEqual(new Set(omissions.values.filter((each) => each !== 'nothing')))
})

test('what is not there cannot be left out', () => {
  const instantiate = () => contract.instantiate({ without: 'drm_sched_stop' })
  expect(instantiate).toThrow("'what is left out is there otherwise'")
})
