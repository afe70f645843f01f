/** The locks of a convention, as the functions take them or rely on them. */

import type { AnyStatement, ModelBuilder, StatementNode } from '../../dsl/index.ts'
import { dmaResv, mutex, type DmaResv, type Mutex } from '../../dsl/kernel/index.ts'
import { lockingOf, type Convention, type Locking } from './convention.ts'

/** The functions that take a lock in some convention. Whatever undoes one of them takes it too. */
export const lockingFunctions = [
  'drm_gem_vmap',
  'dma_buf_vmap_unlocked',
  'dma_buf_vmap',
  'drm_gem_shmem_vmap',
  'drm_gem_shmem_pin',
  'drm_gem_shmem_get_pages_sgt',
  'drm_gem_shmem_mmap',
  'drm_gem_shmem_fault',
  'drm_gem_shmem_shrinker_scan_objects',
] as const

export type LockingFunction = (typeof lockingFunctions)[number]

interface LockOptions {
  readonly convention: Convention
  /** Whether functions assert that the lock on which they rely is held. */
  readonly assertions: boolean
  /** The function that forgets its lock. */
  readonly unlocked: LockingFunction | 'none'
}

/** The locks of one model, under one convention. */
export class Locks {
  readonly convention: Locking
  /** The reservation lock, which the exporter, its dma_buf and all importers share. */
  readonly resv: DmaResv
  /** What guards the pages, and all that depends on them. */
  readonly pages: Mutex
  /** What guards the address and its count. */
  readonly vmap: Mutex
  /** What guards the mapping of the dma_buf and its count. */
  readonly dmaBuf: Mutex
  /** The functions that take a lock in this model. */
  readonly taking = new Set<LockingFunction>()
  readonly #options: LockOptions

  /** Declares the locks that the convention knows. */
  constructor(m: ModelBuilder, options: LockOptions) {
    const convention = lockingOf[options.convention]
    const { pages, vmap, dmaBuf } = convention
    const resv = m.state('resv', dmaResv())
    this.convention = convention
    this.resv = resv
    this.pages = pages === 'resv' ? resv : m.state('pages_lock', mutex('&shmem->pages_lock'))
    this.vmap = vmap === 'vmap_lock' ? m.state('vmap_lock', mutex('&shmem->vmap_lock')) : resv
    this.dmaBuf = dmaBuf === 'dmabuf->lock' ? m.state('dmabuf->lock', mutex('&dmabuf->lock')) : resv
    this.#options = options
  }

  /** The body with the lock held, in this function or in what undoes it; or the body alone. */
  *section<Y extends AnyStatement, R>(
    lock: Mutex | null,
    name: LockingFunction,
    body: () => Generator<Y, R, unknown>,
  ): Generator<Y | StatementNode<never, void>, R, unknown> {
    const taken = this.takes(lock, name)
    if (taken !== null) yield* taken.lock()
    const result = yield* body()
    if (taken !== null) yield* taken.unlock()
    return result
  }

  /** What the function locks, after all. */
  takes(lock: Mutex | null, name: LockingFunction): Mutex | null {
    if (lock !== null) this.taking.add(name)
    return this.#options.unlocked === name ? null : lock
  }

  /** `lockdep_assert_held`, where assertions are on. */
  *assertHeld(lock: Mutex): Generator<StatementNode<never, void>, void, unknown> {
    if (this.#options.assertions) yield* lock.assertHeld()
  }
}
