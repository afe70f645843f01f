/** The fence, and the functions of `drivers/dma-buf/dma-fence.c` on it. */

import {
  bool,
  identity,
  individual,
  not,
  procedure,
  struct,
  when,
  type ModelBuilder,
  type StatementNode,
} from '../../dsl/index.ts'
import {
  dmaFence,
  objects,
  rcuHeads,
  rcuPointer,
  type Callback,
  type Rcu,
  type Spinlock,
} from '../../dsl/kernel/index.ts'
import type { Module } from './module.ts'
import type { Lifetime } from './variant.ts'

/** What the exporter has to do with its fence. */
interface Exporter {
  readonly lifetime: Lifetime
  readonly module: Module
  /** The lock that it gives to `dma_fence_init`; null where the fence has its own. */
  readonly lock: (() => Spinlock) | null
  /** The most references at a time. */
  readonly references: number
  /** What is done with the operation's name. */
  readonly get_timeline_name: () => StatementNode<never, unknown>
  /** `ops->release` up to where it frees the fence, and from there on; null where the exporter has none. */
  readonly release: ((free: () => StatementNode<never, void>) => Callback) | null
}

export type Fence = ReturnType<typeof fenceOf>

/** Declares it, and who frees it. */
export function fenceOf(m: ModelBuilder, rcu: Rcu, exporter: Exporter) {
  const { lifetime, module, lock, references } = exporter
  const fence = identity('fence', 1)
  const only = individual(fence, 0)
  const base = dmaFence({
    lock: lock ?? 'inline',
    lockClass: '&fence->lock',
    references,
    ops: {
      *release(): Callback {
        yield* dma_fence_release()
      },
    },
  })
  // `ops` is true while it points to the module's `struct dma_fence_ops`.
  const members = struct({ base, ops: rcuPointer(rcu, bool, true) })
  const fences = m.state('fence', objects(fence, members))
  const heads = lifetime.fence === 'kfree_rcu' ? m.state('fence->rcu', rcuHeads(rcu, fence)) : null
  if (heads !== null) {
    m.process('rcu_fence', { daemon: true, context: 'softirq' }, function* () {
      yield* heads.invokingOnce((head) => fences.free(head))
    })
  }
  const it = fences.at(only)
  const detached = lifetime.ops === 'module, detached'

  const dma_fence_free = procedure(function* dma_fence_free() {
    yield* heads === null ? fences.free(only) : heads.kfreeRcu(only)
  })
  const exporter_fence_release = procedure(function* exporter_fence_release() {
    if (exporter.release !== null) yield* exporter.release(dma_fence_free)
  })
  const dma_fence_release = procedure(function* dma_fence_release() {
    if (lifetime.ops === 'module') yield* module.use('fence->ops->release')
    if (detached) {
      yield* rcu.readLock()
      const ops = yield* it.ops.dereference()
      yield* when(ops, function* () {
        yield* module.use('ops->release')
      })
      yield* rcu.readUnlock()
    }
    yield* exporter.release === null ? dma_fence_free() : exporter_fence_release()
  })
  const dma_fence_put = procedure(function* dma_fence_put() {
    yield* it.base.put()
  })
  const dma_fence_signal = procedure(function* dma_fence_signal() {
    const flags = yield* it.base.lock.lockIrqsave()
    yield* it.base.signalLocked()
    if (detached) yield* it.ops.assign(false)
    yield* it.base.lock.unlockIrqrestore(flags)
  })
  const dma_fence_wait_timeout = procedure(function* dma_fence_wait_timeout() {
    yield* it.base.waitTimeout()
  })
  const exporter_get_timeline_name = procedure(function* exporter_get_timeline_name() {
    yield* module.use('ops->get_timeline_name')
    yield* exporter.get_timeline_name()
  })
  const dma_fence_timeline_name = procedure(function* dma_fence_timeline_name() {
    if (detached) {
      const ops = yield* it.ops.dereference()
      yield* when(ops, function* () {
        yield* exporter_get_timeline_name()
      })
    } else {
      const signaled = yield* it.base.isSignaled()
      yield* when(not(signaled), function* () {
        yield* exporter_get_timeline_name()
      })
    }
  })
  return {
    sort: fence,
    only,
    alloc: () => fences.alloc(),
    init: () => it.base.init(),
    get: () => it.base.get(),
    /** `dma_fence_get_rcu`. */
    getRcu: () => it.base.getRcu(),
    /** `dma_fence_is_signaled`. */
    isSignaled: () => it.base.isSignaled(),
    dma_fence_put,
    dma_fence_signal,
    dma_fence_wait_timeout,
    dma_fence_timeline_name,
  }
}
