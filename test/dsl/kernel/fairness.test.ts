/** What the library lets temporal properties assume of a kernel: who waits for a lock gets it, and what may fail need not. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  forever,
  int,
  label,
  leave,
  loop,
  skip,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../dsl/index.ts'
import {
  atomicInt,
  completion,
  kmalloc,
  mutex,
  rwsem,
  spinlock,
} from '../../../dsl/kernel/index.ts'
import { answer } from './answer.ts'

/** The verdict, whatever the run to it. */
async function verdict(build: (m: ModelBuilder) => void): Promise<string> {
  return (await answer(build)).replace(/, \d+ steps$/, '')
}

type Body = Generator<AnyStatement<string, never>, void, unknown>

/** Two tasks that take a lock and give it up again and again; the one that waits is to get it. */
const contended = (lockOf: (m: ModelBuilder) => { lock(): Body; unlock(): Body }) => {
  return (m: ModelBuilder) => {
    const { lock, unlock } = lockOf(m)
    const waiting = m.state('waiting', bool)
    m.process('other', function* () {
      yield* forever(function* () {
        yield* lock()
        yield* unlock()
      })
    })
    m.process('waiter', function* () {
      yield* waiting.set(true)
      yield* lock()
      yield* waiting.set(false)
      yield* unlock()
    })
    m.leadsTo('the waiter gets it', waiting, waiting.not())
  }
}

describe('nobody is passed by for ever who waits for', () => {
  test('a mutex', async () => {
    const build = contended((m) => {
      const lock = m.state('lock', mutex('lock'))
      return {
        *lock() {
          yield* lock.lock()
        },
        *unlock() {
          yield* lock.unlock()
        },
      }
    })
    expect(await verdict(build)).toBe('holds')
  })

  test('a spinlock', async () => {
    const build = contended((m) => {
      const lock = m.state('lock', spinlock('lock'))
      return {
        *lock() {
          yield* lock.lock()
        },
        *unlock() {
          yield* lock.unlock()
        },
      }
    })
    expect(await verdict(build)).toBe('holds')
  })

  test('a read-write semaphore, behind readers', async () => {
    const build = (m: ModelBuilder) => {
      const sem = m.state('sem', rwsem('sem'))
      const waiting = m.state('waiting', bool)
      m.process('reader', { count: 2 }, function* () {
        yield* forever(function* () {
          yield* sem.downRead()
          yield* sem.upRead()
        })
      })
      m.process('writer', function* () {
        yield* waiting.set(true)
        yield* sem.downWrite()
        yield* waiting.set(false)
        yield* sem.upWrite()
      })
      m.leadsTo('the writer gets it', waiting, waiting.not())
    }
    expect(await verdict(build)).toBe('holds')
  })
})

describe('nothing is said of', () => {
  // The other takes it back before the waiter looks again: each look finds it taken.
  test('a lock that is made of trylocks: the waiter may be passed by for ever', async () => {
    const build = contended((m) => {
      const lock = m.state('lock', mutex('lock'))
      return {
        *lock() {
          yield* loop(function* () {
            const taken = yield* lock.trylock()
            yield* when(taken, function* () {
              yield* leave()
            })
          })
        },
        *unlock() {
          yield* lock.unlock()
        },
      }
    })
    expect(await verdict(build)).toBe('liveness: the waiter gets it')
  })

  // Whoever wants the flag finds it taken at each look, as with any bit that is set by hand.
  test('a waiter for a number that others change', async () => {
    const build = (m: ModelBuilder) => {
      const busy = m.state('busy', atomicInt(int(0, 1)))
      const waiter = m.process('waiter', function* () {
        yield* label('waiting')
        yield* loop(function* () {
          yield* when((yield* busy.read()).eq(0), function* () {
            yield* leave()
          })
        })
      })
      m.process('other', function* () {
        yield* forever(function* () {
          yield* busy.set(1)
          yield* busy.set(0)
        })
      })
      m.eventually(
        'the waiter goes on',
        waiter.every((w) => w.terminated()),
      )
    }
    expect(await verdict(build)).toBe('liveness: the waiter goes on')
  })

  test('a timeout: whoever waits for what never comes waits for ever', async () => {
    const build = (certain: boolean) => (m: ModelBuilder) => {
      const done = m.state('done', completion())
      const waiter = m.process('waiter', { daemon: true }, function* () {
        const inTime = yield* done.waitTimeout({ certain })
        yield* when(inTime, function* () {
          yield* skip()
        })
      })
      m.process('completer', { fairness: 'none', daemon: true }, function* () {
        yield* done.complete()
      })
      m.eventually('the waiter goes on', waiter.only.terminated())
    }
    expect(await verdict(build(false))).toBe('liveness: the waiter goes on')
    expect(await verdict(build(true))).toBe('holds')
  })

  test('an allocation that fails: nobody is told -ENOMEM in the end', async () => {
    const build = (fails: boolean) => (m: ModelBuilder) => {
      const refused = m.state('refused', bool)
      m.process('allocator', function* () {
        yield* loop(function* () {
          const memory = yield* kmalloc('GFP_ATOMIC', { fails })
          yield* when(memory.not(), function* () {
            yield* refused.set(true)
            yield* leave()
          })
        })
      })
      m.eventually('an allocation fails', refused)
    }
    expect(await verdict(build(true))).toBe('liveness: an allocation fails')
  })

  test('an allocation that succeeds: it may fail each time', async () => {
    const build = (fails: boolean) => (m: ModelBuilder) => {
      const given = m.state('given', bool)
      m.process('allocator', function* () {
        yield* loop(function* () {
          const memory = yield* kmalloc('GFP_ATOMIC', { fails })
          yield* when(memory, function* () {
            yield* given.set(true)
            yield* leave()
          })
          yield* skip()
        })
      })
      m.eventually('there is memory', given)
    }
    expect(await verdict(build(true))).toBe('liveness: there is memory')
    expect(await verdict(build(false))).toBe('holds')
  })
})
