/** What tests of work begin with: a queue whose work takes a lock. */

import type { ModelBuilder } from '../../../../dsl/index.ts'
import { mutex, workqueue } from '../../../../dsl/kernel/index.ts'

/** A queue, its work, and the lock that the work takes and gives up. */
export function workUnderLock(m: ModelBuilder) {
  const lock = m.state('lock', mutex('lock'))
  const wq = m.state('wq', workqueue({ run: null }))
  wq.workers(m, {
    *run() {
      yield* lock.lock()
      yield* lock.unlock()
    },
  })
  return { lock, wq, run: wq.work.run }
}
