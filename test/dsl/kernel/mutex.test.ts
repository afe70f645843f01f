/** A mutex: what it allows, what it forbids, where it blocks. */

import { describe, expect, test } from 'vitest'
import { forever, int, label, skip, when, type ModelBuilder } from '../../../dsl/index.ts'
import { mutex, plain } from '../../../dsl/kernel/index.ts'
import { answer, reportOf } from './answer.ts'

describe('a mutex', () => {
  test('lets in one at a time', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const worker = m.process('worker', { count: 3 }, function* () {
        yield* lock.lock()
        yield* label('inside')
        yield* skip()
        yield* lock.unlock()
      })
      m.always('alone', worker.count((w) => w.at('inside')).le(1))
      m.reachable(
        'inside',
        worker.some((w) => w.at('inside')),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('protects an increment in two accesses', async () => {
    const counting = (locked: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const count = m.state('count', plain(int(0, 2)))
      const worker = m.process('worker', { count: 2 }, function* () {
        if (locked) yield* lock.lock()
        const before = yield* count.load()
        yield* count.store(before.plus(1))
        if (locked) yield* lock.unlock()
      })
      const ended = worker.every((w) => w.terminated())
      m.always('nothing is lost', ended.implies(count.value.eq(2)))
    }
    expect(await answer(counting(true))).toBe('holds')
    expect(await answer(counting(false))).toBe('violated: nothing is lost, 4 steps')
  })

  test('taken twice by one is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('worker', function* () {
        yield* lock.lock()
        yield* lock.lock()
      })
    }
    expect(await answer(build)).toBe('deadlock, 1 steps')
  })

  test('taken in two orders is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
      m.process('one', function* () {
        yield* a.lock()
        yield* b.lock()
        yield* b.unlock()
        yield* a.unlock()
      })
      m.process('other', function* () {
        yield* b.lock()
        yield* a.lock()
        yield* a.unlock()
        yield* b.unlock()
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('says who waits for whom', async () => {
    const { situation } = await reportOf((m) => {
      const lock = m.state('lock', mutex('mutex'))
      m.process('holder', function* () {
        yield* lock.lock()
      })
      m.process('waiter', function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
    })
    expect(situation?.locks).toEqual([{ name: 'lock', lockClass: 'mutex', holders: [0] }])
    const waiter = situation?.threads[1]
    expect(waiter?.kind === 'blocked' && waiter.steps.map(({ wait }) => wait)).toEqual([
      { kind: 'lock', lock: 'lock', holders: [0] },
    ])
  })

  test('unlocked by somebody else is a fault', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('owner', function* () {
        yield* lock.lock()
      })
      m.process('thief', function* () {
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe(
      "fault: 'lock' is unlocked by somebody who does not hold it, 1 steps",
    )
  })

  test('that is asserted to be held and is not fails the assertion', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('worker', function* () {
        yield* lock.lock()
        yield* lock.assertHeld()
        yield* lock.unlock()
        yield* lock.assertHeld()
      })
    }
    expect(await answer(build)).toBe("assertion: 'lock' is not held, 4 steps")
  })
})

describe('a trylock', () => {
  test('never waits, and says whether it took the lock', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('holder', function* () {
        yield* lock.lock()
        yield* forever(function* () {
          yield* skip()
        })
      })
      const trier = m.process('trier', function* () {
        const taken = yield* lock.trylock()
        yield* when(
          taken,
          function* () {
            yield* lock.assertHeld()
            yield* label('taken')
            yield* lock.unlock()
          },
          function* () {
            yield* label('refused')
            yield* skip()
          },
        )
      })
      m.reachable('taken', trier.only.at('taken'))
      m.reachable('refused', trier.only.at('refused'))
      m.always('refused where it is held', trier.only.at('refused').implies(lock.isLocked()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('by the holder is refused', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const worker = m.process('worker', function* () {
        yield* lock.lock()
        const taken = yield* lock.trylock()
        yield* when(taken, function* () {
          yield* label('twice')
          yield* skip()
        })
        yield* lock.unlock()
      })
      m.never('taken twice', worker.only.at('twice'))
      m.always(
        'held by its owner',
        lock.isLocked().implies(worker.some((w) => lock.heldBy(w.thread()))),
      )
    }
    expect(await answer(build)).toBe('holds')
  })
})

test('a mutex has no owner at first', async () => {
  const build = (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('worker', function* () {
      yield* lock.assertHeld()
    })
  }
  expect(await answer(build)).toBe("assertion: 'lock' is not held, 1 steps")
})
