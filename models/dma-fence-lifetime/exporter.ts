/** The exporter: makes an operation and its fence, signals it from an interrupt, and can be unloaded. */

import { and, atomic, procedure, step, type BoolTerm, type ModelBuilder } from '../../dsl/index.ts'
import type { Atomic, Rcu } from '../../dsl/kernel/index.ts'
import { contextOf } from './context.ts'
import { fenceOf } from './fence.ts'
import { moduleOf } from './module.ts'
import type { Omitted } from './omission.ts'
import { operationOf } from './operation.ts'
import { syncobjOf } from './syncobj.ts'
import type { Lifetime } from './variant.ts'

export type Exporter = ReturnType<typeof exporterOf>

/** Who takes part, as far as the exporter knows. */
interface Users {
  /** The most references to the fence at a time. */
  readonly references: number
  /** Whether the module is unloaded. */
  readonly unload: boolean
}

/** Declares its objects and the container that it fills. */
export function exporterOf(
  m: ModelBuilder,
  rcu: Rcu,
  { references, unload }: Users,
  lifetime: Lifetime,
  omitted: Omitted,
) {
  const module = moduleOf(m, rcu, unload, omitted)
  const operation = operationOf(m, rcu, lifetime)
  const context = lifetime.lock === 'context' ? contextOf(m, module, rcu, lifetime) : null
  const active = module.counts?.active ?? null
  const fences = lifetime.release ? (module.counts?.fences ?? null) : null
  const fence = fenceOf(m, rcu, {
    lifetime,
    module,
    lock: lockOf(),
    references,
    get_timeline_name: () => operation.name.load(),
    release: lifetime.release
      ? function* (free) {
          if (context !== null) yield* context.exporter_ctx_put()
          yield* free()
          if (fences !== null) yield* fences.decAndTest()
        }
      : null,
  })
  const syncobj = syncobjOf(m, rcu, fence, omitted)

  function lockOf() {
    switch (lifetime.lock) {
      case 'operation':
        return operation.lock
      case 'module':
        return module.lock
      case 'context':
        return context === null ? null : context.lock
      case 'fence':
        return null
    }
  }

  const counted = context === null || omitted.is('kref_get(&ctx->refcount)') ? null : context
  const contained = omitted.is('dma_fence_get') ? null : fence
  const signals = !omitted.is('dma_fence_signal')
  // Nobody else knows any of this before it is in the container.
  const exporter_fence_create = () =>
    atomic(function* exporter_fence_create() {
      yield* operation.alloc()
      if (context !== null) yield* context.alloc()
      if (counted !== null) yield* counted.get()
      yield* fence.alloc()
      yield* fence.init()
      if (contained !== null) yield* contained.get()
      if (active !== null) yield* active.incReturn()
      if (fences !== null) yield* fences.incReturn()
    })
  const exporter_submit_ioctl = procedure(function* exporter_submit_ioctl() {
    yield* exporter_fence_create()
    yield* syncobj.drm_syncobj_replace_fence()
  })
  const exporter_irq_handler = (pending: BoolTerm) =>
    procedure(function* exporter_irq_handler() {
      yield* module.use('handle_irq_event', pending)
      if (signals) yield* fence.dma_fence_signal()
      yield* operation.exporter_op_free()
      yield* fence.dma_fence_put()
      if (context !== null) yield* context.exporter_ctx_put()
      if (active !== null) yield* active.decAndTest()
    })
  const awaited = [
    ...(active === null || omitted.is('wait_event(signalled)') ? [] : [active]),
    ...(fences === null || omitted.is('wait_event(released)') ? [] : [fences]),
  ]
  const exporter_exit = procedure(function* exporter_exit() {
    yield* waitEvent(awaited)
    if (context?.flush) yield* context.flush()
  })
  return {
    module,
    fence,
    syncobj,
    exporter_submit_ioctl,
    exporter_irq_handler,
    exporter_exit,
  }
}

/** `wait_event`, of which only that it sleeps until nothing is counted matters here. */
function waitEvent(counts: readonly Atomic[]) {
  const guard = and(...counts.map(({ value }) => value.eq(0)))
  const wait = { kind: 'event', event: 'operations and fences of the exporter', by: null } as const
  return step('wait_event(exporter.wq)', { guard, wait, sleeps: true }, function* () {})
}
