/**
 * What a fence needs to live, and for how long: the proposals of the thread of May 2022 on fences with a lock of their own, each with its
 * verdict.
 */

import { breaksLiveness, check, faults, holds, suite, violates } from '../dsl/index.ts'
import { contextId } from '../models/dma-fence-lifetime/context-id.ts'
import { fenceLifetime } from '../models/dma-fence-lifetime/fence-lifetime.ts'
import { internalFence } from '../models/dma-fence-lifetime/internal-fence.ts'
import { signallingOrder } from '../models/dma-fence-lifetime/signalling-order.ts'

const inOperation = 'use-after-free: operation'
const inText = 'use-after-free: module_text'
const unloaded = 'an unload comes to an end'
const unordered = 'fences are signalled in their order'
const reused = 'memory is reused when all work on it is done'

// A fence is released when it is signalled, and has no ops then.
const detached = { accept: ['never true: dma_fence_release: rcu_dereference(fence[0].ops)'] }

export default suite('dma_fence: how long its lock lives, and what else it needs', [
  check(
    fenceLifetime,
    { variant: 'operation', scenario: 'wait' },
    faults(inOperation, { steps: 15 }),
  ),
  check(
    fenceLifetime,
    { variant: 'operation-kfree_rcu', scenario: 'wait' },
    faults(inOperation, { steps: 16 }),
  ),
  check(
    fenceLifetime,
    { variant: 'static-signalled', scenario: 'unload' },
    faults('use-after-free: module_data', { steps: 22 }),
  ),
  check(
    fenceLifetime,
    { variant: 'static-released', scenario: 'unload' },
    holds({ distinct: 1526 }),
  ),
  check(
    fenceLifetime,
    { variant: 'static-released', scenario: 'kept' },
    breaksLiveness(unloaded, { stem: 17, loop: 0 }),
  ),
  check(fenceLifetime, { variant: 'context', scenario: 'wait' }, holds({ distinct: 743 })),
  check(fenceLifetime, { variant: 'context', scenario: 'unload' }, holds({ distinct: 1938 })),
  check(
    fenceLifetime,
    { variant: 'context', scenario: 'kept' },
    breaksLiveness(unloaded, { stem: 18, loop: 0 }),
  ),
  check(
    fenceLifetime,
    { variant: 'context-sleeps', scenario: 'wait' },
    faults('sleeping in atomic context', { steps: 16 }),
  ),
  check(
    fenceLifetime,
    { variant: 'context-work', scenario: 'unload' },
    faults(inText, { steps: 25 }),
  ),
  check(
    fenceLifetime,
    { variant: 'context-work-flushed', scenario: 'unload' },
    holds({ distinct: 3220 }),
  ),
  check(fenceLifetime, { variant: 'subclass', scenario: 'wait' }, holds({ distinct: 587 })),
  check(fenceLifetime, { variant: 'subclass', scenario: 'unload' }, holds({ distinct: 1526 })),
  check(fenceLifetime, { variant: 'in-place', scenario: 'wait' }, holds({ distinct: 573 })),
  check(
    fenceLifetime,
    { variant: 'in-place-kfree', scenario: 'wait' },
    faults('use-after-free: fence', { steps: 16 }),
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-signalled', scenario: 'unload' },
    faults(inText, { steps: 18 }),
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-detached', scenario: 'unload' },
    holds({ distinct: 3580 }),
    detached,
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-detached', scenario: 'kept' },
    holds({ distinct: 3580 }),
    detached,
  ),
  check(
    fenceLifetime,
    { variant: 'subclass', scenario: 'sync-info' },
    faults(inOperation, { steps: 16 }),
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-detached', scenario: 'sync-info' },
    holds({ distinct: 2552 }),
    detached,
  ),

  check(signallingOrder, { locking: 'lock-per-fence' }, violates(unordered, { steps: 24 })),
  check(signallingOrder, { locking: 'shared-lock' }, violates(unordered, { steps: 24 })),
  check(signallingOrder, { locking: 'batch' }, holds({ distinct: 868 })),
  check(signallingOrder, { locking: 'lock-per-fence-batch' }, holds({ distinct: 966 })),

  check(contextId, { context: 'pointer' }, violates(reused, { steps: 25 })),
  check(contextId, { context: 'pointer-kept' }, holds({ distinct: 1122 })),
  check(contextId, { context: 'number' }, holds({ distinct: 4932 })),

  check(
    internalFence,
    { escaping: 'internal-holds', kept: true },
    breaksLiveness('a job gives its resources back in the end', { stem: 23, loop: 0 }),
  ),
  check(internalFence, { escaping: 'internal-holds', kept: false }, holds({ distinct: 389 })),
  check(
    internalFence,
    { escaping: 'internal-freed', kept: false },
    faults('use-after-free: ring', { steps: 24 }),
  ),
  check(internalFence, { escaping: 'public', kept: false }, holds({ distinct: 603 })),
  check(internalFence, { escaping: 'public', kept: true }, holds({ distinct: 603 })),
])
