/** What the counterexamples of the gpuvm threads show, beyond what the spec pins. */

import { expect, test } from 'vitest'
import { check, type Report } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import type { StepInfo } from '../../../checker/system.ts'
import { threadNames } from '../../../checker/value-text.ts'
import type { Model } from '../../../dsl/ir.ts'
import { gpuvmDeferred } from '../../../models/gpuvm/deferred.ts'
import { gpuvm } from '../../../models/gpuvm/gpuvm.ts'

/** The function that the step is in, and the step. */
function place({ calls, name }: StepInfo): string {
  const inside = calls.at(-1)?.procedure
  return inside === undefined ? name : `${inside}: ${name}`
}

/** The steps, with who takes each. */
function steps({ trace, model }: Report): readonly string[] {
  const names = threadNames(model)
  return (trace?.steps ?? []).map(({ thread, step }) => {
    return `${thread === null ? 'an action' : names[thread]} in ${place(step)}`
  })
}

/** Those of the steps that matter. */
async function decisive(model: Model, matters: RegExp): Promise<readonly string[]> {
  return steps(await check(model)).filter((step) => matters.test(step))
}

test('whoever is interrupted puts the last reference of what another has unmapped meanwhile', async () => {
  const model = gpuvm.instantiate({ scenario: 'interrupted' })
  expect(await decisive(model, /kref_put|EINTR|destroy: dma_resv/)).toEqual([
    'unmapper 1 in drm_gpuvm_bo_put: kref_put(vm_bo[vm_bo].kref)',
    'submitter A in drm_gpuvm_exec_lock: dma_resv_lock_interruptible(gem[obj].resv, ticket) = -EINTR',
    'submitter A in drm_gpuvm_bo_put: kref_put(vm_bo[vm_bo].kref)',
    'submitter A in drm_gpuvm_bo_destroy: dma_resv_assert_held(gem[obj].resv)',
  ])
})

test('whoever has to back off puts the last reference of what the older one unmaps', async () => {
  const model = gpuvm.instantiate({ variant: 'prepare-vm', scenario: 'back-off' })
  expect(await decisive(model, /lock\(gem\[|kref_put|destroy: dma_resv/)).toEqual([
    'submitter A in drm_gpuvm_exec_lock: dma_resv_lock(gem[0].resv, ticket)',
    'unmapper 1 in sm_step_unmap: dma_resv_lock(gem[1].resv, ticket)',
    'unmapper 1 in drm_gpuvm_bo_put: kref_put(vm_bo[vm_bo].kref)',
    'submitter A in drm_gpuvm_exec_lock: dma_resv_lock(gem[obj].resv, ticket)',
    'submitter A in drm_gpuvm_bo_put: kref_put(vm_bo[vm_bo].kref)',
    'submitter A in drm_gpuvm_bo_destroy: dma_resv_assert_held(gem[obj].resv)',
  ])
})

test('the second of two jobs finds the list empty that the first has drained', async () => {
  const model = gpuvm.instantiate({ scenario: 'two-submitters' })
  expect(await decisive(model, /list_(?:first|move)|dma_resv_lock|ww_acquire_done/)).toEqual([
    'submitter A in get_next_vm_bo_from_list: list_first_entry_or_null(extobj[list])',
    'submitter A in get_next_vm_bo_from_list: list_move_tail(vm_bo[vm_bo].extobj, extobj[local_list])',
    'submitter B in get_next_vm_bo_from_list: list_first_entry_or_null(extobj[list])',
    'submitter B in drm_gpuvm_exec_lock: ww_acquire_done(ticket)',
  ])
})

test('a put under the spinlock waits for the spinlock', async () => {
  const { situation, model } = await check(gpuvm.instantiate({ variant: 'put-under-lock' }))
  const names = threadNames(model)
  const blocked = (situation?.threads ?? []).flatMap((standing) => {
    return standing.kind === 'blocked'
      ? standing.steps.map(({ step }) => `${names[standing.thread]} in ${place(step)}`)
      : []
  })
  expect(blocked).toContain('submitter A in drm_gpuvm_bo_list_del: spin_lock(gpuvm[0].extobj.lock)')
})

test('what is mapped and evicted after all objects were locked is validated without its lock', async () => {
  const model = gpuvm.instantiate({ scenario: 'evict-and-map' })
  const report = await check(model)
  expect(words(report.verdict)).toBe("assertion: 'gem[obj].resv' is not held")
  expect(
    steps(report).filter((s) => /ww_acquire_done|kzalloc|evicted\)$|move_tail/.test(s)),
  ).toEqual([
    'submitter A in drm_gpuvm_exec_lock: ww_acquire_done(ticket)',
    'mapper in drm_gpuvm_bo_create: kzalloc(vm_bo)',
    'mover in drm_gpuvm_bo_evict: write(vm_bo[vm_bo].evicted)',
    'submitter A in get_next_vm_bo_from_list: list_move_tail(vm_bo[vm_bo].evict, evict[local_list])',
  ])
})

test('another job cleans up, and frees the mutex that is still to be unlocked', async () => {
  const model = gpuvmDeferred.instantiate({ enqueue: 'under gpuva.lock' })
  expect(await decisive(model, /gpuva\.lock|llist|kfree/)).toEqual([
    'unmapping job in drm_gpuva_unlink_defer: mutex_lock(gem[obj].gpuva.lock)',
    'unmapping job in drm_gpuvm_bo_defer_zombie_cleanup: llist_add(gpuvm->bo_defer)',
    'other job in drm_gpuvm_bo_deferred_cleanup: llist_del_all(gpuvm->bo_defer)',
    'other job in drm_gpuvm_bo_deferred_cleanup: kfree(vm_bo[pos])',
    'other job in drm_gem_object_put: kfree(gem[obj])',
    'unmapping job in drm_gpuva_unlink_defer: mutex_unlock(gem[obj].gpuva.lock)',
  ])
})
