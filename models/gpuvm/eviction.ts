/** Objects that are moved: `drm_gpuvm_bo_evict` says so, and `drm_gpuvm_validate` brings them back for a job. */

import { bool, not, procedure, ret, when } from '../../dsl/index.ts'
import type { Iteration } from './iteration.ts'
import type { Scene } from './scene.ts'
import type { VmList } from './vm-list.ts'

export type Eviction = ReturnType<typeof evictionOf>

/** The functions of the list of evicted objects. */
export function evictionOf({ objects, change, rules }: Scene, evict: VmList, iteration: Iteration) {
  const { gem, gems, gpuva, vmBo, vmBos, r_obj } = objects
  const locked = change.walk === 'resv held'

  const drm_gpuvm_bo_evict = procedure(
    { params: { vm_bo: vmBo, evict: bool } },
    function* drm_gpuvm_bo_evict({ vm_bo, evict: evicted }) {
      if (rules.assertions) {
        const obj = yield* objects.objOf(vm_bo)
        yield* gems.at(obj).resv.assertHeld()
      }
      yield* vmBos.at(vm_bo).evicted.store(evicted)
      // Then the VM's resv guards the list, and the mover of an external object does not hold it.
      if (locked) yield* ret()
      else {
        yield* when(
          evicted,
          function* () {
            yield* evict.drm_gpuvm_bo_list_add({ vm_bo })
          },
          function* () {
            yield* evict.drm_gpuvm_bo_list_del_init({ vm_bo })
          },
        )
      }
    },
  )

  /** The driver's callback of that name in `struct drm_gpuvm_ops`. */
  const vm_bo_validate = procedure(
    { params: { vm_bo: vmBo } },
    function* vm_bo_validate({ vm_bo }) {
      yield* drm_gpuvm_bo_evict({ vm_bo, evict: false })
    },
  )

  const drm_gpuvm_validate = procedure(
    { params: { local_list: objects.heads } },
    function* drm_gpuvm_validate({ local_list }) {
      if (!locked) {
        yield* iteration.for_each_vm_bo_in_list(local_list, function* (vm_bo) {
          yield* vm_bo_validate({ vm_bo })
        })
        return
      }
      yield* rules.assertHeld(() => gems.at(r_obj).resv)
      yield* evict.list.forEachSafe(function* (vm_bo) {
        yield* vm_bo_validate({ vm_bo })
        const evicted = yield* vmBos.at(vm_bo).evicted.load()
        yield* when(not(evicted), function* () {
          yield* evict.drm_gpuvm_bo_list_del_init({ vm_bo })
        })
      })
    },
  )

  const drm_gpuvm_bo_gem_evict = procedure(
    { params: { obj: gem } },
    function* drm_gpuvm_bo_gem_evict({ obj }) {
      yield* rules.drm_gem_gpuva_assert_lock_held(obj)
      yield* gpuva.at(obj).forEach(function* (vm_bo) {
        yield* drm_gpuvm_bo_evict({ vm_bo, evict: true })
      })
    },
  )

  return { drm_gpuvm_validate, drm_gpuvm_bo_gem_evict }
}
