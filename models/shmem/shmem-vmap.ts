/** `drm_gem_shmem_vmap`: the exporter maps its pages into the kernel, once for all who ask. */

import { assert, either, just, none, not, procedure, ret, when } from '../../dsl/index.ts'
import { mapping } from './memory.ts'
import type { Pages } from './pages.ts'
import type { Scene } from './scene.ts'

export type ShmemVmap = ReturnType<typeof shmemVmapOf>

/** With `inContext` the exporter locks by the acquire context of whoever may hold it already. */
export function shmemVmapOf(
  { memory, buffer: { shmem }, locks, short }: Scene,
  pages: Pages,
  inContext: boolean,
) {
  const { pin, unpin } = pages.under(locks.vmap)

  const drm_gem_shmem_vmap_locked = procedure(
    { returns: mapping },
    function* drm_gem_shmem_vmap_locked() {
      yield* locks.assertHeld(locks.vmap)
      const users = yield* shmem.vmap_use_count.load()
      yield* when(users.gt(0), function* () {
        yield* shmem.vmap_use_count.store(users.plus(1))
        const vaddr = yield* shmem.vaddr.load()
        yield* ret(just(vaddr))
      })
      const pinned = yield* pin()
      yield* when(not(pinned), function* () {
        yield* ret(none)
      })
      const behind = yield* shmem.pages.load()
      const map = function* () {
        const vaddr = yield* memory.map(behind)
        yield* shmem.vaddr.store(just(vaddr))
        yield* shmem.vmap_use_count.store(1)
        yield* ret(just(just(vaddr)))
      }
      if (short) {
        yield* either(map, function* () {
          yield* memory.fail()
          yield* unpin()
          yield* ret(none)
        })
      } else yield* map()
    },
  )

  const drm_gem_shmem_vunmap_locked = procedure(function* drm_gem_shmem_vunmap_locked() {
    yield* locks.assertHeld(locks.vmap)
    const users = yield* shmem.vmap_use_count.load()
    yield* assert(users.gt(0), 'WARN_ON(!shmem->vmap_use_count)')
    yield* shmem.vmap_use_count.store(users.minus(1))
    yield* when(users.eq(1), function* () {
      const vaddr = yield* shmem.vaddr.load()
      yield* memory.unmap(vaddr)
      yield* shmem.vaddr.store(none)
      yield* unpin()
    })
  })

  const drm_gem_shmem_vmap = procedure({ returns: mapping }, function* drm_gem_shmem_vmap() {
    const lock = locks.takes(locks.vmap, 'drm_gem_shmem_vmap')
    if (inContext) {
      const already = yield* locks.resv.lockInContext()
      yield* when(already, function* () {
        yield* ret(none)
      })
    } else if (lock !== null) yield* lock.lock()
    const map = yield* drm_gem_shmem_vmap_locked()
    if (lock !== null) yield* lock.unlock()
    yield* ret(map)
  })

  const drm_gem_shmem_vunmap = procedure(function* drm_gem_shmem_vunmap() {
    yield* locks.section(locks.vmap, 'drm_gem_shmem_vmap', function* () {
      yield* drm_gem_shmem_vunmap_locked()
    })
  })

  return locks.convention.vmap === 'resv held by the caller'
    ? { vmap: drm_gem_shmem_vmap_locked, vunmap: drm_gem_shmem_vunmap_locked }
    : { vmap: drm_gem_shmem_vmap, vunmap: drm_gem_shmem_vunmap }
}
