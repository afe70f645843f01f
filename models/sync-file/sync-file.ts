/**
 * Fences that user space takes out of a dma-buf and puts into it: the thread of March to September 2020 on exporting and importing
 * sync_files. Functions are those of `drivers/dma-buf/dma-buf.c`; `lima_gem_submit` of `drivers/gpu/drm/lima/lima_gem.c` stands
 * for any driver with implicit synchronisation, `xe_exec_ioctl` for one with explicit, and `drivers/gpu/drm/scheduler` runs the jobs.
 */

import { bool, int, model, oneOf } from '../../dsl/index.ts'
import { bufferOf } from './buffer.ts'
import { omissions } from './omission.ts'
import { orderOf } from './order.ts'
import { ownershipOf } from './ownership.ts'
import { declareOrder } from './properties.ts'
import { jobsOf, repeated, scenarios } from './scenario.ts'
import { entity, pushJobOf } from './scheduler.ts'
import { syncFileIoctlOf } from './sync-file-ioctl.ts'
import { explicitUser, implicitUser, type Agreement } from './users.ts'

/** Jobs that use one buffer. */
export const syncFile = model(
  'sync_file',
  {
    scenario: scenarios,
    /** How often each user has such a job; all of them come at any time. */
    frames: int(1, 2),
    /** The ioctls as they were adopted, or as they are in version 5 of the patch. */
    api: oneOf('flags', 'v5'),
    /** Whether users take turns, as window systems let them. */
    ownership: bool,
    /** What a user does when there was no memory for the import of its fence; by default there is. */
    afterFailure: oneOf('impossible', 'hands over', 'polls'),
    /** What is left out. */
    without: omissions,
  },
  (m, { scenario, frames, api, ownership, afterFailure, without }) => {
    const jobs = repeated(jobsOf[scenario], frames)
    const buffer = bufferOf(m, jobs)
    const order = orderOf(m, buffer)
    const push = pushJobOf(buffer, order)
    const owner = ownership ? ownershipOf(m, buffer) : null
    const agreement: Agreement = { ownership: owner, afterFailure, without }
    const failing = afterFailure !== 'impossible'
    const ioctl = syncFileIoctlOf(buffer, { api, failing, without })

    const users = jobs.map((job) => {
      const { path } = job
      if (path.kind === 'implicit') {
        return implicitUser(m, buffer, push, job, agreement)
      }
      return explicitUser(m, buffer, push, { ...job, path }, ioctl, agreement)
    })
    const executions = jobs.map((job) => entity(m, buffer, job, without))
    declareOrder(m, buffer, order, users, executions)
  },
)
