/** A mutex that is taken interruptibly: a signal may come while it waits, and need not. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  label,
  model,
  skip,
  when,
  type BoolTerm,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { mutex } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

describe('an interruptible lock', () => {
  const waiting = (m: ModelBuilder, signal?: BoolTerm) => {
    const lock = m.state('lock', mutex('lock'))
    m.process('holder', function* () {
      yield* lock.lock()
      yield* lock.unlock()
    })
    const waiter = m.process('waiter', function* () {
      const taken = yield* lock.lockInterruptible(signal)
      yield* when(
        taken,
        function* () {
          yield* label('taken')
          yield* lock.assertHeld()
          yield* lock.unlock()
        },
        function* () {
          yield* label('interrupted')
          yield* lock.assertNotHeld()
        },
      )
    })
    m.reachable('taken', waiter.only.at('taken'))
    m.reachable('interrupted', waiter.only.at('interrupted'))
  }

  test('is taken, or interrupted while it waits, and then not held', async () => {
    expect(await answer((m) => waiting(m))).toBe('holds')
  })

  test('is not interrupted where no signal comes', async () => {
    const build = (m: ModelBuilder) => waiting(m, m.state('signal', bool))
    expect(await answer(build)).toBe('not reached: interrupted')
  })

  test('of a process alone is never interrupted', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const worker = m.process('worker', function* () {
        const taken = yield* lock.lockInterruptible()
        yield* when(
          taken,
          function* () {
            yield* lock.unlock()
          },
          function* () {
            yield* label('interrupted')
            yield* skip()
          },
        )
      })
      m.reachable('interrupted', worker.only.at('interrupted'))
    }
    expect(await answer(build)).toBe('not reached: interrupted')
  })

  test('taken twice by one is a deadlock, although a signal would end it', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('worker', function* () {
        yield* lock.lock()
        const taken = yield* lock.lockInterruptible()
        yield* when(taken, function* () {
          yield* lock.unlock()
        })
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test('that is not yielded is noticed', () => {
    const forgetful = model('forgetful', {}, (m) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('worker', function* () {
        lock.lockInterruptible()
      })
    })
    expect(() => forgetful.instantiate()).toThrow('is built and never used')
  })
})
