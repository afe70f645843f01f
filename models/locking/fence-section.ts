/** A fence that is waited for by whoever has to signal it. After "DMA Fence Signalling Annotations" of `drivers/dma-buf/dma-fence.c`. */

import { model, oneOf } from '../../dsl/index.ts'
import {
  dma_fence_begin_signalling,
  dma_fence_end_signalling,
  dmaFence,
  mutex,
} from '../../dsl/kernel/index.ts'

/**
 * What the driver does on its way to the signal, while somebody waits for the fence with a lock held:
 *
 * - `waits`: it waits for the very fence;
 * - `locks`: it takes the lock, and so waits for who waits for the fence;
 * - `locks-late`: the same, but whoever holds the lock has seen that the fence is signalled: only the order is wrong;
 * - `locks-after`: it takes the lock when it has signalled.
 */
export const fenceSection = model(
  'fence section',
  { driver: oneOf('waits', 'locks', 'locks-late', 'locks-after') },
  (m, { driver }) => {
    const fence = m.state('fence', dmaFence())
    const lock = m.state('lock', mutex('dev->lock'))

    function* locked() {
      yield* lock.lock()
      yield* lock.unlock()
    }
    m.process('driver', function* () {
      const cookie = yield* dma_fence_begin_signalling()
      if (driver === 'waits') yield* fence.wait()
      if (driver === 'locks' || driver === 'locks-late') yield* locked()
      yield* fence.signal()
      yield* dma_fence_end_signalling(cookie)
      if (driver === 'locks-after') yield* locked()
    })
    m.process('ioctl', function* () {
      if (driver === 'locks-late') yield* fence.wait()
      yield* lock.lock()
      yield* fence.wait()
      yield* lock.unlock()
    })
  },
)
