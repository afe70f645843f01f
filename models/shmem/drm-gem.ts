/** `drm_gem_vmap`: what DRM calls for any object, the exporter's own or one that was imported. */

import { procedure, ret } from '../../dsl/index.ts'
import type { DmaBuf } from './dma-buf.ts'
import type { Locks } from './locks.ts'
import { mapping } from './memory.ts'
import type { ShmemVmap } from './shmem-vmap.ts'

/** A pair of functions that map a buffer into the kernel, and unmap it. */
export type Mapper = ShmemVmap

/** The functions of an object whose own ones are these. */
export function drmGemOf(locks: Locks, object: Mapper) {
  const resv = locks.convention.drmHoldsResv ? locks.resv : null

  const drm_gem_vmap = procedure({ returns: mapping }, function* drm_gem_vmap() {
    const map = yield* locks.section(resv, 'drm_gem_vmap', function* () {
      return yield* object.vmap()
    })
    yield* ret(map)
  })

  const drm_gem_vunmap = procedure(function* drm_gem_vunmap() {
    yield* locks.section(resv, 'drm_gem_vmap', function* () {
      yield* object.vunmap()
    })
  })

  return { vmap: drm_gem_vmap, vunmap: drm_gem_vunmap }
}

/** The object of a DRM driver that imported the buffer: it has no pages, and asks the exporter. */
export function importedShmemOf({ dma_buf_vmap, dma_buf_vunmap }: DmaBuf): Mapper {
  return {
    vmap: procedure({ returns: mapping }, function* drm_gem_shmem_vmap() {
      yield* ret(yield* dma_buf_vmap())
    }),
    vunmap: procedure(function* drm_gem_shmem_vunmap() {
      yield* dma_buf_vunmap()
    }),
  }
}
