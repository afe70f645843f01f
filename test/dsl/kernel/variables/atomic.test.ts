/** What an `atomic_t` does in one step, and that it does it in one. */

import { describe, expect, test } from 'vitest'
import { check } from '../../../../checker/check.ts'
import { describe as words } from '../../../../checker/verdict.ts'
import { int, model, when } from '../../../../dsl/index.ts'
import type { AnyStatement } from '../../../../dsl/index.ts'
import { atomicInt, type Atomic } from '../../../../dsl/kernel/index.ts'

/** The verdict on two tasks at one variable from 0 to 2; that it ends at `value` is what must be true. */
async function afterTwo(
  task: (count: Atomic) => Generator<AnyStatement<never, never>, void, unknown>,
  initial: number,
  value: number,
) {
  const template = model('atomic', {}, (m) => {
    const count = m.state('count', atomicInt(int(0, 2), initial))
    const tasks = m.process('task', { count: 2 }, () => task(count))
    const done = tasks.every((p) => p.terminated())
    m.always(`ends at ${value}`, done.implies(count.value.eq(value)))
  })
  return words((await check(template.instantiate())).verdict)
}

describe('an atomic_t', () => {
  test('loses no increment', async () => {
    const seen = await afterTwo(
      function* (count) {
        yield* count.incReturn()
      },
      0,
      2,
    )
    expect(seen).toBe('holds')
  })

  test('loses an increment that is made of atomic_read and atomic_set', async () => {
    const seen = await afterTwo(
      function* (count) {
        const before = yield* count.read()
        yield* count.set(before.plus(1).min(2))
      },
      0,
      2,
    )
    expect(seen).toBe('violated: ends at 2')
  })

  test('is exchanged by only one of two that expect the same old value', async () => {
    const template = model('cmpxchg', {}, (m) => {
      const word = m.state('word', atomicInt(int(0, 1)))
      const winners = m.state('winners', int(0, 2))
      const tasks = m.process('task', { count: 2 }, function* () {
        const before = yield* word.cmpxchg(0, 1)
        yield* when(before.eq(0), function* () {
          yield* winners.update((n) => n.plus(1))
        })
      })
      m.always('one wins', tasks.every((p) => p.terminated()).implies(winners.eq(1)))
    })
    expect(words((await check(template.instantiate())).verdict)).toBe('holds')
  })

  test('comes to zero for exactly one of two that drop it', async () => {
    const template = model('last', {}, (m) => {
      const count = m.state('count', atomicInt(int(0, 2), 2))
      const freed = m.state('freed', int(0, 2))
      const tasks = m.process('task', { count: 2 }, function* () {
        const last = yield* count.decAndTest()
        yield* when(last, function* () {
          yield* freed.update((n) => n.plus(1))
        })
      })
      m.always('freed once', tasks.every((p) => p.terminated()).implies(freed.eq(1)))
    })
    expect(words((await check(template.instantiate())).verdict)).toBe('holds')
  })

  test('faults where it leaves its range', async () => {
    const seen = await afterTwo(
      function* (count) {
        yield* count.decReturn()
      },
      1,
      0,
    )
    expect(seen).toBe('fault: -1 is not in int(0..2)')
  })
})
