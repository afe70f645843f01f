/**
 * How a GPU VM's lists are walked while entries come and go, and who puts the last reference: what was proposed in the thread of
 * September 2023, each with its verdict; and deferred cleanup, of October 2025.
 */

import { check, deadlocks, failsAssertion, faults, holds, suite, violates } from '../dsl/index.ts'
import { gpuvmDeferred } from '../models/gpuvm/deferred.ts'
import { gpuvm } from '../models/gpuvm/gpuvm.ts'

const unlocked = 'a job executes with each live external object locked'
const resurrected = 'refcount_t: addition on 0; use-after-free.'
const resvNotHeld = "'gem[obj].resv' is not held"

export default suite('gpuvm: list iteration and the last put', [
  check(gpuvm, { variant: 'patch', scenario: 'unmap' }, holds({ distinct: 357 })),
  check(gpuvm, { variant: 'patch', scenario: 'unmap', mappings: 2 }, holds({ distinct: 1306 })),
  check(
    gpuvm,
    { variant: 'no-reference', scenario: 'unmap' },
    faults('use-after-free: vm_bo', { steps: 19 }),
  ),
  check(gpuvm, { variant: 'kref_get', scenario: 'unmap' }, faults(resurrected, { steps: 7 })),
  check(
    gpuvm,
    { variant: 'put-under-lock', scenario: 'unmap' },
    deadlocks({ steps: 16, processes: ['submitter A'] }),
  ),
  check(
    gpuvm,
    { variant: 'lock-held', scenario: 'unmap' },
    faults('sleeping in atomic context', { steps: 5 }),
  ),

  check(gpuvm, { variant: 'patch', scenario: 'two-submitters' }, violates(unlocked, { steps: 14 })),
  check(
    gpuvm,
    { variant: 'local_list', scenario: 'two-submitters' },
    failsAssertion('WARN_ON(local_list != __local_list)', { steps: 12 }),
  ),
  check(
    gpuvm,
    { variant: 'local_list', scenario: 'two-submitters', assertions: false },
    violates(unlocked, { steps: 18 }),
  ),
  check(gpuvm, { variant: 'vm-lock', scenario: 'two-submitters' }, holds({ distinct: 4943 })),
  check(gpuvm, { variant: 'prepare-vm', scenario: 'two-submitters' }, holds({ distinct: 8105 })),
  check(
    gpuvm,
    { variant: 'resv-protected', scenario: 'two-submitters' },
    holds({ distinct: 4823 }),
  ),

  check(gpuvm, { variant: 'patch', scenario: 'map' }, holds({ distinct: 231 })),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'map', unlocked: 'drm_gpuva_unlink' },
    failsAssertion(resvNotHeld, { steps: 1 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'map', unlocked: 'drm_gpuva_unlink', assertions: false },
    faults(resurrected, { steps: 4 }),
  ),
  check(
    gpuvm,
    { variant: 'removal-in-put', scenario: 'map', mappings: 2 },
    violates('an object has one live vm_bo in the VM', { steps: 13 }),
  ),

  // Where an iteration ends early, the last put may come without the lock of the GEM list.
  check(
    gpuvm,
    { variant: 'patch', scenario: 'interrupted' },
    failsAssertion(resvNotHeld, { steps: 20 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'interrupted-and-map', assertions: false },
    faults(resurrected, { steps: 15 }),
  ),
  check(
    gpuvm,
    { variant: 'patch', scenario: 'no-memory' },
    failsAssertion(resvNotHeld, { steps: 24 }),
  ),
  check(
    gpuvm,
    { variant: 'prepare-vm', scenario: 'back-off' },
    failsAssertion(resvNotHeld, { steps: 24 }),
  ),
  check(
    gpuvm,
    { variant: 'driver-lock', scenario: 'unmap' },
    failsAssertion("'gem[obj].gpuva.lock' is not held", { steps: 21 }),
  ),
  check(
    gpuvm,
    { variant: 'dedicated-lock', scenario: 'interrupted-and-map' },
    holds({ distinct: 7977 }),
  ),
  check(gpuvm, { variant: 'dedicated-lock', scenario: 'back-off' }, holds({ distinct: 1245 })),

  check(gpuvm, { variant: 'patch', scenario: 'evict' }, holds({ distinct: 1900 })),
  check(gpuvm, { variant: 'resv-protected', scenario: 'evict' }, holds({ distinct: 2085 })),

  check(
    gpuvmDeferred,
    { enqueue: 'under gpuva.lock' },
    faults('use-after-free: gem', { steps: 19 }),
  ),
  check(gpuvmDeferred, { enqueue: 'after the unlock', mapper: true }, holds({ distinct: 3196 })),
  check(gpuvmDeferred, { lists: 'resv', mapper: true }, holds({ distinct: 4768 })),
  check(gpuvmDeferred, { put: 'kref_put', mapper: true }, faults(resurrected, { steps: 9 })),
])
