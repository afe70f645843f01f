/** The shrinker, and the allocation that calls it when memory is short. */

import { and, either, just, label, none, not, procedure, ret, step, when } from '../../dsl/index.ts'
import { pagePointer } from './memory.ts'
import type { PutPages } from './pages.ts'
import type { Scene } from './scene.ts'

/** How it takes the lock of a buffer; `none` is a driver without one. */
export type Shrinker = 'none' | 'trylock' | 'blocking'

/** Unmaps the scatter table, gives the pages back, and takes the buffer from whoever mapped it. */
function purgeOf({ memory, buffer: { shmem }, locks }: Scene, putPages: PutPages) {
  return procedure(function* drm_gem_shmem_purge_locked() {
    yield* locks.assertHeld(locks.pages)
    yield* shmem.sgt.store(false)
    yield* putPages()
    yield* shmem.madv.store(-1)
    yield* memory.zap()
  })
}

export type Scan = ReturnType<typeof scanOf>

/** One pass of the shrinker over the buffer, if that is on its list. */
export function scanOf(scene: Scene, putPages: PutPages, shrinker: Exclude<Shrinker, 'none'>) {
  const { buffer, locks } = scene
  const { shmem } = buffer
  const drm_gem_shmem_purge_locked = purgeOf(scene, putPages)

  return procedure(function* drm_gem_shmem_shrinker_scan_objects() {
    const listed = yield* shmem.madv.load()
    yield* when(listed.le(0), function* () {
      yield* ret()
    })
    const lock = locks.takes(locks.pages, 'drm_gem_shmem_shrinker_scan_objects')
    if (lock !== null && shrinker === 'trylock') {
      const taken = yield* lock.trylock()
      yield* when(not(taken), function* () {
        yield* ret()
      })
    } else if (lock !== null) yield* lock.lock()
    const madv = yield* shmem.madv.load()
    const pins = yield* shmem.pages_pin_count.read()
    const mapped = yield* shmem.sgt.load()
    yield* when(and(madv.gt(0), pins.eq(0), mapped), function* () {
      yield* drm_gem_shmem_purge_locked()
    })
    if (lock !== null) yield* lock.unlock()
  })
}

export type Allocate = ReturnType<typeof gfpKernel>

/** Allocates the buffer's pages: at once, or after the task has reclaimed, if then at all. */
export function gfpKernel({ memory }: Scene, scan: Scan | null) {
  const allocated = function* () {
    const pages = yield* memory.allocate()
    yield* ret(just(pages))
  }
  return procedure({ returns: pagePointer }, function* drm_gem_get_pages() {
    if (scan === null) yield* allocated()
    else {
      yield* either(allocated, function* () {
        // Once in reclaim there is no way back: the allocation waits for its end.
        yield* step('__alloc_pages_direct_reclaim', {}, function* () {})
        yield* label('in reclaim')
        yield* scan()
        yield* either(allocated, function* () {
          yield* memory.fail()
          yield* ret(none)
        })
      })
    }
  })
}
