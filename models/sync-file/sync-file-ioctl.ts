/** `DMA_BUF_IOCTL_EXPORT_SYNC_FILE` and `DMA_BUF_IOCTL_IMPORT_SYNC_FILE`. */

import { bool, procedure, ret, set, when } from '../../dsl/index.ts'
import { dma_resv_usage_rw, kmalloc } from '../../dsl/kernel/index.ts'
import type { Buffer } from './buffer.ts'
import type { Omission } from './omission.ts'
import type { Access } from './scenario.ts'

/** Which version of the ioctls: `flags`, as they were adopted, or version 5, which knows the exclusive slot only. */
export type Interface = 'flags' | 'v5'

interface Options {
  readonly api: Interface
  /** Whether there may be no memory for an import. */
  readonly failing: boolean
  readonly without: Omission
}

export type SyncFileIoctl = ReturnType<typeof syncFileIoctlOf>

/** The two ioctls. Exporting gives the fences in the sync_file; importing tells whether it did. */
export function syncFileIoctlOf({ names, resv }: Buffer, { api, failing, without }: Options) {
  const locks = without !== 'dma_resv_lock of dma_buf_import_sync_file'

  /** What the job of that access has to wait for, as it is now. The lock is not held. */
  const exportSyncFile = (flags: Access) =>
    procedure({ returns: set(names) }, function* dma_buf_export_sync_file() {
      const usage = api === 'v5' ? 'WRITE' : dma_resv_usage_rw(flags === 'write')
      const fences = yield* resv.getFences(usage)
      yield* ret(fences)
    })

  /** Puts the fence of the job into the buffer. */
  const importSyncFile = (name: string, flags: Access) =>
    procedure({ returns: bool }, function* dma_buf_import_sync_file() {
      if (locks) yield* resv.lock()
      const room = yield* resv.reserveFences(1, failing ? () => kmalloc('GFP_KERNEL') : null)
      yield* when(room, function* () {
        if (api === 'v5') {
          // An array of all fences and the new one goes into the exclusive slot.
          yield* resv.forEachFence('READ', function* (each) {
            yield* resv.addFence(each, 'WRITE')
          })
        }
        yield* resv.addFence(name, api === 'v5' || flags === 'write' ? 'WRITE' : 'READ')
      })
      if (locks) yield* resv.unlock()
      yield* ret(room)
    })

  return { exportSyncFile, importSyncFile }
}
