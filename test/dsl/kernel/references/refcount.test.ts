/** What a reference count allows, and what it forbids. */

import { describe, expect, test } from 'vitest'
import { int, label, skip, when, type ModelBuilder } from '../../../../dsl/index.ts'
import type { AnyStatement } from '../../../../dsl/index.ts'
import { mutex, refcount, spinlock, type Refcount } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

/** What is answered about a task that uses a count; that it ends at `value` is what must be true. */
function withCount(
  initial: number,
  task: (count: Refcount) => Generator<AnyStatement<never, never>, void, unknown>,
  value: number,
) {
  return answer((m) => {
    const count = m.state('count', refcount(int(0, 3), initial))
    const process = m.process('task', () => task(count))
    m.always(`ends at ${value}`, process.only.terminated().implies(count.value.eq(value)))
  })
}

describe('a reference count', () => {
  test('is taken from one by refcount_inc and refcount_add', async () => {
    const seen = await withCount(
      1,
      function* (count) {
        yield* count.inc()
        yield* count.add(1)
      },
      3,
    )
    expect(seen).toBe('holds')
  })

  test('is not taken from zero by refcount_inc_not_zero', async () => {
    const seen = await withCount(
      0,
      function* (count) {
        const counted = yield* count.incNotZero()
        const added = yield* count.addNotZero(2)
        yield* when(counted.or(added), function* () {
          yield* count.set(3)
        })
      },
      0,
    )
    expect(seen).toBe('holds')
  })

  test('is taken from one by refcount_add_not_zero', async () => {
    const seen = await withCount(
      1,
      function* (count) {
        const counted = yield* count.addNotZero(2)
        yield* when(counted.not(), function* () {
          yield* count.set(0)
        })
      },
      3,
    )
    expect(seen).toBe('holds')
  })

  test('is read by refcount_read as it was set', async () => {
    const seen = await withCount(
      1,
      function* (count) {
        yield* count.set(2)
        const now = yield* count.read()
        yield* when(now.eq(2), function* () {
          yield* count.set(0)
        })
      },
      0,
    )
    expect(seen).toBe('holds')
  })

  test('is left at one by refcount_dec_not_one', async () => {
    const seen = await withCount(
      1,
      function* (count) {
        const counted = yield* count.decNotOne()
        yield* when(counted, function* () {
          yield* count.set(3)
        })
      },
      1,
    )
    expect(seen).toBe('holds')
  })

  test('is decremented from two by refcount_dec_not_one, and by refcount_dec', async () => {
    const seen = await withCount(
      3,
      function* (count) {
        yield* count.dec()
        const counted = yield* count.decNotOne()
        yield* when(counted.not(), function* () {
          yield* count.set(3)
        })
      },
      1,
    )
    expect(seen).toBe('holds')
  })

  test('is taken from one to zero by refcount_dec_if_one, and from two not', async () => {
    const seen = await withCount(
      2,
      function* (count) {
        const early = yield* count.decIfOne()
        yield* count.dec()
        const last = yield* count.decIfOne()
        yield* when(early.not().and(last), function* () {
          yield* skip()
        })
      },
      0,
    )
    expect(seen).toBe('holds')
  })

  test('comes to zero once by refcount_dec_and_test', async () => {
    const seen = await withCount(
      2,
      function* (count) {
        const early = yield* count.decAndTest()
        const last = yield* count.decAndTest()
        yield* when(early.not().and(last), function* () {
          yield* count.set(3)
        })
      },
      3,
    )
    expect(seen).toBe('holds')
  })

  test('comes to zero at once by refcount_sub_and_test', async () => {
    const seen = await withCount(
      2,
      function* (count) {
        const last = yield* count.subAndTest(2)
        yield* when(last, function* () {
          yield* count.set(3)
        })
      },
      3,
    )
    expect(seen).toBe('holds')
  })

  test.each(['decNotOne', 'decAndTest'] as const)('underflows by %s at zero', async (operation) => {
    const seen = await withCount(
      0,
      function* (count) {
        yield* count[operation]()
      },
      0,
    )
    expect(seen).toBe('fault: refcount_t: underflow; use-after-free., 1 steps')
  })

  test('underflows by refcount_sub_and_test below zero', async () => {
    const seen = await withCount(
      1,
      function* (count) {
        yield* count.subAndTest(2)
      },
      0,
    )
    expect(seen).toBe('fault: refcount_t: underflow; use-after-free., 1 steps')
  })

  test.each([0, 1])('is not to be brought to zero by refcount_dec, from %d', async (initial) => {
    const seen = await withCount(
      initial,
      function* (count) {
        yield* count.dec()
      },
      0,
    )
    expect(seen).toBe('fault: refcount_t: decrement hit 0; leaking memory., 1 steps')
  })

  test('is not to be taken from zero by refcount_inc', async () => {
    const seen = await withCount(
      0,
      function* (count) {
        yield* count.inc()
      },
      1,
    )
    expect(seen).toBe('fault: refcount_t: addition on 0; use-after-free., 1 steps')
  })

  test.each(['inc', 'incNotZero'] as const)('saturates by %s at its end', async (operation) => {
    const seen = await withCount(
      3,
      function* (count) {
        yield* count[operation]()
      },
      3,
    )
    expect(seen).toBe('fault: refcount_t: saturated; leaking memory., 1 steps')
  })
})

describe.each([
  [
    'refcount_dec_and_mutex_lock',
    (m: ModelBuilder) => m.state('lock', mutex('lock')),
    'decAndMutexLock',
  ],
  ['refcount_dec_and_lock', (m: ModelBuilder) => m.state('lock', spinlock('lock')), 'decAndLock'],
] as const)('%s', (_, declared, operation) => {
  const dropping = (initial: number) => (m: ModelBuilder) => {
    const lock = declared(m)
    const count = m.state('count', refcount(int(0, 2), initial))
    const dropper = m.process('dropper', { count: 2 }, function* () {
      const locked = yield* count[operation](lock)
      yield* when(locked, function* () {
        yield* lock.assertHeld()
        yield* label('last')
        yield* lock.unlock()
      })
      yield* lock.assertNotHeld()
    })
    m.always('one is the last', dropper.count((each) => each.at('last')).le(1))
    m.reachable(
      'the last',
      dropper.some((each) => each.at('last')),
    )
    m.always('at zero', dropper.some((each) => each.at('last')).implies(count.value.eq(0)))
  }

  test('gives the lock to the one who comes to zero, and to nobody else', async () => {
    expect(await answer(dropping(2))).toBe('holds')
  })

  test('underflows where more drop than have references', async () => {
    expect(await answer(dropping(1))).toMatch('fault: refcount_t: underflow; use-after-free.')
  })
})
