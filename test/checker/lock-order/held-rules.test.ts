/** Rules 8 and 9 of the lock validator: where one may sleep, what is held and what is not. Of each a model that breaks it, and one as near as possible that does not. */

import { describe, expect, test } from 'vitest'
import type { ModelBuilder } from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/locks/mutex.ts'
import { spinlock } from '../../../dsl/kernel/locks/spinlock.ts'
import { answer } from './answers.ts'

describe('8: wait contexts', () => {
  const nested = (inside: boolean) => (m: ModelBuilder) => {
    const [spinning, sleeping] = [m.state('s', spinlock('s')), m.state('m', mutex('m'))]
    m.process('task', function* () {
      yield* spinning.lock()
      if (inside) yield* sleeping.lock()
      if (inside) yield* sleeping.unlock()
      yield* spinning.unlock()
      if (!inside) yield* sleeping.lock()
      if (!inside) yield* sleeping.unlock()
    })
  }

  test('a lock that sleeps is not taken under one that spins', async () => {
    expect(await answer(nested(true))).toBe('fault: sleeping in atomic context, 2 steps')
    expect(await answer(nested(false))).toBe('holds')
  })
})

describe('9: what is held', () => {
  const leaving = (held: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('task', function* () {
      yield* lock.lock()
      if (!held) yield* lock.unlock()
    })
  }

  test('is given up before the task returns to user space', async () => {
    expect(await answer(leaving(true))).toMatch(/^fault: lock held when returning to user space/)
    expect(await answer(leaving(false))).toBe('holds')
  })

  const asserting = (held: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('task', function* () {
      if (held) yield* lock.lock()
      yield* lock.assertNotHeld()
      if (held) yield* lock.unlock()
    })
  }

  test('is held where that is asserted, and not where not', async () => {
    expect(await answer(asserting(true))).toBe("assertion: 'lock' is held, 2 steps")
    expect(await answer(asserting(false))).toBe('holds')
  })

  test('is unlocked by whoever holds it', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('task', function* () {
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('fault: bad unlock balance detected: lock, 1 steps')
  })
})
