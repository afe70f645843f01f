/** Who takes which lock and which reference, unless a mutant forgets it. */

import type { AnyStatement, StatementNode } from '../../dsl/index.ts'
import type { Gem, Objects } from './objects.ts'

/** The functions that take a lock, or whose callers do. */
export const lockingFunctions = [
  'drm_gpuvm_exec_lock',
  'get_next_vm_bo_from_list',
  'restore_vm_bo_list',
  'drm_gpuvm_bo_list_add',
  'drm_gpuvm_bo_list_del',
  'drm_gpuvm_bo_obtain',
  'drm_gpuva_unlink',
  'drm_gpuvm_bo_put',
  'drm_gpuvm_bo_evict',
  'drm_gpuvm_bo_gem_evict',
] as const

/** Those of the other model, in which cleanup is deferred. */
export const deferringFunctions = [
  'drm_gpuva_unlink_defer',
  'drm_gpuvm_bo_obtain',
  'drm_gpuvm_bo_list_del',
  'drm_gpuvm_bo_deferred_cleanup',
] as const

export type LockingFunction =
  | (typeof lockingFunctions)[number]
  | (typeof deferringFunctions)[number]

/** The references that somebody has. */
export const references = [
  'vm_bo->vm',
  'vm_bo->obj',
  'va->vm_bo',
  'drm_exec',
  'drm_gem_object_lookup',
] as const

export type Reference = (typeof references)[number]

/** What the parameters say. */
export interface RuleOptions {
  /**
   * Which lock is the one of an object's GEM list: its reservation lock, or a mutex, which the driver takes or the functions do.
   */
  readonly gpuvaLock: 'resv' | 'driver' | 'functions'
  /** Whether functions assert what their callers must hold. */
  readonly assertions: boolean
  /** The function that goes without its lock. */
  readonly unlocked: LockingFunction | 'none'
  /** The reference that nobody takes or puts. */
  readonly unreferenced: Reference | 'none'
}

/** What can be locked and unlocked. */
export interface Lockable {
  lock(): StatementNode<never, void>
  unlock(): StatementNode<never, void>
  assertHeld(): StatementNode<never, void>
}

/** The rules of one model. */
export class Rules {
  /** The functions that take a lock in this model, and the references that are taken. */
  readonly locking = new Set<LockingFunction>()
  readonly referring = new Set<Reference>()
  readonly #objects: Objects
  readonly #options: RuleOptions

  constructor(objects: Objects, options: RuleOptions) {
    this.#objects = objects
    this.#options = options
  }

  /** The body with the lock held, if there is one; or the body alone. Without a name, nobody forgets the lock. */
  *section<Y extends AnyStatement, R>(
    name: LockingFunction | null,
    lock: Pick<Lockable, 'lock' | 'unlock'> | null,
    body: () => Generator<Y, R, unknown>,
  ): Generator<Y | StatementNode<never, void>, R, unknown> {
    if (lock !== null && name !== null) this.locking.add(name)
    const taken = this.#options.unlocked === name ? null : lock
    if (taken !== null) yield* taken.lock()
    const result = yield* body()
    if (taken !== null) yield* taken.unlock()
    return result
  }

  /** Whether the function goes without its lock. */
  forgets(name: LockingFunction): boolean {
    this.locking.add(name)
    return this.#options.unlocked === name
  }

  /** Whether there is such a reference. */
  refers(name: Reference): boolean {
    this.referring.add(name)
    return this.#options.unreferenced !== name
  }

  /** The lock of the object's GEM list. */
  gpuvaLock(obj: Gem): Lockable {
    const { resv, gpuva } = this.#objects.gems.at(obj)
    return this.#options.gpuvaLock === 'resv' ? resv : gpuva.lock
  }

  /** The same where it is a mutex; null where it is the reservation lock. */
  gpuvaMutex(obj: Gem): Lockable | null {
    return this.#options.gpuvaLock === 'resv' ? null : this.#objects.gems.at(obj).gpuva.lock
  }

  /** What a driver locks that changes the GEM list, whether or not that is the list's lock. */
  driverLock(obj: Gem): Lockable {
    const { resv, gpuva } = this.#objects.gems.at(obj)
    return this.#options.gpuvaLock === 'driver' ? gpuva.lock : resv
  }

  /** `drm_gem_gpuva_assert_lock_held`. */
  *drm_gem_gpuva_assert_lock_held(obj: Gem): Generator<StatementNode<never, void>, void, unknown> {
    yield* this.assertHeld(() => this.gpuvaLock(obj))
  }

  /** `lockdep_assert_held`, where assertions are on. */
  *assertHeld(lock: () => Lockable): Generator<StatementNode<never, void>, void, unknown> {
    if (this.#options.assertions) yield* lock().assertHeld()
  }

  /** Whether functions assert anything. */
  get assertions(): boolean {
    return this.#options.assertions
  }
}
