/** More tasks that lock more buffers. */

import { check, holds, suite } from '../../dsl/index.ts'
import { execbuf } from '../../models/ww-mutex/execbuf.ts'

export default suite('ww-mutex, deep', [
  check(execbuf, { tasks: 2, buffers: 4 }, holds({ distinct: 3012 })),
  check(execbuf, { tasks: 3, buffers: 4 }, holds({ distinct: 551_388 })),
  check(execbuf, { backoff: 'wound-wait', tasks: 3, buffers: 4 }, holds({ distinct: 188_676 })),
  check(execbuf, { tasks: 4, buffers: 3 }, holds({ distinct: 12_836_149 })),
  check(execbuf, { backoff: 'wound-wait', tasks: 4, buffers: 3 }, holds({ distinct: 4_262_569 })),
])
