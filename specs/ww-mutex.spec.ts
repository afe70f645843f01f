/** Who locks several buffers for one job: with acquire contexts nobody is stuck, whatever the order. */

import { breaksLockOrder, check, deadlocks, faults, holds, suite } from '../dsl/index.ts'
import { execbuf } from '../models/ww-mutex/execbuf.ts'

const keptLocks = 'DEBUG_LOCKS_WARN_ON(ctx->acquired > 0)'

export default suite('ww-mutex: several buffers for one job', [
  check(execbuf, { tasks: 2, buffers: 2 }, holds({ distinct: 268, generated: 409 })),
  check(execbuf, { tasks: 2, buffers: 3 }, holds({ distinct: 1051, generated: 1645 })),
  check(execbuf, { tasks: 3, buffers: 2 }, holds({ distinct: 7792, generated: 14_017 })),
  check(execbuf, { backoff: 'wound-wait', tasks: 3 }, holds({ distinct: 4984, generated: 9061 })),
  check(execbuf, { backoff: 'no-context' }, deadlocks({ steps: 4 })),
  check(
    execbuf,
    { backoff: 'no-context', tasks: 1 },
    breaksLockOrder('recursive', ['ww_class_mutex']),
  ),
  check(execbuf, { backoff: 'keep' }, faults(keptLocks, { steps: 8 })),
])
