/** `drm_gpuvm_bo_put_deferred` and what goes with it: a `drm_gpuvm_bo` without references is a zombie, until it is cleaned up. */

import { local, procedure, ret, when, bool, type ModelBuilder } from '../../dsl/index.ts'
import { llist } from '../../dsl/kernel/index.ts'
import type { References } from './references.ts'
import type { Scene } from './scene.ts'
import type { VmList } from './vm-list.ts'

/** How the last put goes on. */
export interface Deferral {
  readonly enqueue: 'after the unlock' | 'under gpuva.lock'
  readonly put: 'kref_put_mutex' | 'kref_put'
}

/** The functions of deferred cleanup. */
export function cleanupOf(
  m: ModelBuilder,
  { objects, change, rules }: Scene,
  { enqueue, put }: Deferral,
  extobj: VmList,
  evict: VmList,
  { drm_gem_object_put, drm_gpuvm_put }: References,
) {
  const { gem, gems, vmBo, vmBos, gpuva, r_obj } = objects
  const locked = change.walk === 'resv held'
  const early = enqueue === 'under gpuva.lock'
  const bo_defer = m.state('gpuvm->bo_defer', llist(vmBo))
  const params = { vm_bo: vmBo }

  const drm_gpuvm_bo_into_zombie = procedure(
    { params: { vm_bo: vmBo, obj: gem } },
    function* drm_gpuvm_bo_into_zombie({ vm_bo, obj }) {
      if (!locked) {
        yield* extobj.drm_gpuvm_bo_list_del({ vm_bo })
        yield* evict.drm_gpuvm_bo_list_del({ vm_bo })
      }
      yield* gpuva.at(obj).del(vm_bo)
    },
  )

  const drm_gpuvm_bo_defer_zombie_cleanup = procedure(
    { params },
    function* drm_gpuvm_bo_defer_zombie_cleanup({ vm_bo }) {
      yield* bo_defer.add(vm_bo)
    },
  )

  /** With the mutex held, which it gives up. */
  const drm_gpuvm_bo_defer_free = procedure(
    { params: { vm_bo: vmBo, obj: gem } },
    function* drm_gpuvm_bo_defer_free({ vm_bo, obj }) {
      yield* drm_gpuvm_bo_into_zombie({ vm_bo, obj })
      if (early) yield* drm_gpuvm_bo_defer_zombie_cleanup({ vm_bo })
      yield* gems.at(obj).gpuva.lock.unlock()
      if (!early) yield* drm_gpuvm_bo_defer_zombie_cleanup({ vm_bo })
    },
  )

  const drm_gpuvm_bo_put_deferred = procedure(
    { params },
    function* drm_gpuvm_bo_put_deferred({ vm_bo }) {
      const obj = yield* objects.objOf(vm_bo)
      const { lock } = gems.at(obj).gpuva
      if (put === 'kref_put_mutex') {
        yield* vmBos.at(vm_bo).kref.putMutex(function* () {
          yield* drm_gpuvm_bo_defer_free({ vm_bo, obj })
        }, lock)
      } else {
        yield* vmBos.at(vm_bo).kref.put(function* () {
          yield* lock.lock()
          yield* drm_gpuvm_bo_defer_free({ vm_bo, obj })
        })
      }
    },
  )

  const drm_gpuva_unlink_defer = procedure(
    { params: { vm_bo: vmBo, obj: gem } },
    function* drm_gpuva_unlink_defer({ vm_bo, obj }) {
      const defers = yield* local('should_defer_bo', bool, false)
      yield* rules.section('drm_gpuva_unlink_defer', gems.at(obj).gpuva.lock, function* () {
        yield* vmBos.at(vm_bo).kref.put(function* () {
          yield* drm_gpuvm_bo_into_zombie({ vm_bo, obj })
          if (early) yield* drm_gpuvm_bo_defer_zombie_cleanup({ vm_bo })
          else yield* defers.set(true)
        })
      })
      if (early) return
      yield* when(defers, function* () {
        yield* drm_gpuvm_bo_defer_zombie_cleanup({ vm_bo })
      })
    },
  )

  const drm_gpuvm_bo_deferred_cleanup = procedure(function* drm_gpuvm_bo_deferred_cleanup() {
    const zombies = yield* bo_defer.delAll()
    yield* when(zombies.isEmpty(), function* () {
      yield* ret()
    })
    if (locked) {
      yield* rules.section('drm_gpuvm_bo_deferred_cleanup', gems.at(r_obj).resv, function* () {
        yield* bo_defer.forEachSafe(zombies, function* (vm_bo) {
          yield* extobj.drm_gpuvm_bo_list_del({ vm_bo })
          yield* evict.drm_gpuvm_bo_list_del({ vm_bo })
        })
      })
    }
    yield* bo_defer.forEachSafe(zombies, function* (vm_bo) {
      const obj = yield* objects.objOf(vm_bo)
      yield* vmBos.free(vm_bo)
      if (rules.refers('vm_bo->vm')) yield* drm_gpuvm_put()
      if (rules.refers('vm_bo->obj')) yield* drm_gem_object_put({ obj })
    })
  })

  return {
    drm_gpuva_unlink_defer,
    drm_gpuvm_bo_put_deferred,
    drm_gpuvm_bo_deferred_cleanup,
  }
}
