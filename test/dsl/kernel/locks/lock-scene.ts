/** What is tried with locks of any kind: two orders, an increment. */

import { int, type ModelBuilder } from '../../../../dsl/index.ts'
import { plain, type Lockable } from '../../../../dsl/kernel/index.ts'

/** Two processes that take both, each in its own order. */
export function inTwoOrders(m: ModelBuilder, a: Lockable, b: Lockable): void {
  const both = (outer: Lockable, inner: Lockable) =>
    function* () {
      yield* outer.lock()
      yield* inner.lock()
      yield* inner.unlock()
      yield* outer.unlock()
    }
  m.process('one', both(a, b))
  m.process('other', both(b, a))
}

/** Two processes that increment one variable, in two accesses, under the lock if there is one; no increment must get lost. */
export function counting(m: ModelBuilder, lock: Lockable | null): void {
  const count = m.state('count', plain(int(0, 2)))
  const worker = m.process('worker', { count: 2 }, function* () {
    if (lock !== null) yield* lock.lock()
    const before = yield* count.load()
    yield* count.store(before.plus(1))
    if (lock !== null) yield* lock.unlock()
  })
  const ended = worker.every((w) => w.terminated())
  m.always('nothing is lost', ended.implies(count.value.eq(2)))
}
