/**
 * Exporters against the dma-buf locking convention: one that keeps to it, and one for each kind of mistake. They are no drivers of the
 * kernel; what they do stands in the callbacks of `struct dma_buf_ops`.
 */

import { bool, model, oneOf, type ModelBuilder } from '../../dsl/index.ts'
import {
  kmalloc,
  mutex,
  shrinker_register,
  workqueue,
  type DmaResv,
} from '../../dsl/kernel/index.ts'
import type { DmaBufOps } from './buffer.ts'
import { dmaBufContract, type CallName } from './contract.ts'

/** The exporters; the first is the default. */
const exporters = oneOf(
  'right',
  'locks in map_dma_buf',
  'keeps the lock in attach',
  'unlocks in pin',
  'locks in either order',
  'reclaims by the lock',
  'waits for work that locks',
  'notifies without the lock',
)
type Exporter = (typeof exporters.values)[number]

/** It has the last reference to the buffer. */
const importer: readonly CallName[] = [
  'dma_buf_attach',
  'dma_resv_lock',
  'dma_buf_map_attachment',
  'dma_buf_vmap',
  'dma_buf_vunmap',
  'dma_buf_unmap_attachment',
  'dma_resv_unlock',
  'dma_buf_begin_cpu_access',
  'dma_buf_end_cpu_access',
  'dma_buf_mmap',
  'dma_buf_detach',
  'dma_buf_put',
]

/** Its callbacks: it locks where the convention lets it, and guards the rest by a lock of its own, which comes after. */
function opsOf(m: ModelBuilder, resv: DmaResv, exporter: Exporter): DmaBufOps {
  const lock = m.state('lock', mutex('&obj->lock'))
  const taking = function* () {
    yield* resv.lock()
    yield* resv.unlock()
  }
  const guarded = function* () {
    yield* lock.lock()
    yield* lock.unlock()
  }
  if (exporter === 'reclaims by the lock') {
    shrinker_register({ name: 'obj_shrinker', scan: taking })
  }
  const wq =
    exporter === 'waits for work that locks' ? m.state('wq', workqueue({ move: null })) : null
  wq?.workers(m, { move: taking })

  return {
    *attach() {
      yield* resv.lock()
      if (exporter !== 'keeps the lock in attach') yield* resv.unlock()
    },
    *detach() {
      yield* taking()
    },
    *release() {
      yield* taking()
    },
    *mmap() {
      yield* taking()
    },
    *begin_cpu_access() {
      if (exporter === 'locks in either order') yield* lock.lock()
      yield* taking()
      if (exporter === 'locks in either order') yield* lock.unlock()
    },
    *end_cpu_access() {
      yield* taking()
    },
    *pin() {
      if (exporter === 'unlocks in pin') yield* resv.unlock()
      yield* guarded()
      if (exporter === 'unlocks in pin') yield* resv.lock()
    },
    *unpin() {
      yield* guarded()
    },
    *map_dma_buf() {
      if (exporter === 'locks in map_dma_buf') yield* taking()
      if (wq !== null) {
        yield* wq.work.move.queue()
        yield* wq.work.move.flush()
      }
      yield* kmalloc('GFP_KERNEL', { fails: false })
    },
    *unmap_dma_buf() {
      yield* guarded()
    },
    *vmap() {
      yield* guarded()
    },
    *vunmap() {
      yield* guarded()
    },
  }
}

/** A buffer of this exporter, which moves it, and an importer that keeps to the convention. */
export const dmaBufExporter = model(
  'dma-buf exporter',
  {
    exporter: exporters,
    /** Whether functions assert what the convention asks of their callers. */
    assertions: bool.default(true),
  },
  (m, { exporter, assertions }) => {
    const mover: readonly CallName[] =
      exporter === 'notifies without the lock'
        ? ['dma_buf_move_notify']
        : ['dma_resv_lock', 'dma_buf_move_notify', 'dma_resv_unlock']
    dmaBufContract(m, {
      assertions,
      exporter: ({ resv }) => opsOf(m, resv, exporter),
      drivers: { importer, mover },
    })
  },
)
