/** `for_each_vm_bo_in_list`: over a list of which entries come and go, without holding its lock between two of them. */

import {
  assert,
  just,
  leave,
  local,
  loop,
  none,
  optional,
  procedure,
  ret,
  step,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { plain } from '../../dsl/kernel/index.ts'
import type { Head, VmBo } from './objects.ts'
import type { Scene } from './scene.ts'
import type { VmBos } from './vm-bo.ts'
import type { ListName, VmList } from './vm-list.ts'

export type Iteration = ReturnType<typeof iterationOf>

/** The iteration over one of the VM's lists. */
export function iterationOf(
  m: ModelBuilder,
  { objects, change, rules }: Scene,
  name: ListName,
  { lists, list, lock }: VmList,
  { drm_gpuvm_bo_put }: VmBos,
) {
  const { heads, vmBo, vmBos } = objects
  const { reference } = change
  const pointer = optional(vmBo)
  const iterates = optional(heads)
  const local_list = change.localList ? m.state(`gpuvm->${name}.local_list`, plain(iterates)) : null

  /** The entry, or none where it is on its way to be destroyed. */
  function* get(vm_bo: VmBo) {
    const picked = yield* local('picked', pointer, just(vm_bo))
    if (reference === 'kref_get') yield* vmBos.at(vm_bo).kref.get()
    if (reference === 'kref_get_unless_zero') {
      const alive = yield* vmBos.at(vm_bo).kref.getUnlessZero()
      yield* when(alive.not(), function* () {
        yield* picked.set(none)
      })
    }
    return picked
  }

  /** The reviewer's check that nobody else iterates. */
  function* warn(head: Head) {
    if (local_list === null) return
    const other = yield* local_list.load()
    yield* when(
      other.isNone(),
      function* () {
        yield* local_list.store(just(head))
      },
      function* () {
        if (!rules.assertions) return
        yield* step('WARN_ON', {}, function* () {
          yield* assert(other.is(head), 'WARN_ON(local_list != __local_list)')
        })
      },
    )
  }

  const get_next_vm_bo_from_list = procedure(
    { params: { local_list: heads, prev: pointer }, returns: pointer },
    function* get_next_vm_bo_from_list({ local_list: head, prev }) {
      const early = change.putPrevious === 'before the lock' && reference !== 'none'
      if (early) yield* drm_gpuvm_bo_put({ vm_bo: prev })
      const next = yield* local('next', pointer, none)
      yield* rules.section('get_next_vm_bo_from_list', lock, function* () {
        if (!early && reference !== 'none') yield* drm_gpuvm_bo_put({ vm_bo: prev })
        yield* warn(head)
        yield* loop(function* () {
          const first = yield* list.firstEntryOrNull()
          yield* when(first.isNone(), function* () {
            yield* leave()
          })
          const vm_bo = yield* local('vm_bo', vmBo, first.get())
          const picked = yield* get(vm_bo)
          yield* when(picked.isSome(), function* () {
            yield* lists.at(head).moveTail(vm_bo)
            yield* next.set(picked)
            yield* leave()
          })
          yield* list.delInit(vm_bo)
        })
      })
      yield* ret(next)
    },
  )

  const restore_vm_bo_list = procedure(
    { params: { local_list: heads } },
    function* restore_vm_bo_list({ local_list: head }) {
      yield* rules.section('restore_vm_bo_list', lock, function* () {
        yield* list.spliceInit(lists.at(head))
        if (local_list !== null) yield* local_list.store(none)
      })
    },
  )

  return {
    /** The body for each entry; `leave` in it is C's `break`. Afterwards the list is as it was. */
    *for_each_vm_bo_in_list<Y extends AnyStatement>(
      head: Head,
      body: (vm_bo: VmBo) => Generator<Y, void, unknown>,
    ) {
      const vm_bo = yield* local('vm_bo', pointer, none)
      yield* loop(function* () {
        const next = yield* get_next_vm_bo_from_list({ local_list: head, prev: vm_bo })
        yield* vm_bo.set(next)
        yield* when(vm_bo.isNone(), function* () {
          yield* leave()
        })
        yield* body(vm_bo.get())
      })
      // A reference is left where the body broke out of the loop.
      if (reference !== 'none') yield* drm_gpuvm_bo_put({ vm_bo })
      yield* restore_vm_bo_list({ local_list: head })
    },
  }
}
