/**
 * What code may do between the publication of a fence and its signal: the contract of July 2020, each of its rules with a driver that keeps
 * it and one that does not.
 */

import {
  breaksLiveness,
  breaksLockOrder,
  check,
  deadlocks,
  faults,
  holds,
  suite,
  violates,
} from '../dsl/index.ts'
import { contract } from '../models/dma-fence/contract.ts'
import { dependencies } from '../models/dma-fence/dependencies.ts'

const signalled = 'every published fence is signalled'
const reused = 'the GPU writes to memory that has a new owner'

const worker = 'kworker/submit_wq'
const timeout = 'kworker/timeout_wq'

const map = 'dma_fence_map'
const resv = 'reservation_ww_class_mutex'
const invalidation = 'mmu_notifier_invalidate_range_start'

export default suite('dma-fence: what may be done before a fence is signalled', [
  check(contract, { scenario: 'evictor' }, holds({ distinct: 305 })),
  check(contract, { scenario: 'evictor', parent: true }, holds({ distinct: 774 })),
  check(contract, { scenario: 'shrinker' }, holds({ distinct: 723 })),
  check(contract, { scenario: 'notifier' }, holds({ distinct: 1199 })),
  check(contract, { scenario: 'faulter' }, holds({ distinct: 1306 })),
  check(contract, { path: 'id_mgr->lock', scenario: 'evictor' }, holds({ distinct: 1602 })),

  check(
    contract,
    { path: 'dma_resv_lock', scenario: 'evictor' },
    deadlocks({ steps: 13, processes: [worker, 'evictor'] }),
  ),
  check(
    contract,
    { path: 'notifier_lock', scenario: 'notifier' },
    deadlocks({ steps: 23, processes: [worker, 'munmap'] }),
  ),
  check(
    contract,
    { path: 'GFP_KERNEL', scenario: 'shrinker' },
    deadlocks({ steps: 13, processes: [worker] }),
  ),
  check(
    contract,
    { path: 'GFP_NOFS', scenario: 'notifier' },
    deadlocks({ steps: 23, processes: [worker] }),
  ),
  check(
    contract,
    { path: 'GFP_NOIO', scenario: 'notifier' },
    deadlocks({ steps: 23, processes: [worker] }),
  ),
  check(
    contract,
    { path: 'GFP_NOFS', scenario: 'shrinker', mmuNotifier: false },
    holds({ distinct: 1029 }),
  ),
  check(
    contract,
    { path: 'GFP_NOIO', scenario: 'shrinker', mmuNotifier: false },
    holds({ distinct: 1029 }),
  ),
  check(
    contract,
    { path: 'GFP_NOFS', scenario: 'any-gfp-shrinker' },
    deadlocks({ steps: 13, processes: [worker] }),
  ),
  check(contract, { path: 'GFP_ATOMIC', scenario: 'shrinker' }, holds({ distinct: 1029 })),
  check(contract, { path: 'GFP_ATOMIC', scenario: 'notifier' }, holds({ distinct: 1293 })),
  check(
    contract,
    { path: 'GFP_ATOMIC-unhandled' },
    breaksLiveness(signalled, { stem: 16, loop: 0 }),
  ),
  check(
    contract,
    { path: 'GFP_ATOMIC-unhandled', scenario: 'evictor' },
    deadlocks({ steps: 17, processes: ['evictor'] }),
  ),
  check(
    contract,
    { path: 'copy_from_user', scenario: 'evictor' },
    deadlocks({ steps: 14, processes: [worker, 'evictor'] }),
  ),
  check(
    contract,
    { path: 'mmap_write_lock', scenario: 'faulter' },
    deadlocks({ steps: 15, processes: [worker, 'evictor', 'faulter'] }),
  ),
  check(
    contract,
    { path: 'mmap_read_lock', scenario: 'notifier' },
    deadlocks({ steps: 23, processes: [worker, 'munmap'] }),
  ),
  check(
    contract,
    { path: 'mmap_read_lock', scenario: 'faulter' },
    breaksLockOrder('circular', [map, '&mm->mmap_lock', resv], { distinct: 1366 }),
  ),

  check(
    contract,
    { submission: 'allocates-late', scenario: 'shrinker' },
    deadlocks({ steps: 9, processes: ['submitter'] }),
  ),
  check(
    contract,
    { submission: 'locks-late', scenario: 'notifier' },
    deadlocks({ steps: 15, processes: ['submitter', 'munmap'] }),
  ),
  check(
    contract,
    { submission: 'section-first', scenario: 'notifier' },
    breaksLockOrder('circular', [map, '&adev->notifier_lock'], { distinct: 1226 }),
  ),

  check(
    contract,
    { waiting: 'timeout-is-done', scenario: 'evictor' },
    faults(reused, { steps: 17 }),
  ),
  check(contract, { waiting: 'timeout-is-busy', scenario: 'evictor' }, holds({ distinct: 413 })),

  check(contract, { hang: true }, breaksLiveness(signalled, { stem: 17, loop: 0 })),
  check(
    contract,
    { hang: true, scenario: 'evictor' },
    deadlocks({ steps: 18, processes: ['evictor'] }),
  ),
  check(
    contract,
    { hang: true, recovery: 'reset', scenario: 'evictor' },
    holds({ distinct: 2938 }),
  ),
  check(
    contract,
    { hang: true, recovery: 'wedge', scenario: 'evictor' },
    holds({ distinct: 2938 }),
  ),
  check(
    contract,
    { hang: true, recovery: 'GFP_KERNEL', scenario: 'shrinker' },
    deadlocks({ steps: 22, processes: [timeout] }),
  ),
  check(
    contract,
    { hang: true, recovery: 'dma_resv_lock', scenario: 'evictor' },
    deadlocks({ steps: 25, processes: [timeout, 'evictor'] }),
  ),

  // Nobody waits in these: what is wrong is found by the annotations, and by the order that is primed at boot.
  check(
    contract,
    { path: 'dma_resv_lock' },
    breaksLockOrder('circular', [map, resv, 'fs_reclaim', invalidation]),
  ),
  check(contract, { path: 'GFP_KERNEL' }, breaksLockOrder('circular', [map, invalidation])),
  check(
    contract,
    { path: 'GFP_KERNEL', mmuNotifier: false },
    breaksLockOrder('circular', [map, 'fs_reclaim']),
  ),
  check(contract, { path: 'GFP_NOFS' }, breaksLockOrder('circular', [map, invalidation])),
  check(contract, { path: 'GFP_NOFS', mmuNotifier: false }, holds({ distinct: 127 })),
  check(contract, { path: 'GFP_ATOMIC' }, holds({ distinct: 127 })),
  check(
    contract,
    { path: 'GFP_KERNEL', without: 'dma_fence_begin_signalling' },
    holds({ distinct: 68 }),
  ),
  check(
    contract,
    { submission: 'allocates-late' },
    breaksLockOrder('circular', [map, invalidation]),
  ),
  check(
    contract,
    { recovery: 'dma_resv_lock' },
    breaksLockOrder('circular', [map, resv, 'fs_reclaim', invalidation]),
  ),

  check(dependencies, { locking: 'all-at-once' }, holds({ distinct: 5273 })),
  check(
    dependencies,
    { locking: 'one-at-a-time' },
    violates('jobs wait for one another in a circle', { steps: 24 }),
  ),
])
