/**
 * What tells the fences of one context from others: a pointer to the object that makes them, as the thread of May 2022 considers, or a
 * number that `dma_fence_context_alloc` gives. Functions are those of `drivers/dma-buf/dma-resv.c` and `drivers/dma-buf/dma-fence.c`; of
 * whoever reuses the memory, those of TTM; those of the exporter, which the thread does not name, begin with `exporter_`.
 */

import {
  all,
  and,
  array,
  atomic,
  bool,
  cond,
  identity,
  individual,
  int,
  label,
  model,
  oneOf,
  optional,
  procedure,
  ret,
  step,
  struct,
  value,
  type ModelBuilder,
  type TermOf,
} from '../../dsl/index.ts'
import {
  atomicInt,
  dmaFences,
  dmaResv,
  objects,
  plain,
  type Callback,
} from '../../dsl/kernel/index.ts'

/** What `dma_fence_init` is given for a context, and when the object goes that makes the fences; the first is the default. */
const proposals = oneOf('number', 'pointer', 'pointer-kept')

/** Two clients of a driver write one buffer, each with an object and a fence of his own; somebody waits for both. */
export const contextId = model(
  'context id',
  {
    context: proposals,
    /** What is left out. */
    without: oneOf('nothing', 'dma_resv_lock', 'atomic64_inc', 'dma_resv_wait_timeout'),
  },
  (m, { context, without }) => {
    const freed = context === 'pointer-kept' ? 'on release' : 'on close'
    const client = identity('client', 2)
    const object = identity('object', 2)
    // The allocator gives out again what was freed.
    const members = struct({ seqno: atomicInt(int(0, 1)) })
    const exporters = m.state('exporter', objects(object, members, { reuse: true }))
    const exporterOf = m.state('fence->exporter', array(client, optional(object)))
    const u64 = int(0, 2)
    /** Each fence has a reference of the hardware, and one of the container. */
    const fences = m.state(
      'fence',
      dmaFences(client, {
        context: u64,
        seqno: int(0, 1),
        references: 2,
        ops: { release: (self) => exporter_fence_release(self) },
      }),
    )
    const resv = m.state('resv', dmaResv({ fences, references: true }))
    const ring = m.state('ring', array(client, bool))
    const contexts = context === 'number' ? numbersOf(m, without === 'atomic64_inc') : null

    function* exporter_fence_release(self: TermOf<typeof client>): Callback {
      if (freed === 'on release') yield* exporters.free(exporterOf.at(self))
    }
    /** `(u64)obj`. */
    const address = (pointer: TermOf<ReturnType<typeof optional<typeof object>>>) =>
      cond(pointer.is(individual(object, 0)), value(u64, 1), 2)

    const dma_resv_lock = without === 'dma_resv_lock' ? null : resv
    const exporter_submit_ioctl = procedure(
      { params: { self: client, number: u64 } },
      function* exporter_submit_ioctl({ self, number }) {
        if (dma_resv_lock !== null) yield* dma_resv_lock.lock()
        yield* resv.reserveFences(1)
        yield* atomic(function* exporter_fence_create() {
          const seqno = yield* exporters.at(exporterOf.at(self)).seqno.incReturn()
          yield* fences.at(self).init({ context: number, seqno })
        })
        yield* resv.addFence(self, 'WRITE')
        yield* step('writel(doorbell)', {}, function* () {
          yield* ring.at(self).set(true)
        })
        if (dma_resv_lock !== null) yield* dma_resv_lock.unlock()
      },
    )
    const ioctl = procedure({ params: { self: client } }, function* drm_ioctl({ self }) {
      const pointer = yield* exporters.alloc()
      yield* exporterOf.at(self).set(pointer)
      if (contexts !== null) {
        const number = yield* contexts()
        yield* exporter_submit_ioctl({ self, number })
      } else yield* exporter_submit_ioctl({ self, number: address(pointer) })
      if (freed === 'on close') yield* exporters.free(pointer)
    })
    const process = m.process('client', { each: client }, function* (self) {
      yield* ioctl({ self })
    })
    const interrupt = procedure(
      { params: { self: client } },
      function* exporter_irq_handler({ self }) {
        yield* step('irq_enter', { guard: ring.at(self) }, function* () {})
        yield* fences.at(self).signal()
        yield* fences.at(self).put()
      },
    )
    const irq = m.process('irq', { each: client, context: 'hardirq' }, function* (self) {
      yield* interrupt({ self })
    })
    const ttm_bo_evict = procedure(function* ttm_bo_evict() {
      yield* resv.lock()
      if (without !== 'dma_resv_wait_timeout') yield* resv.waitFences('READ')
      yield* label('reuses')
      yield* resv.unlock()
    })
    const ttm_bo_release = procedure(function* ttm_bo_release() {
      const unused = and(
        process.every((p) => p.terminated()),
        irq.every((p) => p.terminated()),
      )
      yield* step('kref_put(bo->kref)', { guard: unused }, function* () {})
      yield* resv.fini()
    })
    const importer = m.process('importer', function* () {
      yield* ttm_bo_evict()
      yield* ttm_bo_release()
    })

    const reuses = importer.only.at('reuses')
    m.always(
      'memory is reused when all work on it is done',
      reuses.implies(all(client, (c) => ring.at(c).implies(fences.at(c).signaled))),
    )
    m.reachable(
      'memory is reused after the work of both',
      and(
        reuses,
        all(client, (c) => ring.at(c)),
      ),
    )
    m.reachable('the last fence is released', importer.only.terminated())
  },
)

/** `dma_fence_context_alloc`: gives a number that no other context has; or that may be another's, if its counter is `split` in a read and a write. */
function numbersOf(m: ModelBuilder, split: boolean) {
  const u64 = int(0, 2)
  if (split) {
    const counter = m.state('dma_fence_context_counter', plain(u64))
    return procedure({ returns: u64 }, function* dma_fence_context_alloc() {
      const before = yield* counter.load()
      yield* counter.store(before.plus(1))
      yield* ret(before.plus(1))
    })
  }
  const counter = m.state('dma_fence_context_counter', atomicInt(u64))
  return procedure({ returns: u64 }, function* dma_fence_context_alloc() {
    yield* ret(yield* counter.incReturn())
  })
}
