/** What may be done under a spinlock, and what must not: whoever holds one must not sleep. After `Documentation/locking/locktypes.rst`. */

import { model, oneOf } from '../../dsl/index.ts'
import { kmalloc, mutex, spinlock } from '../../dsl/kernel/index.ts'

/**
 * What a task does with the spinlock held: it allocates and may reclaim, takes a mutex, or allocates without reclaim. Or it allocates
 * before. The first two are wrong though they need not sleep in the run that shows it.
 */
export const sleepInAtomic = model(
  'sleep in atomic',
  { inside: oneOf('kmalloc(GFP_KERNEL)', 'mutex_lock', 'kmalloc(GFP_ATOMIC)', 'nothing') },
  (m, { inside }) => {
    const list = m.state('list', spinlock('list_lock'))
    const device = m.state('dev', mutex('dev->lock'))

    m.process('task', function* () {
      if (inside === 'nothing') yield* kmalloc('GFP_KERNEL')
      yield* list.lock()
      if (inside === 'kmalloc(GFP_KERNEL)') yield* kmalloc('GFP_KERNEL')
      if (inside === 'kmalloc(GFP_ATOMIC)') yield* kmalloc('GFP_ATOMIC')
      if (inside === 'mutex_lock') {
        yield* device.lock()
        yield* device.unlock()
      }
      yield* list.unlock()
    })
  },
)
