/** `drm_gpuvm_exec_lock`: locks the VM's external objects for a job, and the VM first where that is asked for. */

import {
  bool,
  fieldsOf,
  just,
  leave,
  local,
  none,
  optional,
  procedure,
  record,
  ret,
  sequence,
  when,
  type PlaceOf,
} from '../../dsl/index.ts'
import { DrmExec, type DrmExecOptions } from '../../dsl/kernel/index.ts'
import { drmExecOf } from './drm-exec.ts'
import type { Iteration } from './iteration.ts'
import type { Gem, GemSort, Head, VmBo } from './objects.ts'
import type { References } from './references.ts'
import type { Scene } from './scene.ts'
import type { VmList } from './vm-list.ts'

export type Exec = ReturnType<typeof execOf>

/** How a job is locked. */
export interface Submission extends Pick<DrmExecOptions<GemSort>, 'interruptibleWait' | 'reserve'> {
  /** Whether it prepares the VM first: the VM's reservation lock keeps jobs of one VM apart. */
  readonly prepareVm: boolean
  /** Whether locking an object can fail, and whether it can have to back off. */
  readonly mayFail: boolean
  readonly mayBackOff: boolean
  /** Whether objects are evicted. */
  readonly evicts: boolean
}

/** The functions of `struct drm_gpuvm_exec`. */
export function execOf(
  scene: Scene,
  extobj: VmList,
  evict: VmList,
  iteration: Iteration,
  puts: References,
  { prepareVm, mayFail, mayBackOff, evicts, ...flags }: Submission,
) {
  const { objects, change, rules } = scene
  const { gem, gems, vmBos, r_obj } = objects
  const pointer = optional(gem)
  /** `struct drm_exec`, which goes from one function to another by value. */
  const drm_exec = record({
    objects: sequence(gem, gem.size),
    contended: pointer,
    prelocked: pointer,
  })
  const { resvs, options } = drmExecOf(scene, puts)

  type Execution = DrmExec<GemSort>
  type Failed = PlaceOf<typeof bool>

  /** Whether there was an error is told by the flag, in whose place C has -EDEADLK and others. */
  function* exec_prepare_obj(exec: Execution, obj: Gem, failed: Failed) {
    const ret = yield* exec.prepareObj(obj, 1)
    yield* failed.set(ret.ne('0'))
  }

  function* leaveWhen(failed: Failed) {
    yield* when(failed, function* () {
      yield* leave()
    })
  }

  function* drm_gpuvm_prepare_objects(exec: Execution, head: Head, failed: Failed) {
    function* prepare(vm_bo: VmBo) {
      const obj = yield* objects.objOf(vm_bo)
      yield* exec_prepare_obj(exec, obj, failed)
      if (mayFail || mayBackOff) yield* leaveWhen(failed)
    }
    switch (change.walk) {
      case 'entry by entry':
        return yield* iteration.for_each_vm_bo_in_list(head, prepare)
      case 'spinlock held':
        return yield* rules.section('get_next_vm_bo_from_list', extobj.lock, function* () {
          yield* extobj.list.forEach(prepare)
        })
      case 'resv held':
        yield* rules.assertHeld(() => gems.at(r_obj).resv)
        return yield* extobj.list.forEach(function* (vm_bo) {
          yield* prepare(vm_bo)
          if (!evicts) return
          const evicted = yield* vmBos.at(vm_bo).evicted.load()
          yield* when(evicted, function* () {
            yield* evict.drm_gpuvm_bo_list_add({ vm_bo })
          })
        })
    }
  }

  const drm_gpuvm_exec_lock = procedure(
    { params: { local_list: objects.heads }, returns: optional(drm_exec) },
    function* drm_gpuvm_exec_lock({ local_list }) {
      const state = yield* local('exec', drm_exec, {
        objects: [],
        contended: none,
        prelocked: none,
      })
      const exec = new DrmExec(resvs, { ...options, ...flags }, fieldsOf(state))
      const failed = yield* local('failed', bool, false)
      yield* exec.untilAllLocked(function* () {
        yield* failed.set(false)
        if (prepareVm) {
          yield* exec_prepare_obj(exec, r_obj, failed)
          yield* exec.retryOnContention()
          if (mayFail) yield* leaveWhen(failed)
        }
        yield* drm_gpuvm_prepare_objects(exec, local_list, failed)
        yield* exec.retryOnContention()
        if (mayFail) yield* leaveWhen(failed)
      })
      if (mayFail) {
        yield* when(failed, function* () {
          yield* exec.fini()
          yield* ret(none)
        })
      }
      yield* ret(just(state))
    },
  )

  const drm_gpuvm_exec_unlock = procedure(
    { params: { exec: drm_exec } },
    function* drm_gpuvm_exec_unlock({ exec: state }) {
      const exec = new DrmExec(resvs, { ...options, ...flags }, fieldsOf(state))
      yield* exec.fini()
      // The context began in the other function, which this one's object does not know.
      yield* exec.ctx.fini()
    },
  )

  return { drm_gpuvm_exec_lock, drm_gpuvm_exec_unlock }
}
