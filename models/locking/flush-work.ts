/** A driver that is removed while its work is queued: it waits for the work, under a lock or not. After `kernel/workqueue.c`. */

import { model, oneOf } from '../../dsl/index.ts'
import { completion, mutex, workqueue } from '../../dsl/kernel/index.ts'

/**
 * - `under-lock`: `flush_work` with the lock held that the work takes;
 * - `under-lock-late`: the same, but not before the work has done what it needs the lock for: only the order is wrong;
 * - `after-unlock`: as it should be.
 */
export const flushWork = model(
  'flush work',
  { flushing: oneOf('under-lock', 'under-lock-late', 'after-unlock') },
  (m, { flushing }) => {
    const lock = m.state('lock', mutex('dev->lock'))
    const wq = m.state('wq', workqueue({ reset: null }))
    const done = m.state('reset_done', completion())

    wq.workers(m, {
      *reset() {
        yield* lock.lock()
        yield* lock.unlock()
        yield* done.complete()
      },
    })
    m.process('timeout', function* () {
      yield* wq.work.reset.queue()
    })
    m.process('remove', function* () {
      if (flushing === 'under-lock-late') yield* done.wait()
      yield* lock.lock()
      if (flushing === 'after-unlock') yield* lock.unlock()
      yield* wq.work.reset.flush()
      if (flushing !== 'after-unlock') yield* lock.unlock()
    })
  },
)
