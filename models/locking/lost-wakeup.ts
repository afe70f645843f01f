/** A task that sleeps until a condition is true, by hand. After `include/linux/wait.h` and `kernel/sched/wait.c`. */

import { bool, model, not, oneOf, when } from '../../dsl/index.ts'
import { once, waitQueue } from '../../dsl/kernel/index.ts'

/** Whether it prepares to wait before it looks at the condition, or after: then the wakeup in between is lost. */
export const lostWakeup = model(
  'lost wakeup',
  { order: oneOf('test-then-prepare', 'prepare-then-test') },
  (m, { order }) => {
    const queue = m.state('wq', waitQueue())
    const ready = m.state('ready', once(bool))

    m.process('waiter', function* () {
      if (order === 'prepare-then-test') yield* queue.prepareToWait()
      const already = yield* ready.load()
      yield* when(not(already), function* () {
        if (order === 'test-then-prepare') yield* queue.prepareToWait()
        yield* queue.schedule()
      })
      yield* queue.finishWait()
    })
    m.process('waker', function* () {
      yield* ready.store(true)
      yield* queue.wakeUp()
    })
  },
)
