/** A completion: whom it lets on, how often, and where it blocks. */

import { describe, expect, test } from 'vitest'
import { label, not, skip, value, bool, when, type ModelBuilder } from '../../../../dsl/index.ts'
import { completion, mutex, spinlock } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

describe('a completion', () => {
  test('that is done before it is waited for keeps nobody waiting', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('worker', function* () {
        yield* done.complete()
        yield* done.wait()
      })
      m.reachable('done and not yet waited for', done.done.eq(1))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that is never done is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('waiter', function* () {
        yield* done.wait()
      })
    }
    expect(await answer(build)).toBe('deadlock, 0 steps')
  })

  test('lets nobody past before it is done', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      const waiter = m.process('waiter', function* () {
        yield* done.wait()
        yield* label('past')
        yield* skip()
      })
      const completer = m.process('completer', function* () {
        yield* label('before')
        yield* done.complete()
      })
      m.never('past before', waiter.only.at('past').and(completer.only.at('before')))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('done once lets one of two on', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('waiter', { count: 2 }, function* () {
        yield* done.wait()
      })
      m.process('completer', function* () {
        yield* done.complete()
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('done for all lets everybody on, again and again', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('waiter', { count: 2 }, function* () {
        yield* done.wait()
        yield* done.wait()
      })
      m.process('completer', function* () {
        yield* done.completeAll()
        yield* done.complete()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('made anew is not done', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('worker', function* () {
        yield* done.completeAll()
        yield* done.reinit()
        yield* done.wait()
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('done more often than declared is a fault', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion(2))
      m.process('completer', { count: 3 }, function* () {
        yield* done.complete()
      })
    }
    expect(await answer(build)).toMatch(/^fault: .*, 3 steps$/)
  })

  test('waited for under a lock that the completer takes is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const done = m.state('done', completion())
      m.process('waiter', function* () {
        yield* lock.lock()
        yield* done.wait()
        yield* lock.unlock()
      })
      m.process('completer', function* () {
        yield* lock.lock()
        yield* done.complete()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('deadlock, 1 steps')
  })
})

describe('wait_for_completion', () => {
  test('is a fault under a spinlock, and try_wait_for_completion is none', async () => {
    const build = (how: 'waits' | 'tries') => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const done = m.state('done', completion())
      m.process('worker', function* () {
        yield* done.complete()
        yield* lock.lock()
        if (how === 'waits') yield* done.wait()
        else yield* done.tryWait()
        yield* lock.unlock()
      })
    }
    expect(await answer(build('waits'))).toBe('fault: sleeping in atomic context, 3 steps')
    expect(await answer(build('tries'))).toBe('holds')
  })

  test('says who could end it, where the author does', async () => {
    const { situation } = await reportOf((m) => {
      const lock = m.state('lock', mutex('lock'))
      const done = m.state('done', completion())
      const completer = m.process('completer', function* () {
        yield* lock.lock()
        yield* done.complete()
        yield* lock.unlock()
      })
      m.process('waiter', function* () {
        yield* lock.lock()
        yield* done.wait({ by: completer.only.thread() })
        yield* lock.unlock()
      })
    })
    const waiter = situation?.threads[1]
    expect(waiter?.kind === 'blocked' && waiter.steps.map(({ wait }) => wait)).toEqual([
      { kind: 'event', event: 'completion done', by: [0] },
    ])
  })
})

describe('try_wait_for_completion', () => {
  test('never waits, and takes one away where it is done', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      const trier = m.process('trier', function* () {
        const first = yield* done.tryWait()
        const second = yield* done.tryWait()
        yield* when(first.and(second), function* () {
          yield* label('twice')
          yield* skip()
        })
        yield* when(first, function* () {
          yield* label('taken')
          yield* skip()
        })
      })
      m.process('completer', function* () {
        yield* done.complete()
      })
      m.never('twice', trier.only.at('twice'))
      m.reachable('taken', trier.only.at('taken'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is told apart from asking, which takes nothing', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('worker', function* () {
        yield* done.complete()
        const isDone = yield* done.isDone()
        yield* when(isDone, function* () {
          yield* done.wait()
        })
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('a wait that can end otherwise', () => {
  const interrupted = (possible: boolean) => (m: ModelBuilder) => {
    const done = m.state('done', completion())
    const waiter = m.process('waiter', function* () {
      const completed = yield* done.waitInterruptible({ signal: possible || value(bool, false) })
      yield* when(not(completed), function* () {
        yield* label('interrupted')
        yield* skip()
      })
    })
    m.process('completer', function* () {
      yield* done.complete()
    })
    m.never('interrupted', waiter.only.at('interrupted'))
  }

  test('is interrupted where a signal can come, and only there', async () => {
    expect(await answer(interrupted(true))).toBe('violated: interrupted, 1 steps')
    expect(await answer(interrupted(false))).toBe('holds')
  })

  test('takes nothing when it is interrupted', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('waiter', function* () {
        const completed = yield* done.waitInterruptible()
        yield* when(not(completed), function* () {
          yield* done.wait()
        })
      })
      m.process('completer', function* () {
        yield* done.complete()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('need not be interrupted, and is a deadlock where nothing else ends it', async () => {
    const build = (m: ModelBuilder) => {
      const done = m.state('done', completion())
      m.process('waiter', function* () {
        yield* done.waitInterruptible()
      })
    }
    expect(await answer(build)).toBe('deadlock, 1 steps')
  })

  test('by the clock is no deadlock where the time runs out for certain', async () => {
    const waiting = (certain: boolean) => (m: ModelBuilder) => {
      const done = m.state('done', completion())
      const waiter = m.process('waiter', function* () {
        const completed = yield* done.waitTimeout({ certain })
        yield* when(not(completed), function* () {
          yield* label('timed out')
          yield* skip()
        })
      })
      m.reachable('timed out', waiter.only.at('timed out'))
    }
    expect(await answer(waiting(true))).toBe('holds')
    expect(await answer(waiting(false))).toBe('deadlock, 1 steps')
  })
})
