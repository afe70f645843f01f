/** The safe rows of the thread on sync_file and CPU access, with more jobs, users and frames. */

import { check, holds, suite } from '../../dsl/index.ts'
import { bufferReady } from '../../models/sync-file/buffer-ready.ts'
import { dmaBufVmap } from '../../models/sync-file/dma-buf-vmap.ts'
import { syncFile } from '../../models/sync-file/sync-file.ts'
import { vmapLocal } from '../../models/sync-file/vmap-local.ts'

export default suite('sync_file, deep', [
  check(
    syncFile,
    { scenario: 'two-writers', ownership: true, frames: 2 },
    holds({ distinct: 84_475 }),
  ),
  check(syncFile, { scenario: 'reader', ownership: true, frames: 2 }, holds({ distinct: 85_712 })),
  check(
    syncFile,
    { scenario: 'readers', ownership: true, frames: 2 },
    holds({ distinct: 52_569_856 }),
  ),
  check(
    syncFile,
    { scenario: 'implicit-reader', ownership: true, frames: 2 },
    holds({ distinct: 82_686 }),
  ),
  check(syncFile, { scenario: 'implicit', frames: 2 }, holds({ distinct: 23_271_098 })),
  check(
    syncFile,
    { scenario: 'chain', ownership: true, frames: 2 },
    holds({ distinct: 34_778_154 }),
  ),
  check(bufferReady, { waits: 'sync_file', ahead: 3 }, holds({ distinct: 27_886 })),
  check(vmapLocal, { mapping: 'vmap, pinned', users: 3 }, holds({ distinct: 6421 })),
  check(dmaBufVmap, { users: 3 }, holds({ distinct: 448 })),
])
