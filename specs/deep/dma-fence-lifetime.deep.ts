/** What a fence needs to live, with more users of it, and more fences. */

import { check, holds, suite } from '../../dsl/index.ts'
import { fenceLifetime } from '../../models/dma-fence-lifetime/fence-lifetime.ts'
import { signallingOrder } from '../../models/dma-fence-lifetime/signalling-order.ts'

// A fence is released when it is signalled, and has no ops then.
const detached = { accept: ['never true: dma_fence_release: rcu_dereference(fence[0].ops)'] }

export default suite('dma_fence lifetime, deep', [
  check(
    fenceLifetime,
    { variant: 'static-released', scenario: 'unload', users: 3 },
    holds({ distinct: 470_020 }),
  ),
  check(
    fenceLifetime,
    { variant: 'context', scenario: 'wait', users: 3 },
    holds({ distinct: 233_373 }),
  ),
  check(
    fenceLifetime,
    { variant: 'context', scenario: 'unload', users: 3 },
    holds({ distinct: 546_360 }),
  ),
  check(
    fenceLifetime,
    { variant: 'context-work-flushed', scenario: 'unload', users: 3 },
    holds({ distinct: 624_220 }),
  ),
  check(
    fenceLifetime,
    { variant: 'subclass', scenario: 'wait', users: 3 },
    holds({ distinct: 198_409 }),
  ),
  check(
    fenceLifetime,
    { variant: 'subclass', scenario: 'unload', users: 3 },
    holds({ distinct: 470_020 }),
  ),
  check(
    fenceLifetime,
    { variant: 'in-place', scenario: 'wait', users: 3 },
    holds({ distinct: 197_761 }),
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-detached', scenario: 'unload', users: 3 },
    holds({ distinct: 1_217_798 }),
    detached,
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-detached', scenario: 'kept', users: 3 },
    holds({ distinct: 1_217_798 }),
    detached,
  ),
  check(
    fenceLifetime,
    { variant: 'in-place-detached', scenario: 'sync-info', users: 3 },
    holds({ distinct: 446_484 }),
    detached,
  ),
  check(signallingOrder, { locking: 'batch', fences: 3 }, holds({ distinct: 1966 })),
  check(signallingOrder, { locking: 'batch', fences: 4 }, holds({ distinct: 3698 })),
  check(signallingOrder, { locking: 'lock-per-fence-batch', fences: 3 }, holds({ distinct: 2256 })),
  check(signallingOrder, { locking: 'lock-per-fence-batch', fences: 4 }, holds({ distinct: 4324 })),
])
