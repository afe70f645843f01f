/** The drivers that keep the fence contract, with more jobs, and with everybody at once. */

import { check, holds, suite } from '../../dsl/index.ts'
import { contract } from '../../models/dma-fence/contract.ts'
import { dependencies } from '../../models/dma-fence/dependencies.ts'

export default suite('dma-fence, deep', [
  check(contract, { scenario: 'everybody' }, holds({ distinct: 133_161 })),
  check(contract, { scenario: 'everybody', parent: true }, holds({ distinct: 253_415 })),
  check(contract, { scenario: 'everybody', path: 'GFP_ATOMIC' }, holds({ distinct: 253_908 })),
  check(contract, { scenario: 'evictor', jobs: 3 }, holds({ distinct: 172_562 })),
  check(contract, { scenario: 'evictor', jobs: 2, parent: true }, holds({ distinct: 36_535 })),
  check(contract, { scenario: 'shrinker', jobs: 3 }, holds({ distinct: 855_402 })),
  check(
    contract,
    { scenario: 'notifier', jobs: 2, path: 'GFP_ATOMIC' },
    holds({ distinct: 53_169 }),
  ),
  check(contract, { scenario: 'faulter', jobs: 2 }, holds({ distinct: 42_290 })),
  check(
    contract,
    { scenario: 'evictor', jobs: 2, path: 'id_mgr->lock' },
    holds({ distinct: 57_525 }),
  ),
  check(
    contract,
    { scenario: 'evictor', jobs: 2, hang: true, recovery: 'reset' },
    holds({ distinct: 277_250 }),
  ),
  check(
    contract,
    { scenario: 'evictor', jobs: 2, hang: true, recovery: 'wedge' },
    holds({ distinct: 289_412 }),
  ),
  check(
    contract,
    { scenario: 'everybody', hang: true, recovery: 'reset' },
    holds({ distinct: 1_172_383 }),
  ),
  check(dependencies, { locking: 'all-at-once', jobs: 3 }, holds({ distinct: 676_109 })),
])
