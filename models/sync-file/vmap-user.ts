/** How the kernel maps a buffer for a while: `drm_gem_vmap` and `drm_gem_vmap_local`. */

import { label, oneOf, procedure, ret, value } from '../../dsl/index.ts'
import type { Placed, PlacementOmission } from './placement.ts'
import { resource } from './placement.ts'

/**
 * - `vmap_local`: the user maps, reads and unmaps with the lock held;
 * - `vmap_local, then unlock`: it goes on reading when it has given the lock up;
 * - `vmap, pinned`: the mapping pins the buffer until it is unmapped;
 * - `vmap, not pinned`: it does not, and nobody holds the lock;
 * - `cma`: the buffer is imported, and was pinned and mapped when it was; the user gives the lock up as in the second.
 */
export const mappings = oneOf(
  'vmap_local',
  'vmap_local, then unlock',
  'vmap, pinned',
  'vmap, not pinned',
  'cma',
)

type Mapping = (typeof mappings.values)[number]

/** What a user does, from the mapping to the end of it. */
export function useOf(bo: Placed, mapping: Mapping, without: PlacementOmission) {
  const locks = without !== 'dma_resv_lock of the user'
  function* lock() {
    yield* label('before the lock')
    if (locks) yield* bo.resv.lock()
  }
  function* unlock() {
    if (locks) yield* bo.resv.unlock()
  }

  const drm_gem_vmap_local = procedure({ returns: resource }, function* drm_gem_vmap_local() {
    yield* bo.assertHeld()
    const map = yield* bo.kmap()
    yield* ret(map)
  })
  const drm_gem_cma_vmap_local = procedure(
    { returns: resource },
    function* drm_gem_cma_vmap_local() {
      yield* bo.assertHeld()
      // The address is that of the import.
      yield* ret(value(resource, 'system'))
    },
  )
  const pins = mapping === 'vmap, pinned'
  const drm_gem_vmap = procedure({ returns: resource }, function* drm_gem_vmap() {
    if (pins) {
      yield* lock()
      if (without !== 'ttm_bo_pin of the user') yield* bo.ttm_bo_pin()
    }
    const map = yield* bo.kmap()
    if (pins) yield* unlock()
    yield* ret(map)
  })
  const drm_gem_vunmap = procedure(function* drm_gem_vunmap() {
    yield* lock()
    if (without !== 'ttm_bo_unpin of the user') yield* bo.ttm_bo_unpin()
    yield* unlock()
  })

  return function* use() {
    switch (mapping) {
      case 'vmap, pinned':
      case 'vmap, not pinned': {
        const map = yield* drm_gem_vmap()
        yield* label('using')
        yield* bo.read(map)
        if (pins) yield* drm_gem_vunmap()
        return
      }
      case 'vmap_local': {
        yield* lock()
        const map = yield* drm_gem_vmap_local()
        yield* label('using')
        yield* bo.read(map)
        yield* unlock()
        return
      }
      case 'vmap_local, then unlock':
      case 'cma': {
        yield* lock()
        const map = yield* (mapping === 'cma' ? drm_gem_cma_vmap_local : drm_gem_vmap_local)()
        yield* unlock()
        yield* label('using')
        yield* bo.read(map)
      }
    }
  }
}
