/** A lock that a task takes, and the interrupt handler of the same CPU too: the classic of `Documentation/locking/spinlocks.rst`, lesson 3. */

import { int, model, oneOf } from '../../dsl/index.ts'
import { cpu, plain, spinlock } from '../../dsl/kernel/index.ts'

/**
 * How the task takes it; the handler takes it with `spin_lock` in any case, since its CPU has interrupts off by then. With `spin_lock` the interrupt can come while it holds the lock, and spins for ever; a task on another CPU goes on.
 */
export const nestedIrq = model(
  'nested irq',
  { locking: oneOf('spin_lock', 'spin_lock_irqsave') },
  (m, { locking }) => {
    const cpu0 = m.state('cpu0', cpu)
    const lock = m.state('lock', spinlock('queue_lock'))
    const queued = m.state('queued', plain(int(0, 2)))

    function* enqueue() {
      const before = yield* queued.load()
      yield* queued.store(before.plus(1))
    }
    m.process('task', { on: cpu0 }, function* () {
      if (locking === 'spin_lock') {
        yield* lock.lock()
        yield* enqueue()
        yield* lock.unlock()
      } else {
        const flags = yield* lock.lockIrqsave()
        yield* enqueue()
        yield* lock.unlockIrqrestore(flags)
      }
    })
    m.process('irq', { on: cpu0, context: 'hardirq' }, function* () {
      yield* cpu0.hardirq(function* () {
        yield* lock.lock()
        yield* enqueue()
        yield* lock.unlock()
      })
    })
  },
)
