/**
 * Importers against the dma-buf locking convention: one that keeps to it, and one for each kind of mistake. They are no drivers of the
 * kernel; what they call are functions of `drivers/dma-buf/dma-buf.c`.
 */

import { bool, model, oneOf } from '../../dsl/index.ts'
import { mutex } from '../../dsl/kernel/index.ts'
import { dmaBufContract, type CallName, type Calls } from './contract.ts'
import type { DmaBuf } from './dma-buf.ts'

/** As a video driver does: it leaves locking to dma-buf. */
export const video: readonly CallName[] = [
  'dma_buf_get',
  'dma_buf_vmap_unlocked',
  'dma_buf_vunmap_unlocked',
  'dma_buf_attach',
  'dma_buf_map_attachment_unlocked',
  'dma_buf_begin_cpu_access',
  'dma_buf_end_cpu_access',
  'dma_buf_unmap_attachment_unlocked',
  'dma_buf_detach',
  'dma_buf_put',
]

/** As a graphics driver does: it holds the lock around all that it does at once. */
export const graphics: readonly CallName[] = [
  'dma_buf_get',
  'dma_buf_dynamic_attach',
  'dma_resv_lock',
  'dma_buf_pin',
  'dma_buf_map_attachment',
  'dma_buf_vmap',
  'dma_buf_vunmap',
  'dma_buf_unmap_attachment',
  'dma_buf_unpin',
  'dma_resv_unlock',
  'dma_buf_detach',
  'dma_buf_put',
]

/** The importers; the first is the default. */
const importers = oneOf(
  'right',
  'maps without the lock',
  'vmaps without the lock',
  'detaches with the lock',
  'vmaps with the lock',
  'keeps the lock',
  'locks in move_notify',
  'locks in either order',
  'unmaps too often',
  'never detaches',
)

/** What it calls. One that locks in either order has a lock of its own. */
const callsOf: Readonly<
  Record<Exclude<(typeof importers.values)[number], 'locks in either order'>, Calls>
> = {
  right: graphics,
  'maps without the lock': ['dma_buf_attach', 'dma_buf_map_attachment'],
  'vmaps without the lock': ['dma_buf_vmap', 'dma_buf_vunmap'],
  'detaches with the lock': ['dma_buf_attach', 'dma_resv_lock', 'dma_buf_detach'],
  'vmaps with the lock': ['dma_resv_lock', 'dma_buf_vmap_unlocked'],
  'keeps the lock': ['dma_buf_attach', 'dma_buf_detach', 'dma_resv_lock'],
  'locks in move_notify': ['dma_buf_dynamic_attach', 'dma_buf_detach'],
  'unmaps too often': ['dma_buf_vunmap_unlocked'],
  'never detaches': ['dma_buf_attach'],
}

/** This importer, another that leaves locking to dma-buf, and an exporter that moves the buffer. */
export const dmaBufImporter = model(
  'dma-buf importer',
  {
    importer: importers,
    /** Whether functions assert what the convention asks of their callers. */
    assertions: bool.default(true),
  },
  (m, { importer, assertions }) => {
    const locksInNotify = importer === 'locks in move_notify'
    /** Its mapping is stale from now on. */
    const move_notify = function* ({ resv }: DmaBuf) {
      if (locksInNotify) yield* resv.lock()
      yield* resv.assertHeld()
      if (locksInNotify) yield* resv.unlock()
    }
    const inEitherOrder = () => {
      const lock = m.state('lock', mutex('&importer->lock'))
      return function* ({ resv, dma_buf_begin_cpu_access, dma_buf_end_cpu_access }: DmaBuf) {
        yield* resv.lock()
        yield* lock.lock()
        yield* lock.unlock()
        yield* resv.unlock()
        yield* lock.lock()
        yield* dma_buf_begin_cpu_access()
        yield* dma_buf_end_cpu_access()
        yield* lock.unlock()
      }
    }
    const calls = importer === 'locks in either order' ? inEitherOrder() : callsOf[importer]
    dmaBufContract(m, {
      assertions,
      drivers: {
        video,
        importer: { calls, move_notify },
        exporter: ['dma_resv_lock', 'dma_buf_move_notify', 'dma_resv_unlock'],
      },
    })
  },
)
