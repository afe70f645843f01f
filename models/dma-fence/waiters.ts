/** Who waits for the fence: an evictor, a shrinker, a notifier; and who holds a lock meanwhile. */

import { label, not, procedure, ret, step, when } from '../../dsl/index.ts'
import {
  mmu_notifier_invalidate_range_end,
  mmu_notifier_invalidate_range_start,
  mmu_notifier_register,
  shrinker_register,
} from '../../dsl/kernel/index.ts'
import { present, type Scene } from './scene.ts'
import { pageFaultOf } from './signalling-path.ts'

/** Gives what is evicted to another buffer, once the job is done with it. */
export function evictor({ m, variant, omits, resv, memory }: Scene) {
  const { waiting } = variant
  const locks = !omits('ttm_mem_evict_first: dma_resv_lock')

  const ttm_bo_evict = procedure(function* ttm_bo_evict() {
    yield* label('waits')
    if (!omits('ttm_bo_evict: dma_resv_wait_timeout')) {
      if (waiting === 'for-ever') yield* resv.waitFences('BOOKKEEP')
      else {
        const signaled = yield* resv.waitFencesTimeout('BOOKKEEP')
        if (waiting === 'timeout-is-busy') {
          yield* when(not(signaled), function* () {
            yield* label('-EBUSY')
            yield* ret()
          })
        }
      }
    }
    yield* memory.move('ttm_bo_handle_move_mem')
  })

  const ttm_mem_evict_first = procedure(function* ttm_mem_evict_first() {
    if (locks) yield* resv.lock()
    yield* ttm_bo_evict()
    if (locks) yield* resv.unlock()
  })

  return m.process('evictor', function* () {
    yield* ttm_mem_evict_first()
  })
}

/** Registers the shrinker of another driver, which waits for the fences of what it takes away. */
export function shrinker({ cast, omits, resv, memory }: Scene): void {
  if (cast.shrinker === 'none') return
  const i915_gem_shrink = procedure(function* i915_gem_shrink() {
    if (!omits('i915_gem_shrink: dma_resv_wait_timeout')) yield* resv.waitFences('BOOKKEEP')
    const locks = !omits('i915_gem_shrink: dma_resv_trylock')
    if (locks) {
      const locked = yield* resv.trylock()
      yield* when(not(locked), function* () {
        yield* ret()
      })
    }
    const take = () => memory.move('__i915_gem_object_put_pages')
    if (omits('i915_gem_shrink: dma_resv_test_signaled')) yield* take()
    else {
      // Another job may have come while it waited without the lock.
      const idle = yield* resv.testSignaled('BOOKKEEP')
      yield* when(idle, function* () {
        yield* take()
      })
    }
    if (locks) yield* resv.unlock()
  })
  const needs = cast.shrinker === '__GFP_FS' ? { needs: cast.shrinker } : {}
  shrinker_register({
    name: 'i915_gem_shrinker_scan',
    ...needs,
    *scan() {
      yield* i915_gem_shrink()
    },
  })
}

/**
 * Registers the notifier, which waits until no job uses the user's memory any more. Reclaim calls it too; that it takes the page away
 * then, as `munmap` does, is left out.
 */
export function notifier({ omits, resv, memory, ...scene }: Scene): void {
  const { user } = memory
  if (user === null) return
  const { valid } = user
  const notifier_lock = present(scene.notifier_lock)
  const locks = !omits('amdgpu_hmm_invalidate_gfx: mutex_lock(notifier_lock)')
  const waits = !omits('amdgpu_hmm_invalidate_gfx: dma_resv_wait_timeout')
  const amdgpu_hmm_invalidate_gfx = procedure(function* amdgpu_hmm_invalidate_gfx() {
    if (locks) yield* notifier_lock.lock()
    yield* step('mmu_interval_set_seq', {}, function* () {
      yield* valid.set([])
    })
    if (waits) yield* resv.waitFences('BOOKKEEP')
    if (locks) yield* notifier_lock.unlock()
  })
  mmu_notifier_register({
    name: 'amdgpu_hmm_gfx_ops',
    *start() {
      yield* amdgpu_hmm_invalidate_gfx()
    },
  })
}

/** A thread that unmaps the memory on which the job works. */
export function munmapper({ m, memory, ...scene }: Scene) {
  const { mapped } = present(memory.user)
  const mmap_lock = present(scene.mmap_lock)
  const do_munmap = procedure(function* do_munmap() {
    yield* mmap_lock.downWrite()
    yield* mmu_notifier_invalidate_range_start()
    yield* step('unmap_page_range', {}, function* () {
      yield* mapped.set(false)
    })
    yield* mmu_notifier_invalidate_range_end()
    yield* mmap_lock.upWrite()
  })
  return m.process('munmap', function* () {
    yield* do_munmap()
  })
}

/** A thread that touches a mapping of the buffer. */
export function faulter(scene: Scene) {
  const do_user_addr_fault = pageFaultOf(scene)
  return scene.m.process('faulter', function* () {
    yield* do_user_addr_fault()
  })
}

/** A process that reserves a VMID for itself: it takes the private lock, and waits for nothing with it. */
export function vmidUser({ m, vmids }: Scene) {
  const { lock, use } = present(vmids)
  const amdgpu_vmid_alloc_reserved = procedure(function* amdgpu_vmid_alloc_reserved() {
    yield* lock.lock()
    const users = yield* use.load()
    yield* use.store(users.plus(1))
    yield* lock.unlock()
  })
  return m.process('vmid', function* () {
    yield* amdgpu_vmid_alloc_reserved()
  })
}
