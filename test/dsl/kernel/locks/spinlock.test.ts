/** A spinlock: what it allows, what it forbids, where it blocks. */

import { describe, expect, test } from 'vitest'
import { label, skip, when, type AnyStatement, type ModelBuilder } from '../../../../dsl/index.ts'
import {
  local_irq_save,
  lockdep_assert_irqs_disabled,
  might_sleep,
  mutex,
  spinlock,
  type Spinlock,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { counting } from './lock-scene.ts'

/** The answer on a process that does this with a spinlock. */
function alone(
  body: (lock: Spinlock) => Generator<AnyStatement<never, never>, void, unknown>,
): Promise<string> {
  return answer((m) => {
    const lock = m.state('lock', spinlock('lock'))
    m.process('task', () => body(lock))
  })
}

describe('a spinlock', () => {
  test('protects an increment in two accesses', async () => {
    const locked = (m: ModelBuilder) => counting(m, m.state('lock', spinlock('lock')))
    expect(await answer(locked)).toBe('holds')
    expect(await answer((m) => counting(m, null))).toBe('violated: nothing is lost, 4 steps')
  })

  test('taken twice by one is a deadlock', async () => {
    const seen = await alone(function* (lock) {
      yield* lock.lock()
      yield* lock.lock()
    })
    expect(seen).toBe('deadlock, 1 steps')
  })

  test('taken in two orders is a deadlock', async () => {
    const seen = await answer((m) => {
      const [a, b] = [m.state('a', spinlock('a')), m.state('b', spinlock('b'))]
      m.process('one', function* () {
        yield* a.lock()
        yield* b.lock()
        yield* b.unlock()
        yield* a.unlock()
      })
      m.process('other', function* () {
        const outer = yield* b.lockIrqsave()
        const inner = yield* a.lockIrqsave()
        yield* a.unlockIrqrestore(inner)
        yield* b.unlockIrqrestore(outer)
      })
    })
    expect(seen).toBe('deadlock, 3 steps')
  })

  test('unlocked by somebody else is a fault', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('owner', function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
      m.process('thief', function* () {
        yield* lock.unlock()
      })
    })
    expect(seen).toBe('fault: bad unlock balance detected: lock, 1 steps')
  })

  test('held while sleeping is a fault, even where the sleeper would be blocked', async () => {
    const sleeping = (m: ModelBuilder) => {
      const [lock, inner] = [m.state('lock', spinlock('lock')), m.state('inner', mutex('inner'))]
      m.process('holder', function* () {
        yield* inner.lock()
        yield* skip()
        yield* inner.unlock()
      })
      m.process('task', function* () {
        yield* lock.lock()
        yield* label('inside')
        yield* inner.lock()
        yield* inner.unlock()
        yield* lock.unlock()
      })
    }
    expect(await answer(sleeping)).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('given up before sleeping is fine', async () => {
    const seen = await alone(function* (lock) {
      yield* lock.lock()
      yield* lock.unlock()
      yield* might_sleep()
    })
    expect(seen).toBe('holds')
  })

  test('held by one does not keep another from sleeping', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('holder', function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
      m.process('sleeper', function* () {
        yield* might_sleep()
      })
    })
    expect(seen).toBe('holds')
  })

  test('asserted to be held, and not held, by whom it must be', async () => {
    const asserting = (held: boolean) =>
      alone(function* (lock) {
        yield* lock.lock()
        if (held) yield* lock.assertHeld()
        else yield* lock.assertNotHeld()
        yield* lock.unlock()
        if (held) yield* lock.assertHeld()
        else yield* lock.assertNotHeld()
      })
    expect(await asserting(true)).toBe("assertion: 'lock' is not held, 4 steps")
    expect(await asserting(false)).toBe("assertion: 'lock' is held, 2 steps")
  })

  test('is not given up when a process ends with it', async () => {
    const seen = await alone(function* (lock) {
      yield* lock.lock()
    })
    expect(seen).toBe('fault: lock held when returning to user space: lock, 1 steps')
  })
})

describe('a trylock of a spinlock', () => {
  test('never waits, and is held where it took the lock', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', spinlock('lock'))
      const tries = m.process('task', { count: 2 }, function* () {
        const taken = yield* lock.trylock()
        yield* when(
          taken,
          function* () {
            yield* lock.assertHeld()
            yield* lock.unlock()
          },
          function* () {
            yield* label('refused')
            yield* skip()
          },
        )
      })
      m.reachable(
        'refused',
        tries.some((t) => t.at('refused')),
      )
    })
    expect(seen).toBe('holds')
  })

  test('makes it as atomic as a lock does', async () => {
    const seen = await alone(function* (lock) {
      const taken = yield* lock.trylock()
      yield* when(taken, function* () {
        yield* might_sleep()
        yield* lock.unlock()
      })
    })
    expect(seen).toBe('fault: sleeping in atomic context, 2 steps')
  })
})

describe('interrupts around a spinlock', () => {
  test('are off until the flags of the outermost one are restored', async () => {
    const nested = (sleepsAfter: 'inner' | 'outer') =>
      answer((m) => {
        const [a, b] = [m.state('a', spinlock('a')), m.state('b', spinlock('b'))]
        m.process('task', function* () {
          const outer = yield* a.lockIrqsave()
          const inner = yield* b.lockIrqsave()
          yield* a.unlock()
          yield* b.unlockIrqrestore(inner)
          yield* lockdep_assert_irqs_disabled()
          if (sleepsAfter === 'inner') yield* might_sleep()
          yield* a.lock()
          yield* a.unlockIrqrestore(outer)
          yield* might_sleep()
        })
      })
    expect(await nested('inner')).toBe('fault: sleeping in atomic context, 6 steps')
    expect(await nested('outer')).toBe('holds')
  })

  test('are turned on too early by the inner one that does not save flags', async () => {
    const seen = await answer((m) => {
      const [a, b] = [m.state('a', spinlock('a')), m.state('b', spinlock('b'))]
      m.process('task', function* () {
        const flags = yield* a.lockIrqsave()
        yield* b.lockIrq()
        yield* b.unlockIrq()
        yield* lockdep_assert_irqs_disabled()
        yield* a.unlockIrqrestore(flags)
      })
    })
    expect(seen).toBe('assertion: IRQs not disabled as expected, 4 steps')
  })

  test('that a process leaves off are a fault at its end', async () => {
    const seen = await alone(function* (lock) {
      yield* lock.lockIrq()
      yield* lock.unlock()
    })
    expect(seen).toBe('fault: returned with disabled interrupts, 2 steps')
  })

  test('stay off where they were off before', async () => {
    const seen = await alone(function* (lock) {
      yield* local_irq_save()
      const flags = yield* lock.lockIrqsave()
      yield* lock.unlockIrqrestore(flags)
      yield* might_sleep()
    })
    expect(seen).toBe('fault: sleeping in atomic context, 4 steps')
  })

  test('of the soft kind count how often they are off', async () => {
    const nested = (sleepsAfter: 'inner' | 'outer') =>
      answer((m) => {
        const [a, b] = [m.state('a', spinlock('a')), m.state('b', spinlock('b'))]
        m.process('task', function* () {
          yield* a.lockBh()
          yield* b.lockBh()
          yield* a.unlock()
          yield* b.unlockBh()
          if (sleepsAfter === 'inner') yield* might_sleep()
          yield* b.lock()
          yield* b.unlockBh()
          yield* might_sleep()
        })
      })
    expect(await nested('inner')).toBe('fault: sleeping in atomic context, 5 steps')
    expect(await nested('outer')).toBe('holds')
  })
})
