/** The proposals of the thread: where the lock of a fence lives, and what has to wait before that goes away. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the proposals; the first is the default. */
export const variants = oneOf(
  'context',
  'operation',
  'operation-kfree_rcu',
  'static-signalled',
  'static-released',
  'context-sleeps',
  'context-work',
  'context-work-flushed',
  'subclass',
  'in-place',
  'in-place-kfree',
  'in-place-signalled',
  'in-place-detached',
)

export type Variant = (typeof variants.values)[number]

/** What a proposal says. */
export interface Lifetime {
  /** What memory the lock is in: that of the operation, of the module, of a counted context, or of the fence. */
  readonly lock: 'operation' | 'module' | 'context' | 'fence'
  /**
   * Where `struct dma_fence_ops` and its functions are: in the module; in what is never unloaded; or in the module, but the fence forgets
   * them when it is signalled.
   */
  readonly ops: 'module' | 'built in' | 'module, detached'
  /** Whether the exporter has a `release` of its own. */
  readonly release: boolean
  /** What the last reference to a context does: frees it, sleeps first, or leaves both to a work item. */
  readonly contextRelease: 'kfree' | 'synchronize_rcu' | 'work'
  /** For what the module waits when it is unloaded: until its fences are signalled, or released; then perhaps for its work. */
  readonly unload: 'signalled' | 'released' | 'released and flushed'
  /** How the operation is freed once its fence is signalled. */
  readonly operation: 'kfree' | 'kfree_rcu'
  /** How a fence is freed. */
  readonly fence: 'kfree' | 'kfree_rcu'
}

const context: Lifetime = {
  lock: 'context',
  ops: 'module',
  release: true,
  contextRelease: 'kfree',
  unload: 'released',
  operation: 'kfree',
  fence: 'kfree_rcu',
}

const inPlace: Lifetime = { ...context, lock: 'fence' }

/** What each proposal says. */
export const lifetimeOf: Readonly<Record<Variant, Lifetime>> = {
  /** Each fence has a reference to its context until it is released. */
  context,
  /** The question that opened the thread: an operation makes one fence, has its lock, and is freed when it has signalled. */
  operation: { ...inPlace, lock: 'operation' },
  'operation-kfree_rcu': { ...inPlace, lock: 'operation', operation: 'kfree_rcu' },
  /** One lock for the module, which waits until all of its fences are signalled. The functions of its fences stay. */
  'static-signalled': {
    ...context,
    lock: 'module',
    ops: 'built in',
    release: false,
    unload: 'signalled',
  },
  /** It waits until they are released. */
  'static-released': { ...context, lock: 'module' },
  /** The context is released by what sleeps. */
  'context-sleeps': { ...context, contextRelease: 'synchronize_rcu' },
  /** A work item does it. */
  'context-work': { ...context, contextRelease: 'work' },
  'context-work-flushed': {
    ...context,
    contextRelease: 'work',
    unload: 'released and flushed',
  },
  /** `struct exporter_fence { struct dma_fence base; spinlock_t lock; … }`, as the array of fences has it. */
  subclass: inPlace,
  /** The patch: `dma_fence_inplace_lock_init`. Nobody is told when such a fence is released, so that its functions must stay. */
  'in-place': { ...inPlace, release: false, ops: 'built in', unload: 'signalled' },
  'in-place-kfree': {
    ...inPlace,
    release: false,
    ops: 'built in',
    unload: 'signalled',
    fence: 'kfree',
  },
  /** The module is unloaded once they are signalled, and `fence->ops` with it. */
  'in-place-signalled': { ...inPlace, release: false, unload: 'signalled' },
  /** What was adopted later: the fence forgets its ops when it is signalled, and whatever they need outlives a grace period. */
  'in-place-detached': {
    ...inPlace,
    ops: 'module, detached',
    release: false,
    unload: 'signalled',
    operation: 'kfree_rcu',
  },
}
