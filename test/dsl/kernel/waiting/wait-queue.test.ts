/** A wait queue: a wakeup between preparing and sleeping is not lost, and one before preparing is. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  int,
  label,
  model,
  not,
  skip,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { once, schedule, spinlock, waitQueue } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

describe('sleeping by hand', () => {
  /** Tests before or after it prepares; another makes the condition true and wakes. */
  const sleeping = (order: 'prepare, test' | 'test, prepare') => (m: ModelBuilder) => {
    const queue = m.state('wq', waitQueue())
    const ready = m.state('ready', once(bool))
    m.process('waiter', function* () {
      if (order === 'prepare, test') yield* queue.prepareToWait()
      const already = yield* ready.load()
      yield* when(not(already), function* () {
        if (order === 'test, prepare') yield* queue.prepareToWait()
        yield* queue.schedule()
      })
      yield* queue.finishWait()
    })
    m.process('waker', function* () {
      yield* ready.store(true)
      yield* queue.wakeUp()
    })
  }

  test('loses no wakeup where the test comes after the preparation', async () => {
    expect(await answer(sleeping('prepare, test'))).toBe('holds')
  })

  test('loses a wakeup between the test and the preparation: a deadlock', async () => {
    expect(await answer(sleeping('test, prepare'))).toBe('deadlock, 4 steps')
  })

  test('goes on at once where it was woken since it prepared', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      m.process('waiter', function* () {
        yield* queue.prepareToWait()
        yield* queue.wakeUp()
        yield* queue.schedule()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is not woken by what came before it prepared', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      m.process('waiter', function* () {
        yield* queue.wakeUpAll()
        yield* queue.prepareToWait()
        yield* queue.schedule()
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('in two queues is ended by either', async () => {
    const sleepingIn = (woken: 'a' | 'b' | 'neither') => (m: ModelBuilder) => {
      const [a, b] = [m.state('a', waitQueue()), m.state('b', waitQueue())]
      const waiter = m.process('waiter', function* () {
        yield* a.prepareToWait()
        yield* b.prepareToWait()
        yield* label('prepared')
        yield* schedule(a, b)
        yield* a.finishWait()
        yield* b.finishWait()
      })
      m.process('waker', function* () {
        yield* waitUntil(waiter.only.at('prepared'))
        if (woken === 'a') yield* a.wakeUp()
        if (woken === 'b') yield* b.wakeUp()
      })
      const ended = waiter.only.terminated()
      m.always('nobody is left', ended.implies(not(a.isActive().or(b.isActive()))))
    }
    expect(await answer(sleepingIn('a'))).toBe('holds')
    expect(await answer(sleepingIn('b'))).toBe('holds')
    expect(await answer(sleepingIn('neither'))).toBe('deadlock, 2 steps')
  })

  test('under a spinlock is a fault', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const lock = m.state('lock', spinlock('lock'))
      m.process('waiter', function* () {
        yield* lock.lock()
        yield* queue.prepareToWait()
        yield* queue.schedule()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 3 steps')
  })
})

describe('wait_event', () => {
  /** The waker makes the condition true before it wakes, or after. */
  const waiting = (waker: 'sets, wakes' | 'wakes, sets') => (m: ModelBuilder) => {
    const queue = m.state('wq', waitQueue())
    const ready = m.state('ready', bool)
    const waiter = m.process('waiter', function* () {
      yield* queue.waitEvent(ready)
      yield* label('past')
      yield* skip()
    })
    m.process('waker', function* () {
      if (waker === 'wakes, sets') yield* queue.wakeUp()
      yield* ready.set(true)
      if (waker === 'sets, wakes') yield* queue.wakeUp()
    })
    m.always('past where it is so', waiter.only.at('past').implies(ready))
  }

  test('loses no wakeup that comes after the condition', async () => {
    expect(await answer(waiting('sets, wakes'))).toBe('holds')
  })

  test('loses one that comes before the condition: a deadlock', async () => {
    expect(await answer(waiting('wakes, sets'))).toMatch(/^deadlock/)
  })

  test('sleeps again where it was woken for nothing', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const count = m.state('count', int(0, 2))
      const waiter = m.process('waiter', function* () {
        yield* queue.waitEvent(count.eq(2))
      })
      m.process('waker', function* () {
        yield* count.set(1)
        yield* queue.wakeUp()
        yield* count.set(2)
        yield* queue.wakeUp()
      })
      m.always('not before its time', waiter.only.terminated().implies(count.eq(2)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is a fault under a spinlock, even where there is nothing to wait for', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const ready = m.state('ready', bool, true)
      const lock = m.state('lock', spinlock('lock'))
      m.process('waiter', function* () {
        yield* lock.lock()
        yield* queue.waitEvent(ready)
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('of several in one queue is ended for all by one wakeup', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const ready = m.state('ready', bool)
      m.process('waiter', { count: 2 }, function* () {
        yield* queue.waitEvent(ready)
      })
      m.process('waker', function* () {
        yield* ready.set(true)
        yield* queue.wakeUp()
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('exclusive waiters', () => {
  const two = (wake: 'one' | 'two' | 'all') => (m: ModelBuilder) => {
    const queue = m.state('wq', waitQueue({ exclusive: 2 }))
    const ready = m.state('ready', bool)
    m.process('waiter', { count: 2 }, function* () {
      yield* queue.waitEventIdleExclusive(ready)
    })
    m.process('waker', function* () {
      yield* ready.set(true)
      if (wake === 'all') yield* queue.wakeUpAll()
      else yield* queue.wakeUp(wake === 'one' ? 1 : 2)
    })
  }

  test('are woken one at a time', async () => {
    expect(await answer(two('one'))).toMatch(/^deadlock/)
  })

  test('are woken together by what wakes so many, or all', async () => {
    expect(await answer(two('two'))).toBe('holds')
    expect(await answer(two('all'))).toBe('holds')
  })

  test('are woken in the order in which they came', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue({ exclusive: 2 }))
      const first = m.process('first', function* () {
        yield* queue.prepareToWaitExclusive()
        yield* label('first queued')
        yield* queue.schedule()
      })
      const second = m.process('second', function* () {
        yield* waitUntil(first.only.at('first queued'))
        yield* queue.prepareToWaitExclusive()
        yield* label('second queued')
        yield* queue.schedule()
      })
      m.process('waker', function* () {
        yield* waitUntil(second.only.at('second queued'))
        yield* queue.wakeUp()
        yield* waitUntil(first.only.terminated())
        yield* queue.wakeUp()
      })
      m.always('in order', second.only.terminated().implies(first.only.terminated()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('where none are declared are a mistake', () => {
    const build = model('small', {}, (m) => {
      const queue = m.state('wq', waitQueue())
      m.process('waiter', function* () {
        yield* queue.prepareToWaitExclusive()
      })
    })
    expect(() => build.instantiate()).toThrow(
      "'wq' is declared without exclusive waiters. Declare it with '{ exclusive: … }': how many there can be.",
    )
  })

  test('that go before their turn leave the others in order', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue({ exclusive: 2 }))
      m.process('quitter', function* () {
        yield* queue.prepareToWaitExclusive()
        yield* queue.finishWait()
      })
      const waiter = m.process('waiter', function* () {
        yield* queue.prepareToWaitExclusive()
        yield* label('queued')
        yield* queue.schedule()
      })
      m.process('waker', function* () {
        yield* waitUntil(waiter.only.at('queued'))
        yield* queue.wakeUp(2)
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('a wait that can end otherwise', () => {
  test('is interrupted by a signal, with the condition false', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const ready = m.state('ready', bool)
      const waiter = m.process('waiter', function* () {
        const happened = yield* queue.waitEventInterruptible(ready)
        yield* when(not(happened), function* () {
          yield* label('interrupted')
          yield* skip()
        })
      })
      m.process('waker', function* () {
        yield* ready.set(true)
        yield* queue.wakeUp()
      })
      m.reachable('interrupted', waiter.only.at('interrupted'))
      m.always('not queued', waiter.only.terminated().implies(not(queue.isActive())))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('need not be interrupted, and is a deadlock where nobody wakes it', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const ready = m.state('ready', bool)
      m.process('waiter', function* () {
        yield* queue.waitEventInterruptible(ready)
      })
    }
    expect(await answer(build)).toBe('deadlock, 4 steps')
  })

  test('by the clock is no deadlock where the time runs out for certain', async () => {
    const build = (m: ModelBuilder) => {
      const queue = m.state('wq', waitQueue())
      const ready = m.state('ready', bool)
      const waiter = m.process('waiter', function* () {
        const happened = yield* queue.waitEventTimeout(ready, { certain: true })
        yield* when(not(happened), function* () {
          yield* label('timed out')
          yield* skip()
        })
      })
      m.reachable('timed out', waiter.only.at('timed out'))
    }
    expect(await answer(build)).toBe('holds')
  })
})
