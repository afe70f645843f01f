/** What the counterexamples of the fence contract show, beyond what the spec pins: who does what at the step that decides. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import type { Report } from '../../../checker/check.ts'
import type { StepInfo } from '../../../checker/system.ts'
import { threadNames } from '../../../checker/value-text.ts'
import { contract } from '../../../models/dma-fence/contract.ts'
import spec from '../../../specs/dma-fence.spec.ts'

type Given = NonNullable<Parameters<typeof contract.instantiate>[0]>

/** The function that the step is in, and the step. */
function place({ calls, name }: StepInfo): string {
  const inside = calls.at(-1)?.procedure
  return inside === undefined ? name : `${inside}: ${name}`
}

/** Who of these is blocked in the end, and where. */
function blocked({ situation, model }: Report, ...processes: readonly string[]): readonly string[] {
  const names = threadNames(model)
  return (situation?.threads ?? []).flatMap((standing) => {
    const name = names[standing.thread] ?? ''
    if (standing.kind !== 'blocked' || !processes.includes(name)) return []
    return standing.steps.map(({ step }) => `${name} in ${place(step)}`)
  })
}

/** The steps that match, with who takes each. */
function steps({ trace, model }: Report, matching: RegExp): readonly string[] {
  const names = threadNames(model)
  return (trace?.steps ?? []).flatMap(({ thread, step }) => {
    const taken = `${thread === null ? 'an action' : names[thread]} in ${place(step)}`
    return matching.test(taken) ? [taken] : []
  })
}

const report = (given: Given): Promise<Report> => check(contract.instantiate(given))

test('the worker waits for the evictor, who waits for the worker', async () => {
  const seen = await report({ path: 'dma_resv_lock', scenario: 'evictor' })
  expect(blocked(seen, 'kworker/submit_wq', 'evictor')).toEqual([
    'kworker/submit_wq in amdgpu_bo_reserve: dma_resv_lock(resv, NULL)',
    'evictor in ttm_bo_evict: dma_resv_wait_timeout(resv, BOOKKEEP)',
  ])
})

test('with GFP_KERNEL the worker waits, in reclaim, for the fence that only it can signal', async () => {
  const seen = await report({ path: 'GFP_KERNEL', scenario: 'shrinker' })
  expect(blocked(seen, 'kworker/submit_wq')).toEqual([
    'kworker/submit_wq in i915_gem_shrink: dma_resv_wait_timeout(resv, BOOKKEEP)',
  ])
})

test.each(['GFP_NOFS', 'GFP_NOIO'] as const)(
  'with %s it waits in the notifier, though reclaim leaves file systems alone',
  async (path) => {
    const seen = await report({ path, scenario: 'notifier' })
    expect(blocked(seen, 'kworker/submit_wq')).toEqual([
      'kworker/submit_wq in amdgpu_hmm_invalidate_gfx: dma_resv_wait_timeout(resv, BOOKKEEP)',
    ])
  },
)

test('a page fault on the way waits for the evictor, with mmap_lock held', async () => {
  const seen = await report({ path: 'copy_from_user', scenario: 'evictor' })
  expect(blocked(seen, 'kworker/submit_wq')).toEqual([
    'kworker/submit_wq in ttm_bo_vm_fault: dma_resv_lock(resv, NULL)',
  ])
})

test('mmap_lock for writing closes a circle of three through a page fault', async () => {
  const seen = await report({ path: 'mmap_write_lock', scenario: 'faulter' })
  expect(blocked(seen, 'kworker/submit_wq', 'evictor', 'faulter')).toEqual([
    'kworker/submit_wq in vm_mmap: down_write(mmap_lock)',
    'evictor in ttm_bo_evict: dma_resv_wait_timeout(resv, BOOKKEEP)',
    'faulter in ttm_bo_vm_fault: dma_resv_lock(resv, NULL)',
  ])
})

test('mmap_lock for reading is kept by munmap, whose notifier waits for the fence', async () => {
  const seen = await report({ path: 'mmap_read_lock', scenario: 'notifier' })
  expect(blocked(seen, 'kworker/submit_wq', 'munmap')).toEqual([
    'kworker/submit_wq in get_user_pages: down_read(mmap_lock)',
    'munmap in amdgpu_hmm_invalidate_gfx: dma_resv_wait_timeout(resv, BOOKKEEP)',
  ])
})

test('a submitter that allocates late waits for its own fence: the job is not queued', async () => {
  const seen = await report({ submission: 'allocates-late', scenario: 'shrinker' })
  expect(blocked(seen, 'submitter')).toEqual([
    'submitter in i915_gem_shrink: dma_resv_wait_timeout(resv, BOOKKEEP)',
  ])
  expect(steps(seen, /add_fence|queue_work/)).toEqual([
    'submitter in amdgpu_cs_submit: dma_resv_add_fence(resv, BOOKKEEP)',
  ])
})

test('notifier_lock is taken too late when the notifier sees the fence before the unlock', async () => {
  const seen = await report({ submission: 'locks-late', scenario: 'notifier' })
  expect(blocked(seen, 'submitter', 'munmap')).toEqual([
    'submitter in amdgpu_cs_submit: mutex_lock(notifier_lock)',
    'munmap in amdgpu_hmm_invalidate_gfx: dma_resv_wait_timeout(resv, BOOKKEEP)',
  ])
  expect(steps(seen, /dma_resv_unlock/)).toEqual([])
})

test('the private timeout ends before the job, which goes on to write', async () => {
  const seen = await report({ waiting: 'timeout-is-done', scenario: 'evictor' })
  expect(steps(seen, /timeout|move|writes|ends/)).toEqual([
    'evictor in ttm_bo_evict: dma_resv_wait_timeout(resv, BOOKKEEP) = 0',
    'evictor in ttm_bo_evict: ttm_bo_handle_move_mem',
    'shader in a job writes to memory',
  ])
})

test('the reset waits for the evictor, when the job hangs and the timeout has come', async () => {
  const seen = await report({ hang: true, recovery: 'dma_resv_lock', scenario: 'evictor' })
  expect(blocked(seen, 'kworker/timeout_wq', 'evictor')).toEqual([
    'evictor in ttm_bo_evict: dma_resv_wait_timeout(resv, BOOKKEEP)',
    'kworker/timeout_wq in amdgpu_dm_commit_planes: dma_resv_lock(resv, NULL)',
  ])
  expect(steps(seen, /hangs|timer/)).toEqual([
    'timer/timeout_wq in delayed_work_timer_fn(tdr)',
    'ring in a job hangs',
  ])
})

test('a fence whose job found no memory stays unsignalled while everybody is idle', async () => {
  const seen = await report({ path: 'GFP_ATOMIC-unhandled' })
  expect(steps(seen, /kmalloc|ring_commit|signal\(/)).toEqual([
    'kworker/submit_wq in kmalloc: kmalloc(GFP_ATOMIC) = NULL',
  ])
})

/** The rows of the spec that have a run. */
const violations = spec.cases.filter(({ expected }) => 'steps' in expected || 'stem' in expected)

test.each(violations)(
  'the run of $parameters has at most 25 steps, each in a function of the kernel',
  async ({ model, parameters }) => {
    // What hardware and timers do is in no function; a worker is in `process_one_work` itself.
    const elsewhere =
      /^(?:a job |amdgpu_irq_handler|process_one_work|delayed_work_timer_fn|balance_)/
    const { trace } = await check(model.instantiate(parameters))
    const taken = trace?.steps ?? []
    expect(taken.length).toBeGreaterThan(0)
    expect(taken.length).toBeLessThanOrEqual(25)
    const outside = taken.filter(({ step }) => step.calls.length === 0).map(({ step }) => step.name)
    expect(outside.filter((name) => !elsewhere.test(name))).toEqual([])
  },
)
