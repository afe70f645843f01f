/** What a reference count allows, and what it forbids. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../checker/check.ts'
import { describe as words } from '../../../checker/verdict.ts'
import { int, model, when } from '../../../dsl/index.ts'
import type { AnyStatement } from '../../../dsl/index.ts'
import { refcount, type Refcount } from '../../../dsl/kernel/index.ts'

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
