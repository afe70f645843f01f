/** The safe conventions of the thread on shmem buffers, where each user does its work more than once. */

import { check, holds, suite } from '../../dsl/index.ts'
import { shmem } from '../../models/shmem/shmem.ts'
import {
  attachedOnce,
  dynamic,
  importers,
  importersWithOwnLock,
  mmappedOften,
  neverPurgedTwice,
  noFastPath,
  pinnedOnce,
} from '../shmem-notes.ts'

export default suite('shmem, deep', [
  check(
    shmem,
    { convention: 'legacy', scenario: 'importers', each: 2 },
    holds({ distinct: 212_992 }),
    {
      accept: importersWithOwnLock,
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'importers', each: 2 },
    holds({ distinct: 67_712 }),
    {
      accept: importers,
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'importers', each: 3 },
    holds({ distinct: 5_719_552 }),
    {
      accept: importers,
    },
  ),
  check(
    shmem,
    { convention: 'exporter-locks', scenario: 'importers', each: 2 },
    holds({ distinct: 208_768 }),
    {
      accept: importers,
    },
  ),
  check(
    shmem,
    { convention: 'separate-vmap-lock', scenario: 'importers', each: 2 },
    holds({ distinct: 212_992 }),
    {
      accept: importersWithOwnLock,
    },
  ),
  check(
    shmem,
    { convention: 'interim', scenario: 'importers', each: 2 },
    holds({ distinct: 212_992 }),
    {
      accept: importersWithOwnLock,
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'dynamic-importer', each: 3 },
    holds({ distinct: 4160 }),
    {
      accept: [...dynamic, ...attachedOnce],
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'all-importers', each: 2 },
    holds({ distinct: 319_104 }),
    {
      accept: dynamic,
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'all-importers', each: 3 },
    holds({ distinct: 26_556_416 }),
    {
      accept: dynamic,
    },
  ),
  check(shmem, { convention: 'universal', scenario: 'pin', each: 3 }, holds({ distinct: 8711 }), {
    accept: dynamic,
  }),
  check(
    shmem,
    { convention: 'universal', scenario: 'shrinker-trylock', each: 2 },
    holds({ distinct: 17_547 }),
    {
      accept: [...pinnedOnce, ...neverPurgedTwice],
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'shrinker-trylock', each: 3 },
    holds({ distinct: 97_795 }),
    {
      accept: [...pinnedOnce, ...neverPurgedTwice],
    },
  ),
  check(
    shmem,
    { convention: 'interim', scenario: 'shrinker-trylock', each: 2 },
    holds({ distinct: 53_817 }),
    {
      accept: [...pinnedOnce, ...noFastPath, ...neverPurgedTwice],
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'mmap-exporter', each: 2 },
    holds({ distinct: 1360 }),
    {
      accept: mmappedOften,
    },
  ),
  check(
    shmem,
    { convention: 'universal', scenario: 'mmap-importer', each: 2 },
    holds({ distinct: 1360 }),
    {
      accept: mmappedOften,
    },
  ),
])
