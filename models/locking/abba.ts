/** Two tasks that take two locks, each in its own order, while a third takes a lock of its own again and again. */

import { forever, model, oneOf } from '../../dsl/index.ts'
import { mutex } from '../../dsl/kernel/index.ts'

/**
 * - `two-orders`: they can come to wait for each other, while the third goes on for ever;
 * - `outer-lock`: one more lock keeps them apart, and only the order of the classes is wrong;
 * - `one-order`: nothing is wrong.
 */
export const abba = model(
  'abba',
  { locking: oneOf('two-orders', 'outer-lock', 'one-order') },
  (m, { locking }) => {
    const [a, b] = [m.state('a', mutex('A')), m.state('b', mutex('B'))]
    const outer = locking === 'outer-lock' ? m.state('outer', mutex('outer')) : null
    const own = m.state('own', mutex('own'))

    function* nested(first: typeof a, then: typeof a) {
      if (outer !== null) yield* outer.lock()
      yield* first.lock()
      yield* then.lock()
      yield* then.unlock()
      yield* first.unlock()
      if (outer !== null) yield* outer.unlock()
    }
    m.process('one', () => nested(a, b))
    m.process('other', () => (locking === 'one-order' ? nested(a, b) : nested(b, a)))
    m.process('third', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* own.lock()
        yield* own.unlock()
      })
    })
  },
)
