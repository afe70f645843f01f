/** Two locks that are taken in one order while a device is brought up, and in the other from then on. */

import { bool, model, waitUntil } from '../../dsl/index.ts'
import { mutex } from '../../dsl/kernel/index.ts'

/** No run can deadlock: nobody takes them in the second order before everybody is through with the first. */
export const phases = model('phases', {}, (m) => {
  const [a, b] = [m.state('a', mutex('A')), m.state('b', mutex('B'))]
  const probed = m.state('probed', bool)

  m.process('probe', function* () {
    yield* a.lock()
    yield* b.lock()
    yield* b.unlock()
    yield* a.unlock()
    yield* probed.set(true)
  })
  m.process('ioctl', { count: 2 }, function* () {
    yield* waitUntil(probed)
    yield* b.lock()
    yield* a.lock()
    yield* a.unlock()
    yield* b.unlock()
  })
})
