/** A user's mapping of the buffer: mmap, the fault handler, munmap; of a driver that errs, too. */

import { and, bool, procedure, ret, when } from '../../dsl/index.ts'
import type { Pages } from './pages.ts'
import type { Scene } from './scene.ts'

/** By whose node the user maps: the exporter's, a DRM importer's, the thread's Tegra driver's. */
export type Mmap = 'none' | 'exporter' | 'importer' | 'tegra'

export type UserMapping = ReturnType<typeof userMappingOf>

/** The functions behind the mapping. `mmap` tells whether it did; so does `fault`, else SIGBUS. */
export function userMappingOf(scene: Scene, pages: Pages, through: Exclude<Mmap, 'none'>) {
  switch (through) {
    case 'exporter':
      return exporterMapping(scene, pages)
    case 'importer': {
      const { mmap, ...handlers } = exporterMapping(scene, pages)
      // The exporter sets its own handlers, so that the pages are its own.
      const dma_buf_mmap = procedure({ returns: bool }, function* dma_buf_mmap() {
        yield* ret(yield* mmap())
      })
      return { mmap: dma_buf_mmap, ...handlers }
    }
    case 'tegra':
      return tegraMapping(scene)
  }
}

function exporterMapping({ memory, buffer: { shmem }, locks }: Scene, pages: Pages) {
  const drm_gem_shmem_mmap = procedure({ returns: bool }, function* drm_gem_shmem_mmap() {
    const mapped = yield* locks.section(locks.pages, 'drm_gem_shmem_mmap', function* () {
      return yield* pages.drm_gem_shmem_get_pages_locked()
    })
    yield* ret(mapped)
  })

  const drm_gem_shmem_fault = procedure({ returns: bool }, function* drm_gem_shmem_fault() {
    const inserted = yield* locks.section(locks.pages, 'drm_gem_shmem_fault', function* () {
      const behind = yield* shmem.pages.load()
      const madv = yield* shmem.madv.load()
      const possible = and(behind.isSome(), madv.ge(0))
      yield* when(possible, function* () {
        yield* memory.insert(behind)
      })
      return possible
    })
    yield* ret(inserted)
  })

  const drm_gem_shmem_vm_close = procedure(function* drm_gem_shmem_vm_close() {
    yield* locks.section(locks.pages, 'drm_gem_shmem_mmap', function* () {
      yield* pages.drm_gem_shmem_put_pages_locked()
    })
  })

  return { mmap: drm_gem_shmem_mmap, fault: drm_gem_shmem_fault, close: drm_gem_shmem_vm_close }
}

/** The driver takes the imported buffer for its own, and maps what it finds for an address. */
function tegraMapping({ memory }: Scene) {
  const __tegra_gem_mmap = procedure({ returns: bool }, function* __tegra_gem_mmap() {
    yield* memory.insertForeign()
    yield* ret(true)
  })
  const tegra_bo_fault = procedure({ returns: bool }, function* tegra_bo_fault() {
    yield* ret(false)
  })
  const drm_gem_vm_close = procedure(function* drm_gem_vm_close() {})
  return { mmap: __tegra_gem_mmap, fault: tegra_bo_fault, close: drm_gem_vm_close }
}
