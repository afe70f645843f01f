/** A mutex: what it allows, what it forbids, where it blocks. */

import { describe, expect, test } from 'vitest'
import { forever, label, skip, when, type ModelBuilder } from '../../../../dsl/index.ts'
import { mutex, spinlock } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'
import { counting, inTwoOrders } from './lock-scene.ts'

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
    const locked = (m: ModelBuilder) => counting(m, m.state('lock', mutex('lock')))
    expect(await answer(locked)).toBe('holds')
    expect(await answer((m) => counting(m, null))).toBe('violated: nothing is lost, 4 steps')
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
      inTwoOrders(m, a, b)
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('taken in two orders is a deadlock while others run on that may sleep, or must not', async () => {
    const build = (m: ModelBuilder) => {
      const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
      inTwoOrders(m, a, b)
      const [c, d] = [m.state('c', mutex('c')), m.state('d', spinlock('d'))]
      m.process('third', { daemon: true }, function* () {
        yield* forever(function* () {
          yield* c.lock()
          const flags = yield* d.lockIrqsave()
          yield* d.unlockIrqrestore(flags)
          yield* c.unlock()
        })
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
    expect(await answer(build)).toBe('fault: bad unlock balance detected: lock, 1 steps')
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

describe('a mutex', () => {
  test('that is asserted not to be held and is fails the assertion', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('worker', function* () {
        yield* lock.assertNotHeld()
        yield* lock.lock()
        yield* lock.assertNotHeld()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe("assertion: 'lock' is held, 3 steps")
  })

  test('held by one is not held by another', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('holder', function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
      m.process('other', function* () {
        yield* lock.assertNotHeld()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('taken where the process must not sleep is a fault, even while it is blocked', async () => {
    const build = (m: ModelBuilder) => {
      const [lock, spin] = [m.state('lock', mutex('lock')), m.state('spin', spinlock('spin'))]
      m.process('worker', function* () {
        yield* lock.lock()
        yield* spin.lock()
        yield* lock.lock()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 3 steps')
  })

  test('left held at the end is a fault', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('worker', function* () {
        yield* lock.lock()
      })
    }
    expect(await answer(build)).toBe('fault: lock held when returning to user space: lock, 1 steps')
  })
})

describe('two mutexes of one class', () => {
  const nested = (subclasses: number, subclass: number) => (m: ModelBuilder) => {
    const declared = mutex('class', { subclasses })
    const [parent, child] = [m.state('parent', declared), m.state('child', declared)]
    m.process('worker', function* () {
      yield* parent.lock()
      yield* child.lockNested(subclass)
      yield* child.unlock()
      yield* parent.unlock()
    })
  }

  test('held at once are recursion, unless one is in a subclass', async () => {
    expect(await answer(nested(2, 0))).toBe('lock order: recursive: class')
    expect(await answer(nested(2, 1))).toBe('holds')
  })

  test('need the subclass to be declared', async () => {
    await expect(answer(nested(2, 2))).rejects.toThrow(
      "'child' is not declared for subclass 2. Declare it with '{ subclasses: 3 }'",
    )
  })

  test('are of two classes while one is held in a subclass', async () => {
    const orders = (inside: number) => (m: ModelBuilder) => {
      const outer = m.state('outer', mutex('outer'))
      const declared = mutex('class', { subclasses: 2 })
      const [a, b] = [m.state('a', declared), m.state('b', declared)]
      m.process('one', function* () {
        yield* a.lockNested(1)
        yield* outer.lock()
        yield* outer.unlock()
        yield* a.unlock()
      })
      m.process('other', function* () {
        yield* outer.lock()
        yield* b.lockNested(inside)
        yield* b.unlock()
        yield* outer.unlock()
      })
    }
    expect(await answer(orders(0))).toBe('holds')
    expect(await answer(orders(1))).toMatch(/^lock order/)
  })

  test('are of one again after the one in a subclass was given up', async () => {
    const build = (m: ModelBuilder) => {
      const declared = mutex('class', { subclasses: 2 })
      const [a, b] = [m.state('a', declared), m.state('b', declared)]
      m.process('worker', function* () {
        yield* a.lockNested(1)
        yield* a.unlock()
        yield* a.lock()
        yield* b.lock()
        yield* b.unlock()
        yield* a.unlock()
      })
    }
    expect(await answer(build)).toBe('lock order: recursive: class')
  })

  test('are safe under a lock that nests them, which has to be held', async () => {
    const under = (held: boolean) =>
      answer((m) => {
        const outer = m.state('outer', mutex('outer'))
        const [a, b] = [m.state('a', mutex('class')), m.state('b', mutex('class'))]
        m.process('worker', function* () {
          if (held) yield* outer.lock()
          yield* a.lockNestLock(outer)
          yield* b.lockNestLock(outer)
          yield* b.unlock()
          yield* a.unlock()
          if (held) yield* outer.unlock()
        })
      })
    expect(await under(true)).toBe('holds')
    expect(await under(false)).toBe('fault: Nested lock was not taken: outer, 1 steps')
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
