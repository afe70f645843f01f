/** Who uses the VM: each a process that does its work once, and then puts its references. */

import {
  and,
  just,
  label,
  procedure,
  ret,
  step,
  when,
  type AnyStatement,
  type BoolTerm,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { drm_exec_init, WwAcquireCtx, type Mutex } from '../../dsl/kernel/index.ts'
import { drmExecOf } from './drm-exec.ts'
import type { Eviction } from './eviction.ts'
import type { Exec } from './exec.ts'
import type { Gem, Head, VmBo } from './objects.ts'
import type { References } from './references.ts'
import type { Lockable, LockingFunction } from './rules.ts'
import type { Scene } from './scene.ts'
import type { VmBos } from './vm-bo.ts'

/** A job. */
export interface Execution {
  /** Whether it is executed. */
  readonly now: BoolTerm
  /** Whether whoever submitted it holds the lock of an object. */
  readonly holds: (obj: Gem) => BoolTerm
}

/** What properties need to know of an actor. */
export interface Actor {
  /** What shows that it came to do its work, each as a sentence. */
  readonly witnesses: Readonly<Record<string, BoolTerm>>
  readonly done: BoolTerm
  /** Null when it never executes a job. */
  readonly executing: Execution | null
}

/** Locks all objects of the VM, brings back what was evicted if anything can be, and executes a job. */
export function submitter(
  m: ModelBuilder,
  { objects, rules }: Scene,
  cast: {
    readonly name: string
    readonly head: Head
    /** The driver's lock around the iteration; null without one. */
    readonly uvmm: Mutex | null
    readonly mayFail: boolean
  },
  { drm_gpuvm_exec_lock, drm_gpuvm_exec_unlock }: Exec,
  eviction: Eviction | null,
  puts: References,
): Actor {
  const { name, head: local_list } = cast
  const nouveau_exec_job_submit = procedure(function* nouveau_exec_job_submit() {
    const exec = yield* rules.section('drm_gpuvm_exec_lock', cast.uvmm, function* () {
      return yield* drm_gpuvm_exec_lock({ local_list })
    })
    const execute = function* () {
      if (eviction !== null) yield* eviction.drm_gpuvm_validate({ local_list })
      yield* label('executing')
      yield* step('drm_gpuvm_exec_resv_add_fence', {}, function* () {})
      yield* drm_gpuvm_exec_unlock({ exec: exec.get() })
    }
    if (!cast.mayFail) return yield* execute()
    yield* when(exec.isSome(), execute, function* () {
      yield* label('failed')
    })
  })
  const process = m.process(name, function* () {
    yield* nouveau_exec_job_submit()
    yield* puts.drm_gpuvm_put()
  })
  const { only } = process
  const now = only.at('executing')
  return {
    witnesses: {
      [`${name} executes a job`]: now,
      ...(cast.mayFail ? { [`${name} fails`]: only.at('failed') } : {}),
    },
    done: only.terminated(),
    executing: { now, holds: (obj) => objects.gems.at(obj).resv.heldBy(only.thread()) },
  }
}

/** The body with what a driver locks to change which objects are mapped; with `inContext` by an acquire context of its own. */
function* mapping<Y extends AnyStatement, R>(
  scene: Scene,
  puts: References,
  name: LockingFunction,
  obj: Gem,
  inContext: boolean,
  body: () => Generator<Y, R, unknown>,
) {
  const { objects, change, rules } = scene
  const { gems, r_obj, reservation_ww_class } = objects
  if (change.walk === 'resv held') {
    const { resvs, options } = drmExecOf(scene, puts)
    const exec = yield* drm_exec_init(resvs, options)
    yield* exec.untilAllLocked(function* () {
      yield* exec.lockObj(r_obj)
      yield* exec.retryOnContention()
      if (rules.forgets(name)) return
      yield* exec.lockObj(obj)
      yield* exec.retryOnContention()
    })
    const result = yield* body()
    yield* exec.fini()
    return result
  }
  if (inContext) {
    const ticket = new WwAcquireCtx(reservation_ww_class, 'ticket')
    yield* ticket.init()
    // Whoever holds nothing yet need not back off.
    yield* gems.at(obj).resv.lock(ticket)
    const result = yield* body()
    yield* gems.at(obj).resv.unlock()
    yield* ticket.fini()
    return result
  }
  const forgettable = change.gpuvaLock === 'functions' ? null : name
  return yield* rules.section(forgettable, rules.driverLock(obj), body)
}

/** Unmaps a mapping of the object. It has no reference to the VM but the one of the `drm_gpuvm_bo`. */
export function unmapper(
  m: ModelBuilder,
  scene: Scene,
  cast: {
    readonly name: string
    readonly count: number
    readonly obj: Gem
    readonly vm_bo: VmBo
    readonly inContext: boolean
  },
  { drm_gpuva_unlink }: VmBos,
  puts: References,
): Actor {
  const { name, count, obj, vm_bo, inContext } = cast
  const sm_step_unmap = procedure(function* sm_step_unmap() {
    yield* mapping(scene, puts, 'drm_gpuva_unlink', obj, inContext, function* () {
      yield* drm_gpuva_unlink({ vm_bo, obj })
    })
  })
  const process = m.process(name, { count }, function* () {
    yield* sm_step_unmap()
    if (scene.rules.refers('drm_gem_object_lookup')) yield* puts.drm_gem_object_put({ obj })
  })
  return { witnesses: {}, done: process.every((p) => p.terminated()), executing: null }
}

/** Maps the object once more, which has this `drm_gpuvm_bo` at first, and unmaps it again. */
export function mapper(
  m: ModelBuilder,
  scene: Scene,
  { obj, vm_bo: old }: { readonly obj: Gem; readonly vm_bo: VmBo },
  vmBos: VmBos,
  puts: References,
): Actor {
  const sm_step_map = procedure({ returns: scene.objects.vmBo }, function* sm_step_map() {
    const vm_bo = yield* mapping(scene, puts, 'drm_gpuvm_bo_obtain', obj, false, function* () {
      const obtained = yield* vmBos.drm_gpuvm_bo_obtain({ obj })
      yield* vmBos.drm_gpuva_link({ vm_bo: obtained, obj })
      yield* vmBos.drm_gpuvm_bo_extobj_add({ vm_bo: obtained })
      yield* vmBos.drm_gpuvm_bo_put({ vm_bo: just(obtained) })
      return obtained
    })
    yield* ret(vm_bo)
  })
  const sm_step_unmap = procedure(
    { params: { vm_bo: scene.objects.vmBo } },
    function* sm_step_unmap({ vm_bo }) {
      yield* mapping(scene, puts, 'drm_gpuva_unlink', obj, false, function* () {
        yield* vmBos.drm_gpuva_unlink({ vm_bo, obj })
      })
    },
  )
  const process = m.process('mapper', function* () {
    const vm_bo = yield* sm_step_map()
    yield* label('mapped')
    yield* sm_step_unmap({ vm_bo })
    if (scene.rules.refers('drm_gem_object_lookup')) yield* puts.drm_gem_object_put({ obj })
    yield* puts.drm_gpuvm_put()
  })
  const { only } = process
  const there = scene.objects.vmBos.isAllocated(old)
  return {
    witnesses: {
      'mapper finds the vm_bo': and(only.at('mapped'), there),
      'mapper creates a vm_bo': and(only.at('mapped'), there.not()),
    },
    done: only.terminated(),
    executing: null,
  }
}

/** Moves the object out of the device's memory. */
export function mover(
  m: ModelBuilder,
  { objects, rules }: Scene,
  obj: Gem,
  { drm_gpuvm_bo_gem_evict }: Eviction,
  puts: References,
): Actor {
  const lock: Lockable = objects.gems.at(obj).resv
  const ttm_bo_evict = procedure(function* ttm_bo_evict() {
    yield* rules.section('drm_gpuvm_bo_evict', lock, function* () {
      yield* rules.section('drm_gpuvm_bo_gem_evict', rules.gpuvaMutex(obj), function* () {
        yield* drm_gpuvm_bo_gem_evict({ obj })
      })
    })
  })
  const process = m.process('mover', function* () {
    yield* ttm_bo_evict()
    if (rules.refers('drm_gem_object_lookup')) yield* puts.drm_gem_object_put({ obj })
  })
  return { witnesses: {}, done: process.only.terminated(), executing: null }
}
