/** A list of the VM: external objects, or those that are evicted. */

import { not, procedure, when } from '../../dsl/index.ts'
import type { Spinlock } from '../../dsl/kernel/index.ts'
import type { Objects } from './objects.ts'
import type { Scene } from './scene.ts'

/** The lists of the VM. */
export type ListName = 'extobj' | 'evict'

export type VmList = ReturnType<typeof vmListOf>

/** The functions of one of them. */
export function vmListOf({ objects, change, rules }: Scene, name: ListName) {
  const { vm, vmBo } = objects
  const lists: Objects[ListName] = objects[name]
  const list = lists.at('list')
  /** Without spinlocks, callers hold the VM's resv. */
  const lock: Spinlock | null = change.walk === 'resv held' ? null : vm[name].lock
  const params = { vm_bo: vmBo }

  return {
    lists,
    list,
    lock,

    drm_gpuvm_bo_list_add: procedure({ params }, function* drm_gpuvm_bo_list_add({ vm_bo }) {
      yield* rules.section('drm_gpuvm_bo_list_add', lock, function* () {
        const unlisted = yield* list.nodeEmpty(vm_bo)
        yield* when(unlisted, function* () {
          yield* list.addTail(vm_bo)
        })
      })
    }),

    drm_gpuvm_bo_list_del: procedure({ params }, function* drm_gpuvm_bo_list_del({ vm_bo }) {
      yield* rules.section('drm_gpuvm_bo_list_del', lock, function* () {
        yield* list.del(vm_bo)
      })
    }),

    drm_gpuvm_bo_list_del_init: procedure(
      { params },
      function* drm_gpuvm_bo_list_del_init({ vm_bo }) {
        yield* rules.section('drm_gpuvm_bo_list_del', lock, function* () {
          const unlisted = yield* list.nodeEmpty(vm_bo)
          yield* when(not(unlisted), function* () {
            yield* list.delInit(vm_bo)
          })
        })
      },
    ),
  }
}
