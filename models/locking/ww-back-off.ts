/** Three tasks in a ring, each of which takes two buffers that it shares. After `Documentation/locking/ww-mutex-design.rst`. */

import { array, index, int, leave, local, loop, model, oneOf, when } from '../../dsl/index.ts'
import { WwAcquireCtx, WwClass, wwMutex } from '../../dsl/kernel/index.ts'

/**
 * - `wait-die`, `wound-wait`: in acquire contexts; whoever gets -EDEADLK gives back what it has, and waits for the buffer it did not get;
 * - `no-context`: each waits for the next, with one buffer held.
 *
 * That no run backs off for ever is seen by counting: with a bound on the count there are finitely many rounds.
 */
export const wwBackOff = model(
  'ww back-off',
  { locking: oneOf('wait-die', 'wound-wait', 'no-context') },
  (m, { locking }) => {
    const buffer = index('buffer', 3)
    const inContext = locking !== 'no-context'
    const ww_class = new WwClass('ww_class', {
      algorithm: locking === 'wound-wait' ? 'wound-wait' : 'wait-die',
      contexts: inContext ? 3 : 0,
      locks: 2,
    })
    const locks = m.state('lock', array(buffer, wwMutex(ww_class)))
    const ctx = new WwAcquireCtx(ww_class)
    const times = inContext ? m.ghost('back-offs', array(buffer, int(0, 4))) : null

    const task = m.process('task', { each: buffer }, function* (self) {
      const first = yield* local('first', buffer, self)
      const second = yield* local('second', buffer, self.next())
      if (times === null) {
        yield* locks.at(first).lock()
        yield* locks.at(second).lock()
      } else {
        yield* ctx.init()
        yield* locks.at(first).lock(ctx)
        yield* loop(function* () {
          const given = yield* locks.at(second).lock(ctx)
          yield* when(given.eq('0'), function* () {
            yield* leave()
          })
          yield* locks.at(first).unlock()
          yield* times.at(self).update((n) => n.plus(1))
          yield* locks.at(second).lockSlow(ctx)
          const other = yield* local('other', buffer, first)
          yield* first.set(second)
          yield* second.set(other)
        })
        yield* ctx.done()
      }
      yield* locks.at(first).unlock()
      yield* locks.at(second).unlock()
      if (times !== null) yield* ctx.fini()
    })
    if (times !== null) {
      m.always(
        'nobody backs off more than three times',
        task.every((t) => times.at(t).le(3)),
      )
      m.reachable(
        'somebody backs off',
        task.some((t) => times.at(t).gt(0)),
      )
    }
  },
)
