/** What the counterexamples of the sync_file thread show, beyond what the spec pins. */

import { expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { search } from '../../../checker/search.ts'
import { threadNames } from '../../../checker/value-text.ts'
import type { Model } from '../../../dsl/ir.ts'
import { cpuAccess } from '../../../models/sync-file/cpu-access.ts'
import { dmaBufVmap } from '../../../models/sync-file/dma-buf-vmap.ts'
import type { Scenario } from '../../../models/sync-file/scenario.ts'
import { syncFile } from '../../../models/sync-file/sync-file.ts'
import { vmapLocal } from '../../../models/sync-file/vmap-local.ts'

/** The steps of the counterexample that match, each with who takes it and in which function. */
async function steps(model: Model, wanted: RegExp): Promise<readonly string[]> {
  const { trace } = await check(model)
  const names = threadNames(model)
  const all = (trace?.steps ?? []).map(({ thread, step: { calls, name } }) => {
    const inside = calls.at(-1)?.procedure
    const who = thread === null ? 'action' : names[thread]
    return `${who}: ${inside === undefined ? '' : `${inside}: `}${name}`
  })
  return all.filter((step) => wanted.test(step))
}

test('an implicit writer comes between the submission and the import', async () => {
  const model = syncFile.instantiate({ scenario: 'two-writers' })
  expect(await steps(model, /get_fences|push_job|add_fence/)).toEqual([
    'client: dma_buf_export_sync_file: dma_resv_get_fences(resv, READ)',
    'client: xe_exec_ioctl: drm_sched_entity_push_job(client)',
    'client: xe_exec_ioctl: dma_resv_add_fence(resv, BOOKKEEP)',
    'compositor: lima_gem_submit: dma_resv_get_fences(resv, READ)',
    'compositor: lima_gem_submit: drm_sched_entity_push_job(compositor)',
  ])
})

test('a writer that exports for reading does not see the fence of an earlier reader', async () => {
  const model = syncFile.instantiate({ scenario: 'exported-for-reading', ownership: true })
  expect(await steps(model, /get_fences|push_job|add_fence/)).toEqual([
    'compositor: lima_gem_submit: dma_resv_get_fences(resv, WRITE)',
    'compositor: lima_gem_submit: drm_sched_entity_push_job(compositor)',
    'compositor: lima_gem_submit: dma_resv_add_fence(resv, READ)',
    'client: dma_buf_export_sync_file: dma_resv_get_fences(resv, WRITE)',
    'client: xe_exec_ioctl: drm_sched_entity_push_job(client)',
  ])
})

test('a later reader does not see a writer that was imported as a reader', async () => {
  const model = syncFile.instantiate({ scenario: 'imported-as-read', ownership: true })
  expect(
    await steps(model, /import_sync_file: dma_resv_add|lima.*(?:get_fences|push_job)/),
  ).toEqual([
    'client: dma_buf_import_sync_file: dma_resv_add_fence(resv, READ)',
    'compositor: lima_gem_submit: dma_resv_get_fences(resv, WRITE)',
    'compositor: lima_gem_submit: drm_sched_entity_push_job(compositor)',
  ])
})

test('the memory for the import is missing when the job is submitted already', async () => {
  const model = syncFile.instantiate({ ownership: true, afterFailure: 'hands over' })
  expect(await steps(model, /push_job|= NULL|wl_surface/)).toEqual([
    'client: xe_exec_ioctl: drm_sched_entity_push_job(client)',
    'client: kmalloc: kmalloc(GFP_KERNEL) = NULL',
    'client: sendmsg(wl_surface.commit)',
    'compositor: lima_gem_submit: drm_sched_entity_push_job(compositor)',
  ])
})

test.each<{ scenario: Scenario; ownership: boolean }>([
  { scenario: 'two-writers', ownership: false },
  { scenario: 'exported-for-reading', ownership: true },
  { scenario: 'imported-as-read', ownership: true },
  { scenario: 'reader', ownership: false },
])('jobs that are not ordered run at the same time somewhere: $scenario', async (given) => {
  const system = interpret(syncFile.instantiate(given))
  const { store } = await search(system, { continue: true })
  const together = system.model.properties.find(({ kind }) => kind === 'never')
  if (together === undefined) throw new Error('the model says what must never run together')
  const happens = system.predicate(together.expr)
  const states = Array.from({ length: store.size }, (_, number) => store.at(number))
  expect(states.some((state) => happens(state) === true)).toBe(true)
})

test('what the CPU reads ahead between the invalidation and the end of the wait is stale', async () => {
  const model = cpuAccess.instantiate({ exporter: 'system-heap' })
  expect(await steps(model, /dma_sync|prefetch|DMA write|wait_timeout|memcpy/)).toEqual([
    'user: system_heap_dma_buf_begin_cpu_access: dma_sync_sgtable_for_cpu(DMA_BIDIRECTIONAL)',
    'action: prefetch',
    'device: DMA write',
    'user: dma_buf_begin_cpu_access: dma_resv_wait_timeout(resv, READ)',
    'user: iosys_map_memcpy_from',
  ])
})

test('without prefetching it is enough to wait', async () => {
  const { verdict } = await check(
    cpuAccess.instantiate({ exporter: 'vgem', prefetch: false, direction: 'DMA_FROM_DEVICE' }),
  )
  expect(verdict.kind).toBe('not reached')
})

test('the buffer moves between the unlock and the use of a local mapping', async () => {
  const model = vmapLocal.instantiate({ mapping: 'vmap_local, then unlock' })
  expect(await steps(model, /unlock|ttm_bo_vmap|move_mem|memcpy/)).toEqual([
    'user: drm_gem_vmap_local: ttm_bo_vmap',
    'user: dma_resv_unlock(resv)',
    'scanout: ttm_bo_validate: ttm_bo_handle_move_mem(VRAM)',
    'user: iosys_map_memcpy_from',
  ])
})

test('two users without the lock both call the exporter', async () => {
  const model = dmaBufVmap.instantiate({ unlocked: 'dma_buf_vmap' })
  expect(await steps(model, /vmapping_counter|ops/)).toEqual([
    'user 0: dma_buf_vmap: read(vmapping_counter)',
    'user 0: dma_buf_vmap: dmabuf->ops->vmap',
    'user 1: dma_buf_vmap: read(vmapping_counter)',
    'user 1: dma_buf_vmap: dmabuf->ops->vmap',
  ])
})

test('a user without the lock counts on a mapping that another unmaps in between', async () => {
  const model = dmaBufVmap.instantiate({ users: 1, mapped: true, unlocked: 'dma_buf_vmap' })
  expect(await steps(model, /vmapping_counter|ops|memcpy/)).toEqual([
    'user: dma_buf_vmap: read(vmapping_counter)',
    'console: iosys_map_memcpy_from',
    'console: dma_buf_vunmap: read(vmapping_counter)',
    'console: dma_buf_vunmap: write(vmapping_counter)',
    'console: dma_buf_vunmap: dmabuf->ops->vunmap',
    'user: dma_buf_vmap: write(vmapping_counter)',
    'user: iosys_map_memcpy_from',
  ])
})
