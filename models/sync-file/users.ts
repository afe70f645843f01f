/** Whoever submits a job, with what its user does around that. */

import { and, label, not, when, type BoolTerm, type ModelBuilder } from '../../dsl/index.ts'
import type { Buffer } from './buffer.ts'
import type { Omission } from './omission.ts'
import type { Ownership } from './ownership.ts'
import type { Explicit, Job } from './scenario.ts'
import type { PushJob } from './scheduler.ts'
import { explicitSubmission, implicitSubmission } from './submission.ts'
import type { SyncFileIoctl } from './sync-file-ioctl.ts'

/** What the users of a buffer agreed upon. */
export interface Agreement {
  /** One owns the buffer at a time; null where nobody does. */
  readonly ownership: Ownership | null
  /** What a user does whose import failed: nothing, or it waits for its job before others get the buffer. */
  readonly afterFailure: 'impossible' | 'hands over' | 'polls'
  readonly without: Omission
}

/** What properties need to know of a user. */
export interface User {
  /** Whether it waits for another to give up the buffer, or its lock. */
  readonly waiting: BoolTerm
  /** Whether its import failed; null where that cannot be. */
  readonly failed: BoolTerm | null
  readonly done: BoolTerm
}

/** A user who relies on implicit synchronisation. */
export function implicitUser(
  m: ModelBuilder,
  buffer: Buffer,
  push: PushJob,
  job: Job,
  { ownership, without }: Agreement,
): User {
  const lima_gem_submit = implicitSubmission(buffer, push, job, without)
  const { only } = m.process(job.name, function* () {
    yield* label('before the buffer')
    if (ownership !== null) yield* ownership.take(job.name)
    yield* lima_gem_submit()
    if (ownership !== null) yield* ownership.handOver()
  })
  return {
    waiting:
      ownership === null
        ? and(only.at('before the lock'), buffer.resv.isLocked())
        : and(only.at('before the buffer'), ownership.owned),
    failed: null,
    done: only.terminated(),
  }
}

/** A user who exports what the job waits for, submits it, and imports its fence. */
export function explicitUser(
  m: ModelBuilder,
  buffer: Buffer,
  push: PushJob,
  job: Job & { readonly path: Explicit },
  { exportSyncFile, importSyncFile }: SyncFileIoctl,
  { ownership, afterFailure, without }: Agreement,
): User {
  const { name, path } = job
  const { fence, resv } = buffer
  const xe_exec_ioctl = explicitSubmission(buffer, push, job)
  const dma_buf_export_sync_file = exportSyncFile(path.exportFor)
  const dma_buf_import_sync_file = importSyncFile(name, path.importAs)

  const imports = without !== 'dma_buf_import_sync_file'
  const mayFail = imports && afterFailure !== 'impossible'

  const { only } = m.process(name, function* () {
    yield* label('before the buffer')
    if (ownership !== null) yield* ownership.take(name)
    const syncFile = yield* dma_buf_export_sync_file()
    yield* xe_exec_ioctl({ in_fence: syncFile })
    if (imports) {
      yield* label('before the lock')
      const imported = yield* dma_buf_import_sync_file()
      if (mayFail) {
        yield* when(not(imported), function* () {
          yield* label('import failed')
          if (afterFailure === 'polls') yield* fence.at(name).wait()
        })
      }
    }
    if (ownership !== null) yield* ownership.handOver()
  })
  return {
    waiting:
      ownership === null
        ? and(only.at('before the lock'), resv.isLocked())
        : and(only.at('before the buffer'), ownership.owned),
    failed: mayFail ? only.at('import failed') : null,
    done: only.terminated(),
  }
}
