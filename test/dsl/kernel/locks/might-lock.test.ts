/** `might_lock`: the order of locks is known though the lock is not taken. */

import { expect, test } from 'vitest'
import type { ModelBuilder } from '../../../../dsl/index.ts'
import { mutex } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

/** Takes `b` inside of `a`, and then says inside of `b` that it may take `a`, or does nothing there. */
function either(m: ModelBuilder, says: boolean): void {
  const [a, b] = [m.state('a', mutex('a')), m.state('b', mutex('b'))]
  m.process('worker', function* () {
    yield* a.lock()
    yield* b.lock()
    yield* b.unlock()
    yield* a.unlock()
    yield* b.lock()
    if (says) yield* a.mightLock()
    yield* b.unlock()
  })
}

test('might_lock breaks the order as the lock would', async () => {
  expect(await answer((m) => either(m, true))).toMatch(/^lock order: circular/)
  expect(await answer((m) => either(m, false))).toBe('holds')
})

test('might_lock takes nothing and waits for nobody', async () => {
  const build = (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('holder', function* () {
      yield* lock.lock()
      yield* lock.unlock()
    })
    const other = m.process('other', function* () {
      yield* lock.mightLock()
      yield* lock.assertNotHeld()
    })
    m.reachable('beside the holder', other.only.terminated().and(lock.isLocked()))
  }
  expect(await answer(build)).toBe('holds')
})
