/** What goes wrong with locks, and what looks much like it and is right: each in a model of a few lines. */

import { breaksLockOrder, check, deadlocks, faults, holds, suite } from '../dsl/index.ts'
import { abba } from '../models/locking/abba.ts'
import { fenceSection } from '../models/locking/fence-section.ts'
import { flushWork } from '../models/locking/flush-work.ts'
import { krefLookup } from '../models/locking/kref-lookup.ts'
import { listDel } from '../models/locking/list-del.ts'
import { lostWakeup } from '../models/locking/lost-wakeup.ts'
import { nestedIrq } from '../models/locking/nested-irq.ts'
import { phases } from '../models/locking/phases.ts'
import { recursiveRead } from '../models/locking/recursive-read.ts'
import { sleepInAtomic } from '../models/locking/sleep-in-atomic.ts'
import { wwBackOff } from '../models/locking/ww-back-off.ts'

const sleeping = 'sleeping in atomic context'

export default suite('locking: what goes wrong with locks, in a few lines', [
  check(
    abba,
    { locking: 'two-orders' },
    deadlocks({ steps: 2, distinct: 14, processes: ['one', 'other'], shape: 'circular' }),
  ),
  check(abba, { locking: 'outer-lock' }, breaksLockOrder('circular', ['A', 'B'], { distinct: 48 })),
  check(abba, { locking: 'one-order' }, holds({ distinct: 32 })),
  check(phases, {}, breaksLockOrder('circular', ['A', 'B'], { distinct: 32 })),

  check(
    recursiveRead,
    { reading: 'twice', writer: 'yes' },
    deadlocks({ steps: 2, distinct: 9, processes: ['reader', 'writer'], shape: 'global' }),
  ),
  check(
    recursiveRead,
    { reading: 'twice', writer: 'no' },
    breaksLockOrder('recursive', ['mmap_lock'], { distinct: 5 }),
  ),
  check(recursiveRead, { reading: 'once', writer: 'yes' }, holds({ distinct: 10 })),
  check(recursiveRead, { reading: 'once', writer: 'no' }, holds({ distinct: 3 })),

  check(
    nestedIrq,
    { locking: 'spin_lock' },
    deadlocks({ steps: 2, distinct: 9, processes: ['task', 'irq'], shape: 'global' }),
  ),
  check(
    nestedIrq,
    { locking: 'spin_lock' },
    breaksLockOrder('inconsistent state', ['queue_lock'], { distinct: 23 }),
    { scenario: 'spin_lock, order alone', deadlock: false },
  ),
  check(nestedIrq, { locking: 'spin_lock_irqsave' }, holds({ distinct: 20 })),

  check(
    sleepInAtomic,
    { inside: 'kmalloc(GFP_KERNEL)' },
    faults(sleeping, { steps: 2, distinct: 2 }),
  ),
  check(sleepInAtomic, { inside: 'mutex_lock' }, faults(sleeping, { steps: 2, distinct: 2 })),
  check(sleepInAtomic, { inside: 'kmalloc(GFP_ATOMIC)' }, holds({ distinct: 4 })),
  check(sleepInAtomic, { inside: 'nothing' }, holds({ distinct: 4 })),

  check(
    flushWork,
    { flushing: 'under-lock' },
    deadlocks({ steps: 4, distinct: 20, processes: ['kworker/wq', 'remove'], shape: 'global' }),
  ),
  check(
    flushWork,
    { flushing: 'under-lock-late' },
    breaksLockOrder('circular', ['dev->lock', '(work_completion)(&reset)'], { distinct: 15 }),
  ),
  check(flushWork, { flushing: 'after-unlock' }, holds({ distinct: 39 })),

  check(
    fenceSection,
    { driver: 'waits' },
    deadlocks({ steps: 1, distinct: 4, processes: ['driver'], shape: 'partial' }),
  ),
  check(
    fenceSection,
    { driver: 'locks' },
    deadlocks({ steps: 2, distinct: 6, processes: ['driver', 'ioctl'], shape: 'global' }),
  ),
  check(
    fenceSection,
    { driver: 'locks-late' },
    breaksLockOrder('circular', ['dma_fence_map', 'dev->lock'], { distinct: 14 }),
  ),
  check(fenceSection, { driver: 'locks-after' }, holds({ distinct: 18 })),

  check(wwBackOff, { locking: 'wait-die' }, holds({ distinct: 3854 })),
  check(wwBackOff, { locking: 'wound-wait' }, holds({ distinct: 2276 })),
  check(
    wwBackOff,
    { locking: 'no-context' },
    deadlocks({
      steps: 3,
      distinct: 23,
      processes: ['task 0', 'task 1', 'task 2'],
      shape: 'global',
    }),
  ),

  check(
    lostWakeup,
    { order: 'test-then-prepare' },
    deadlocks({ steps: 4, distinct: 15, processes: ['waiter'], shape: 'global' }),
  ),
  check(lostWakeup, { order: 'prepare-then-test' }, holds({ distinct: 16 })),

  check(
    krefLookup,
    { find: 'kref_get' },
    faults('refcount_t: addition on 0; use-after-free.', { steps: 7, distinct: 22 }),
  ),
  check(krefLookup, { find: 'kref_get_unless_zero' }, holds({ distinct: 37 })),

  check(
    listDel,
    { removal: 'list_del' },
    faults('list_del corruption: lru', { steps: 11, distinct: 29 }),
  ),
  check(listDel, { removal: 'list_del_init' }, holds({ distinct: 30 })),
  check(listDel, { removal: 'list_empty-first' }, holds({ distinct: 35 })),
])
