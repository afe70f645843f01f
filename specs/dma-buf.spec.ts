/** The dma-buf locking convention as adopted upstream: an importer and an exporter that keep to it, and one of each kind of mistake. */

import {
  breaksLockOrder,
  check,
  deadlocks,
  failsAssertion,
  faults,
  holds,
  suite,
  violates,
} from '../dsl/index.ts'
import { dmaBufExporter } from '../models/dma-buf/exporter.ts'
import { dmaBufImporter } from '../models/dma-buf/importer.ts'

const held = "'resv' is held"
const notHeld = "'resv' is not held"

export default suite('dma-buf: the locking convention', [
  check(dmaBufImporter, { importer: 'right' }, holds({ distinct: 2508 }), {
    accept: ['never true: dma_buf_put: refcount_dec_and_test(file)'],
  }),
  check(
    dmaBufImporter,
    { importer: 'maps without the lock' },
    failsAssertion(notHeld, { steps: 6 }),
  ),
  check(
    dmaBufImporter,
    { importer: 'vmaps without the lock' },
    failsAssertion(notHeld, { steps: 1 }),
  ),
  check(
    dmaBufImporter,
    { importer: 'vmaps without the lock', assertions: false },
    failsAssertion('BUG_ON(dmabuf->vmapping_counter == 0)', { steps: 11 }),
  ),
  check(dmaBufImporter, { importer: 'detaches with the lock' }, failsAssertion(held, { steps: 7 })),
  check(
    dmaBufImporter,
    { importer: 'detaches with the lock', assertions: false },
    deadlocks({ steps: 6 }),
  ),
  check(dmaBufImporter, { importer: 'vmaps with the lock' }, failsAssertion(held, { steps: 2 })),
  check(
    dmaBufImporter,
    { importer: 'vmaps with the lock', assertions: false },
    deadlocks({ steps: 2 }),
  ),
  check(
    dmaBufImporter,
    { importer: 'keeps the lock' },
    faults('lock held when returning to user space: resv', { steps: 10 }),
  ),
  check(dmaBufImporter, { importer: 'locks in move_notify' }, deadlocks({ steps: 12 })),
  check(
    dmaBufImporter,
    { importer: 'locks in either order' },
    breaksLockOrder('circular', ['&importer->lock', 'reservation_ww_class_mutex']),
  ),
  check(
    dmaBufImporter,
    { importer: 'unmaps too often' },
    failsAssertion('BUG_ON(dmabuf->vmapping_counter == 0)', { steps: 4 }),
  ),
  check(
    dmaBufImporter,
    { importer: 'never detaches' },
    violates('importer ends detached', { steps: 5 }),
  ),

  check(dmaBufExporter, { exporter: 'right' }, holds({ distinct: 176 })),
  check(dmaBufExporter, { exporter: 'locks in map_dma_buf' }, deadlocks({ steps: 16 })),
  check(dmaBufExporter, { exporter: 'keeps the lock in attach' }, deadlocks({ steps: 3 })),
  check(
    dmaBufExporter,
    { exporter: 'unlocks in pin' },
    violates('a callback that is called with the lock keeps it', { steps: 13 }),
  ),
  check(
    dmaBufExporter,
    { exporter: 'locks in either order' },
    breaksLockOrder('circular', ['&obj->lock', 'reservation_ww_class_mutex']),
  ),
  check(dmaBufExporter, { exporter: 'reclaims by the lock' }, deadlocks({ steps: 17 })),
  check(dmaBufExporter, { exporter: 'waits for work that locks' }, deadlocks({ steps: 19 })),
  check(
    dmaBufExporter,
    { exporter: 'notifies without the lock' },
    failsAssertion(notHeld, { steps: 1 }),
  ),
])
