/** Who uses the fence, and who unloads the module of its exporter: each a process that does its work once. */

import {
  all,
  bool,
  either,
  fair,
  label,
  leadsTo,
  not,
  procedure,
  ret,
  step,
  when,
  type BoolTerm,
  type ModelBuilder,
} from '../../dsl/index.ts'
import type { Rcu } from '../../dsl/kernel/index.ts'
import type { Exporter } from './exporter.ts'

/** What actors work on. */
export interface Stage {
  readonly m: ModelBuilder
  readonly rcu: Rcu
  readonly exporter: Exporter
}

/** Submits one operation. Gives whether that is done: then the fence is in the container, and an interrupt can come. */
export function submission({ m, exporter }: Stage): BoolTerm {
  const submitter = m.process('submitter', function* () {
    yield* exporter.exporter_submit_ioctl()
  })
  const submitted = submitter.only.terminated()
  const exporter_irq_handler = exporter.exporter_irq_handler(submitted)
  const irq = m.process('irq', { context: 'hardirq' }, function* () {
    yield* exporter_irq_handler()
  })
  m.reachable('the operation is done', irq.only.terminated())
  return submitted
}

/** Where a process starts that needs the operation to be submitted. */
function begins(name: string, submitted: BoolTerm) {
  return step(name, { guard: submitted }, function* () {})
}

/** Users who wait for the fence if it is not signalled; their time may run out. */
export function waiters({ m, exporter }: Stage, submitted: BoolTerm, count: number): void {
  const { fence, syncobj } = exporter
  const drm_syncobj_wait_ioctl = procedure(function* drm_syncobj_wait_ioctl() {
    yield* begins('drm_ioctl', submitted)
    const got = yield* syncobj.drm_syncobj_fence_get()
    yield* when(got, function* () {
      const signaled = yield* fence.isSignaled()
      yield* when(not(signaled), function* () {
        yield* label('waiting')
        yield* fence.dma_fence_wait_timeout()
      })
      if (syncobj.isCounted) yield* fence.dma_fence_put()
    })
  })
  const waiter = m.process('waiter', { count }, function* () {
    yield* drm_syncobj_wait_ioctl()
  })
  m.reachable(
    'a user waits',
    waiter.some((p) => p.at('waiting')),
  )
  m.temporal(
    'each wait comes to an end',
    all(waiter, (p) => leadsTo(p.at('waiting'), p.terminated())),
  )
}

/** Users who make a file of the fence, and ask that for the names that the exporter has for it. */
export function readers({ m, rcu, exporter }: Stage, submitted: BoolTerm, count: number): void {
  const { fence, syncobj } = exporter
  const drm_syncobj_export_sync_file = procedure(
    { returns: bool },
    function* drm_syncobj_export_sync_file() {
      yield* begins('drm_ioctl', submitted)
      yield* ret(yield* syncobj.drm_syncobj_fence_get())
    },
  )
  const sync_fill_fence_info = procedure(function* sync_fill_fence_info() {
    yield* rcu.readLock()
    yield* fence.dma_fence_timeline_name()
    yield* rcu.readUnlock()
  })
  const sync_file_release = procedure(function* sync_file_release() {
    yield* fence.dma_fence_put()
  })
  const reader = m.process('reader', { count }, function* () {
    const got = yield* drm_syncobj_export_sync_file()
    yield* when(got, function* () {
      yield* label('reads')
      yield* sync_fill_fence_info()
      yield* sync_file_release()
    })
  })
  m.reachable(
    'a user reads the names of the fence',
    reader.some((p) => p.at('reads')),
  )
}

/** Whoever has the container, and takes the fence out of it; or keeps it there for ever, if he `mayKeep` it. */
export function owner({ m, exporter }: Stage, submitted: BoolTerm, mayKeep: boolean): void {
  const drm_ioctl = procedure(function* drm_ioctl() {
    yield* begins('drm_ioctl', submitted)
    yield* exporter.syncobj.drm_syncobj_reset_ioctl()
  })
  const reset = function* () {
    yield* drm_ioctl()
  }
  const process = m.process('owner', function* () {
    yield* either(mayKeep ? fair('none', reset) : reset)
  })
  m.reachable('the fence is taken out of the container', process.only.terminated())
}

/** Unloads the module. */
export function rmmod({ m, exporter }: Stage, submitted: BoolTerm): void {
  const delete_module = procedure(function* delete_module() {
    yield* begins('try_stop_module', submitted)
    yield* label('unloading')
    yield* exporter.exporter_exit()
    yield* exporter.module.free_module()
  })
  const { only } = m.process('rmmod', function* () {
    yield* delete_module()
  })
  m.reachable('the module is unloaded', only.terminated())
  m.leadsTo('an unload comes to an end', only.at('unloading'), only.terminated())
}
