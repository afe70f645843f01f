/** What the primitives of the shmem models allow and forbid. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { int, label, model, waitUntil, when } from '../../../dsl/index.ts'
import type { AnyStatement } from '../../../dsl/index.ts'
import { dmaResv, type DmaResv } from '../../../models/shmem/dma-resv.ts'
import { refcount, type Refcount } from '../../../models/shmem/refcount.ts'

/** The verdict on one task, and another when given, that use a reservation lock. */
async function withLock(
  task: (resv: DmaResv) => Generator<AnyStatement<'here', never>, void, unknown>,
  other: (resv: DmaResv) => Generator<AnyStatement<never, never>, void, unknown> = function* () {},
) {
  const template = model('lock', {}, (m) => {
    const resv = m.state('resv', dmaResv)
    const process = m.process('task', () => task(resv))
    m.process('other', () => other(resv))
    m.reachable('the task gets there', process.only.at('here'))
  })
  return words((await check(template.instantiate())).verdict)
}

describe('a reservation lock', () => {
  test('is not recursive', async () => {
    const seen = await withLock(function* (resv) {
      yield* resv.lock()
      yield* resv.lock()
      yield* label('here')
    })
    expect(seen).toBe('deadlock')
  })

  test('is -EALREADY for the context that holds it, which keeps it', async () => {
    const seen = await withLock(function* (resv) {
      yield* resv.lock()
      const already = yield* resv.lockInContext()
      yield* when(already, function* () {
        yield* label('here')
      })
      yield* resv.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('is taken by a context that does not hold it', async () => {
    const seen = await withLock(function* (resv) {
      const already = yield* resv.lockInContext()
      yield* when(already.not(), function* () {
        yield* label('here')
      })
      yield* resv.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('makes a context wait for another task', async () => {
    const seen = await withLock(
      function* (resv) {
        yield* waitUntil(resv.isLocked())
        yield* resv.lockInContext()
        yield* label('here')
      },
      function* (resv) {
        yield* resv.lock()
      },
    )
    expect(seen).toBe('deadlock')
  })

  test('is not got by a trylock of the task that holds it, which does not wait', async () => {
    const seen = await withLock(function* (resv) {
      yield* resv.lock()
      const taken = yield* resv.trylock()
      yield* when(taken.not(), function* () {
        yield* label('here')
      })
      yield* resv.unlock()
    })
    expect(seen).toBe('holds')
  })

  test('cannot be unlocked by another task', async () => {
    const seen = await withLock(
      function* (resv) {
        yield* resv.lock()
        yield* label('here')
      },
      function* (resv) {
        yield* waitUntil(resv.isLocked())
        yield* resv.unlock()
      },
    )
    expect(seen).toBe("fault: 'resv' is unlocked by somebody who does not hold it")
  })

  test('is not held by a task because another holds it', async () => {
    const seen = await withLock(
      function* (resv) {
        yield* waitUntil(resv.isLocked())
        yield* resv.assertHeld()
        yield* label('here')
      },
      function* (resv) {
        yield* resv.lock()
      },
    )
    expect(seen).toBe("assertion: 'resv' is not held")
  })
})

/** The verdict on a task that uses a count; that it ends at `value` is what must be true. */
async function withCount(
  initial: number,
  task: (count: Refcount) => Generator<AnyStatement<never, never>, void, unknown>,
  value: number,
) {
  const template = model('count', {}, (m) => {
    const count = m.state('count', refcount(int(0, 3), initial))
    const process = m.process('task', () => task(count))
    m.always(`ends at ${value}`, process.only.terminated().implies(count.value.eq(value)))
  })
  return words((await check(template.instantiate())).verdict)
}

describe('a reference count', () => {
  test('is not taken from zero by refcount_inc_not_zero', async () => {
    const seen = await withCount(
      0,
      function* (count) {
        const counted = yield* count.incNotZero()
        yield* when(counted, function* () {
          yield* count.set(3)
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

  test('is decremented from two by refcount_dec_not_one', async () => {
    const seen = await withCount(
      2,
      function* (count) {
        const counted = yield* count.decNotOne()
        yield* when(counted.not(), function* () {
          yield* count.set(3)
        })
      },
      1,
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

  test.each(['decNotOne', 'decAndTest'] as const)('underflows by %s at zero', async (operation) => {
    const seen = await withCount(
      0,
      function* (count) {
        yield* count[operation]()
      },
      0,
    )
    expect(seen).toBe('fault: refcount_t: underflow; use-after-free')
  })
})
