/** `struct drm_gpuvm_bo`: created, found, linked, put and destroyed. */

import { assert, just, local, optional, procedure, ret, step, when } from '../../dsl/index.ts'
import type { References } from './references.ts'
import type { Scene } from './scene.ts'
import type { VmList } from './vm-list.ts'

export type VmBos = ReturnType<typeof vmBosOf>

/** Its functions; `extobj` and `evict` are the VM's lists. */
export function vmBosOf(
  { objects, change, rules }: Scene,
  extobj: VmList,
  evict: VmList,
  { drm_gem_object_put, drm_gpuvm_put }: References,
) {
  const { gem, gems, vmBo, vmBos, vm, r_obj, gpuva } = objects
  const functionsLock = change.gpuvaLock === 'functions'
  const locked = change.walk === 'resv held'
  const pointer = optional(vmBo)

  const drm_gpuvm_bo_destroy = procedure(
    { params: { vm_bo: vmBo } },
    function* drm_gpuvm_bo_destroy({ vm_bo }) {
      const obj = yield* objects.objOf(vm_bo)
      if (locked) yield* rules.assertHeld(() => gems.at(r_obj).resv)
      yield* extobj.drm_gpuvm_bo_list_del({ vm_bo })
      yield* evict.drm_gpuvm_bo_list_del({ vm_bo })
      yield* rules.drm_gem_gpuva_assert_lock_held(obj)
      if (change.removalInPut) {
        const unlisted = yield* gpuva.at(obj).nodeEmpty(vm_bo)
        yield* step('WARN_ON', {}, function* () {
          yield* assert(unlisted, 'WARN_ON(!list_empty(&vm_bo->list.entry.gem))')
        })
      } else yield* gpuva.at(obj).del(vm_bo)
      if (functionsLock && !rules.forgets('drm_gpuvm_bo_put')) {
        yield* gems.at(obj).gpuva.lock.unlock()
      }
      yield* vmBos.free(vm_bo)
      if (rules.refers('vm_bo->vm')) yield* drm_gpuvm_put()
      if (rules.refers('vm_bo->obj')) yield* drm_gem_object_put({ obj })
    },
  )

  const drm_gpuvm_bo_put = procedure(
    { params: { vm_bo: pointer } },
    function* drm_gpuvm_bo_put({ vm_bo }) {
      yield* when(vm_bo.isSome(), function* () {
        if (change.removalInPut) {
          const obj = yield* objects.objOf(vm_bo.get())
          yield* rules.drm_gem_gpuva_assert_lock_held(obj)
          yield* gpuva.at(obj).delInit(vm_bo.get())
        }
        const destroy = function* () {
          yield* drm_gpuvm_bo_destroy({ vm_bo: vm_bo.get() })
        }
        const { kref } = vmBos.at(vm_bo)
        if (functionsLock && !rules.forgets('drm_gpuvm_bo_put')) {
          const obj = yield* objects.objOf(vm_bo.get())
          yield* kref.putMutex(destroy, gems.at(obj).gpuva.lock)
        } else yield* kref.put(destroy)
      })
    },
  )

  const drm_gpuvm_bo_create = procedure(
    { params: { obj: gem }, returns: vmBo },
    function* drm_gpuvm_bo_create({ obj }) {
      const allocated = yield* vmBos.alloc()
      const vm_bo = yield* local('vm_bo', vmBo, allocated.get())
      if (rules.refers('vm_bo->vm')) yield* vm.kref.get()
      yield* vmBos.at(vm_bo).obj.store(just(obj))
      if (rules.refers('vm_bo->obj')) yield* gems.at(obj).refcount.get()
      yield* ret(vm_bo)
    },
  )

  const drm_gpuvm_bo_find = procedure(
    { params: { obj: gem }, returns: pointer },
    function* drm_gpuvm_bo_find({ obj }) {
      yield* rules.drm_gem_gpuva_assert_lock_held(obj)
      const first = yield* gpuva.at(obj).firstEntryOrNull()
      const vm_bo = yield* local('vm_bo', pointer, first)
      yield* when(vm_bo.isSome(), function* () {
        yield* vmBos.at(vm_bo).kref.get()
      })
      yield* ret(vm_bo)
    },
  )

  const drm_gpuvm_bo_obtain = procedure(
    { params: { obj: gem }, returns: vmBo },
    function* drm_gpuvm_bo_obtain({ obj }) {
      const lock = functionsLock ? gems.at(obj).gpuva.lock : null
      const vm_bo = yield* rules.section('drm_gpuvm_bo_obtain', lock, function* () {
        const found = yield* drm_gpuvm_bo_find({ obj })
        const obtained = yield* local('vm_bo', pointer, found)
        yield* when(found.isNone(), function* () {
          const created = yield* drm_gpuvm_bo_create({ obj })
          yield* gpuva.at(obj).addTail(created)
          yield* obtained.set(just(created))
        })
        return obtained
      })
      yield* ret(vm_bo.get())
    },
  )

  const drm_gpuvm_bo_extobj_add = procedure(
    { params: { vm_bo: vmBo } },
    function* drm_gpuvm_bo_extobj_add({ vm_bo }) {
      if (locked) yield* rules.assertHeld(() => gems.at(r_obj).resv)
      yield* extobj.drm_gpuvm_bo_list_add({ vm_bo })
    },
  )

  const drm_gpuva_link = procedure(
    { params: { vm_bo: vmBo, obj: gem } },
    function* drm_gpuva_link({ vm_bo, obj }) {
      if (rules.refers('va->vm_bo')) yield* vmBos.at(vm_bo).kref.get()
      if (!functionsLock) yield* rules.drm_gem_gpuva_assert_lock_held(obj)
    },
  )

  const drm_gpuva_unlink = procedure(
    { params: { vm_bo: vmBo, obj: gem } },
    function* drm_gpuva_unlink({ vm_bo, obj }) {
      if (!functionsLock) yield* rules.drm_gem_gpuva_assert_lock_held(obj)
      if (rules.refers('va->vm_bo')) yield* drm_gpuvm_bo_put({ vm_bo: just(vm_bo) })
    },
  )

  return {
    drm_gpuvm_bo_put,
    drm_gpuvm_bo_obtain,
    drm_gpuvm_bo_extobj_add,
    drm_gpuva_link,
    drm_gpuva_unlink,
  }
}
