/** What a driver does right or wrong: each a choice of its own, in functions that are otherwise the same. */

import { oneOf } from '../../dsl/index.ts'

/** What the scheduler's worker does on its way to the signal. The first is the default. */
export const paths = oneOf(
  'nothing',
  'id_mgr->lock',
  'dma_resv_lock',
  'notifier_lock',
  'GFP_KERNEL',
  'GFP_NOFS',
  'GFP_NOIO',
  'GFP_ATOMIC',
  'GFP_ATOMIC-unhandled',
  'copy_from_user',
  'mmap_read_lock',
  'mmap_write_lock',
)

export type Path = (typeof paths.values)[number]

/**
 * How a job is submitted:
 * - `in-order`: once its fence is known, nothing is allocated or locked;
 * - `allocates-late`: it allocates with GFP_KERNEL between publishing the fence and queueing the job;
 * - `locks-late`: it takes notifier_lock there;
 * - `section-first`: it begins the signalling section before it takes notifier_lock.
 */
export const submissions = oneOf('in-order', 'allocates-late', 'locks-late', 'section-first')

export type Submission = (typeof submissions.values)[number]

/**
 * How the evictor waits for a fence of another driver:
 * - `for-ever`: until it is signalled;
 * - `timeout-is-busy`: at most for a time of its own, and then it leaves the memory alone;
 * - `timeout-is-done`: the same, but then it takes the fence for signalled.
 */
export const waits = oneOf('for-ever', 'timeout-is-busy', 'timeout-is-done')

export type Waiting = (typeof waits.values)[number]

/**
 * What becomes of jobs that take too long:
 * - `none`: nothing;
 * - `reset`: the hardware is stopped, all fences in flight are signalled, and it starts again;
 * - `wedge`: the same, but it does not start again, and later jobs fail;
 * - `GFP_KERNEL`: the same, but before that it allocates for a dump of what the hardware was doing;
 * - `dma_resv_lock`: the same, but it sets the displays up anew, and takes the reservation lock for that.
 */
export const recoveries = oneOf('none', 'reset', 'wedge', 'GFP_KERNEL', 'dma_resv_lock')

export type Recovery = (typeof recoveries.values)[number]

/** What can be left out of a function that needs it: a lock, an assertion, a signal, a step. */
export const omissions = oneOf(
  'nothing',
  'amdgpu_cs_parser_bos: dma_resv_lock',
  'amdgpu_cs_parser_bos: dma_resv_reserve_fences',
  'amdgpu_cs_submit: mutex_lock(notifier_lock)',
  'amdgpu_cs_submit: dma_resv_add_fence',
  'dma_fence_begin_signalling',
  'drm_sched_run_job_work: dma_fence_add_callback',
  'drm_sched_run_job_work: -ENOENT',
  'amdgpu_fence_process: dma_fence_signal',
  'amdgpu_vm_flush: mutex_lock(id_mgr->lock)',
  'ttm_mem_evict_first: dma_resv_lock',
  'ttm_bo_evict: dma_resv_wait_timeout',
  'i915_gem_shrink: dma_resv_trylock',
  'i915_gem_shrink: dma_resv_wait_timeout',
  'i915_gem_shrink: dma_resv_test_signaled',
  'amdgpu_hmm_invalidate_gfx: mutex_lock(notifier_lock)',
  'amdgpu_hmm_invalidate_gfx: dma_resv_wait_timeout',
  'drm_sched_stop',
  'drm_sched_start: queue_work',
  'amdgpu_do_asic_reset: stop',
  'amdgpu_fence_driver_force_completion',
  'amdgpu_fence_driver_force_completion: all but one',
  'amdgpu_job_run: sched.ready',
)

export type Omission = (typeof omissions.values)[number]

/** The driver as a whole. */
export interface Variant {
  readonly path: Path
  readonly submission: Submission
  readonly waiting: Waiting
  readonly recovery: Recovery
  /** Whether the fence of the hardware is apart from that of the scheduler, which others see. */
  readonly parent: boolean
  /** Whether a job may run for ever. */
  readonly hang: boolean
  readonly without: Omission
}
