/** How a job comes to the scheduler: by a driver with implicit synchronisation, or by one with explicit. */

import { label, procedure, set } from '../../dsl/index.ts'
import { dma_resv_usage_rw } from '../../dsl/kernel/index.ts'
import type { Buffer } from './buffer.ts'
import type { Omission } from './omission.ts'
import type { Job } from './scenario.ts'
import type { PushJob } from './scheduler.ts'

/** The kernel finds out what the job has to wait for. */
export function implicitSubmission(
  { resv }: Buffer,
  push: PushJob,
  { name, access }: Job,
  without: Omission,
) {
  const write = access === 'write'
  const early = without === 'dma_resv_lock while dependencies are collected'
  const locks = without !== 'dma_resv_lock of lima_gem_submit'

  return procedure(function* lima_gem_submit() {
    yield* label('before the lock')
    if (locks && !early) yield* resv.lock()
    if (!early) yield* resv.assertHeld()
    const dependencies = yield* resv.getFences(dma_resv_usage_rw(write))
    if (locks && early) yield* resv.lock()
    if (without !== 'dma_resv_reserve_fences of lima_gem_submit') yield* resv.reserveFences(1)
    yield* push(name, dependencies)
    if (without !== 'dma_resv_add_fence of lima_gem_submit') {
      yield* resv.addFence(name, write ? 'WRITE' : 'READ')
    }
    if (locks) yield* resv.unlock()
  })
}

/** The user says what the job has to wait for. Its fence is not for those who read or write the buffer, but for those who move it. */
export function explicitSubmission({ names, resv }: Buffer, push: PushJob, { name }: Job) {
  return procedure({ params: { in_fence: set(names) } }, function* xe_exec_ioctl({ in_fence }) {
    yield* label('before the lock')
    yield* resv.lock()
    yield* resv.reserveFences(1)
    yield* push(name, in_fence)
    yield* resv.addFence(name, 'BOOKKEEP')
    yield* resv.unlock()
  })
}
