/**
 * Who holds the lock around vmap: the conventions of the thread of May 2022 on shmem buffers, each
 * with its verdict; and what goes with them, the shrinker and users that map the buffer.
 */

import {
  check,
  deadlocks,
  failsAssertion,
  faults,
  holds,
  neverReaches,
  suite,
} from '../dsl/index.ts'
import { shmem } from '../models/shmem/shmem.ts'
import {
  attachedOnce,
  dynamic,
  importers,
  importersWithOwnLock,
  mappedOnce,
  mmapped,
  neverMapped,
  neverPurgedTwice,
  noFastPath,
  pinnedOnce,
} from './shmem-notes.ts'

export default suite('shmem: who holds the lock around vmap', [
  check(shmem, { convention: 'legacy', scenario: 'importers' }, holds({ distinct: 2020 }), {
    accept: importersWithOwnLock,
  }),
  check(shmem, { convention: 'universal', scenario: 'importers' }, holds({ distinct: 888 }), {
    accept: importers,
  }),
  check(
    shmem,
    { convention: 'drm-only', scenario: 'importers' },
    failsAssertion("'resv' is not held", { steps: 1 }),
  ),
  check(
    shmem,
    { convention: 'drm-only', scenario: 'console', assertions: false },
    faults('access to a mapping that is gone', { steps: 15 }),
  ),
  check(shmem, { convention: 'exporter-locks', scenario: 'importers' }, holds({ distinct: 1852 }), {
    accept: importers,
  }),
  check(
    shmem,
    { convention: 'exporter-locks', scenario: 'dynamic-importer' },
    deadlocks({ steps: 13 }),
  ),
  check(
    shmem,
    { convention: 'exporter-locks', scenario: 'same-context' },
    neverReaches('dynamic_importer uses a mapping', { distinct: 140 }),
    { accept: [...dynamic, ...mappedOnce, ...attachedOnce, ...neverMapped] },
  ),
  check(
    shmem,
    { convention: 'separate-vmap-lock', scenario: 'importers' },
    holds({ distinct: 2020 }),
    { accept: importersWithOwnLock },
  ),
  check(
    shmem,
    { convention: 'separate-vmap-lock', scenario: 'dynamic-importer' },
    deadlocks({ steps: 17 }),
  ),
  check(shmem, { convention: 'interim', scenario: 'importers' }, holds({ distinct: 2020 }), {
    accept: importersWithOwnLock,
  }),
  check(shmem, { convention: 'interim', scenario: 'dynamic-importer' }, deadlocks({ steps: 17 })),
  check(
    shmem,
    { convention: 'universal', scenario: 'dynamic-importer' },
    holds({ distinct: 232 }),
    { accept: [...dynamic, ...attachedOnce] },
  ),
  check(shmem, { convention: 'universal', scenario: 'all-importers' }, holds({ distinct: 4032 }), {
    accept: dynamic,
  }),
  check(shmem, { convention: 'universal', scenario: 'pin' }, holds({ distinct: 432 }), {
    accept: [...dynamic, ...mappedOnce],
  }),

  check(
    shmem,
    { convention: 'universal', scenario: 'shrinker-trylock' },
    holds({ distinct: 2663 }),
    { accept: [...mappedOnce, ...pinnedOnce, ...neverPurgedTwice] },
  ),
  check(shmem, { convention: 'interim', scenario: 'shrinker-trylock' }, holds({ distinct: 6453 }), {
    accept: [...mappedOnce, ...pinnedOnce, ...noFastPath, ...neverPurgedTwice],
  }),
  check(shmem, { convention: 'universal', scenario: 'shrinker-blocking' }, deadlocks({ steps: 7 })),

  check(shmem, { convention: 'universal', scenario: 'mmap-exporter' }, holds({ distinct: 282 }), {
    accept: mmapped,
  }),
  check(shmem, { convention: 'universal', scenario: 'mmap-importer' }, holds({ distinct: 282 }), {
    accept: mmapped,
  }),
  check(
    shmem,
    { convention: 'universal', scenario: 'mmap-tegra' },
    faults('the user reaches memory that is not the buffer', { steps: 2 }),
  ),
])
