/** What an importer calls: `dma_buf_vmap`, `dma_buf_pin` and what goes with them. */

import { assert, bool, just, none, procedure, ret, when } from '../../dsl/index.ts'
import { mapping } from './memory.ts'
import type { Pages } from './pages.ts'
import type { Scene } from './scene.ts'
import type { ShmemVmap } from './shmem-vmap.ts'

export type DmaBuf = ReturnType<typeof dmaBufOf>

/** The functions of a `struct dma_buf`, whose exporter maps with these. */
export function dmaBufOf({ buffer: { dmabuf }, locks }: Scene, exporter: ShmemVmap, pages: Pages) {
  const { convention } = locks
  const own = convention.dmaBuf === 'dmabuf->lock' ? locks.dmaBuf : null
  const callersHoldResv = convention.vmap === 'resv held by the caller'
  const { pin, unpin } = pages.under(locks.resv)

  const dma_buf_vmap = procedure({ returns: mapping }, function* dma_buf_vmap() {
    if (callersHoldResv) yield* locks.assertHeld(locks.resv)
    const lock = locks.takes(own, 'dma_buf_vmap')
    if (lock !== null) yield* lock.lock()
    const users = yield* dmabuf.vmapping_counter.load()
    yield* when(users.gt(0), function* () {
      yield* dmabuf.vmapping_counter.store(users.plus(1))
      const ptr = yield* dmabuf.vmap_ptr.load()
      yield* assert(ptr.isSome(), 'BUG_ON(iosys_map_is_null(&dmabuf->vmap_ptr))')
      if (lock !== null) yield* lock.unlock()
      yield* ret(just(ptr))
    })
    const map = yield* exporter.vmap()
    yield* when(map.isSome(), function* () {
      yield* dmabuf.vmap_ptr.store(map.get())
      yield* dmabuf.vmapping_counter.store(1)
    })
    if (lock !== null) yield* lock.unlock()
    yield* ret(map)
  })

  const dma_buf_vunmap = procedure(function* dma_buf_vunmap() {
    if (callersHoldResv) yield* locks.assertHeld(locks.resv)
    yield* locks.section(own, 'dma_buf_vmap', function* () {
      const users = yield* dmabuf.vmapping_counter.load()
      yield* assert(users.gt(0), 'BUG_ON(dmabuf->vmapping_counter == 0)')
      yield* dmabuf.vmapping_counter.store(users.minus(1))
      yield* when(users.eq(1), function* () {
        yield* exporter.vunmap()
        yield* dmabuf.vmap_ptr.store(none)
      })
    })
  })

  const dma_buf_vmap_unlocked = procedure({ returns: mapping }, function* dma_buf_vmap_unlocked() {
    const map = yield* locks.section(locks.resv, 'dma_buf_vmap_unlocked', function* () {
      return yield* dma_buf_vmap()
    })
    yield* ret(map)
  })

  const dma_buf_vunmap_unlocked = procedure(function* dma_buf_vunmap_unlocked() {
    yield* locks.section(locks.resv, 'dma_buf_vmap_unlocked', function* () {
      yield* dma_buf_vunmap()
    })
  })

  const dma_buf_pin = procedure({ returns: bool }, function* dma_buf_pin() {
    yield* locks.assertHeld(locks.resv)
    yield* ret(yield* pin())
  })

  const dma_buf_unpin = procedure(function* dma_buf_unpin() {
    yield* locks.assertHeld(locks.resv)
    yield* unpin()
  })

  return {
    dma_buf_vmap,
    dma_buf_vunmap,
    dma_buf_pin,
    dma_buf_unpin,
    /** What importers outside of DRM call. */
    others: convention.othersHoldResv
      ? { vmap: dma_buf_vmap_unlocked, vunmap: dma_buf_vunmap_unlocked }
      : { vmap: dma_buf_vmap, vunmap: dma_buf_vunmap },
  }
}
