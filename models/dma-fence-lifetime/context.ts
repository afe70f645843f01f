/**
 * The context of a fence, `struct exporter_ctx`: counted, and released by whoever puts the last reference, wherever that is. Nouveau's is
 * such a one: `nouveau_fence_release` puts it.
 */

import { identity, individual, int, procedure, struct, type ModelBuilder } from '../../dsl/index.ts'
import { kref, objects, spinlock, workqueue, type Rcu } from '../../dsl/kernel/index.ts'
import type { Module } from './module.ts'
import type { Lifetime } from './variant.ts'

export type Context = ReturnType<typeof contextOf>

/** Declares it, and the worker that releases it, if that is for a work item. */
export function contextOf(m: ModelBuilder, module: Module, rcu: Rcu, lifetime: Lifetime) {
  const context = identity('context', 1)
  const only = individual(context, 0)
  const members = struct({ lock: spinlock('&ctx->lock'), refcount: kref(int(0, 2)) })
  const contexts = m.state('context', objects(context, members))
  const { lock, refcount } = contexts.at(only)
  const { contextRelease, unload } = lifetime
  const flushed = unload === 'released and flushed'
  const wq =
    contextRelease === 'work'
      ? m.state('exporter_wq', workqueue({ release: null }, { waited: flushed }))
      : null

  const exporter_ctx_release_work = procedure(function* exporter_ctx_release_work() {
    yield* module.use('exporter_ctx_release_work')
    yield* rcu.synchronize()
    yield* contexts.free(only)
    yield* module.use('return to exporter_ctx_release_work')
  })
  const exporter_ctx_release = procedure(function* exporter_ctx_release() {
    if (wq !== null) yield* wq.work.release.queue()
    else {
      if (contextRelease === 'synchronize_rcu') yield* rcu.synchronize()
      yield* contexts.free(only)
    }
  })
  const exporter_ctx_put = procedure(function* exporter_ctx_put() {
    yield* refcount.put(function* () {
      yield* exporter_ctx_release()
    })
  })
  wq?.workers(m, {
    *release() {
      yield* exporter_ctx_release_work()
    },
  })
  return {
    alloc: () => contexts.alloc(),
    get: () => refcount.get(),
    exporter_ctx_put,
    lock: () => lock,
    /** Waits until contexts that are released are gone; null where nobody does. */
    flush: wq !== null && flushed ? () => wq.work.release.flush() : null,
  }
}
