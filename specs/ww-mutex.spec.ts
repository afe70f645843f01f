/** Who locks several buffers for one job: with acquire contexts nobody is stuck, whatever the order. */

import { check, deadlocks, holds, suite } from '../dsl/index.ts'
import { execbuf } from '../models/ww-mutex/execbuf.ts'

export default suite('ww-mutex: several buffers for one job', [
  check(execbuf, { tasks: 2, buffers: 2 }, holds({ distinct: 289, generated: 429 })),
  check(execbuf, { tasks: 2, buffers: 3 }, holds({ distinct: 1094, generated: 1687 })),
  check(execbuf, { tasks: 3, buffers: 2 }, holds({ distinct: 9672, generated: 16591 })),
  check(execbuf, { backoff: 'no-context' }, deadlocks({ steps: 6 })),
  check(execbuf, { backoff: 'keep' }, deadlocks({ steps: 7 })),
])
