/** Rule 4 of the lock validator: classes that interrupts take. Models that break it, and ones as near as possible that do not. */

import { describe, expect, test } from 'vitest'
import type { ModelBuilder } from '../../../dsl/index.ts'
import { local_irq_disable, local_irq_enable } from '../../../dsl/kernel/contexts/interrupt.ts'
import { spinlock } from '../../../dsl/kernel/locks/spinlock.ts'
import { answer } from './answers.ts'

describe('4: a class that an interrupt takes', () => {
  const nestedIrq = (masked: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', spinlock('lock'))
    m.process('task', function* () {
      if (masked) yield* local_irq_disable()
      yield* lock.lock()
      yield* lock.unlock()
      if (masked) yield* local_irq_enable()
    })
    m.process('interrupt', { context: 'hardirq' }, function* () {
      yield* lock.lock()
      yield* lock.unlock()
    })
  }

  test('is not taken where interrupts are on', async () => {
    expect(await answer(nestedIrq(false))).toBe('lock order: inconsistent state: lock')
  })

  test('is taken where they are off', async () => {
    expect(await answer(nestedIrq(true))).toBe('holds')
  })

  test('is not held when they come on', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        yield* local_irq_disable()
        yield* lock.lock()
        yield* local_irq_enable()
        yield* lock.unlock()
      })
      m.process('interrupt', { context: 'hardirq' }, function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe('lock order: inconsistent state: lock')
  })

  test('may be taken by spin_lock_irqsave, which masks before it waits', async () => {
    const build = (irqsave: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        if (irqsave) {
          const flags = yield* lock.lockIrqsave()
          yield* lock.unlockIrqrestore(flags)
        } else {
          yield* lock.lock()
          yield* lock.unlock()
        }
      })
      m.process('interrupt', { context: 'hardirq' }, function* () {
        yield* lock.lock()
        yield* lock.unlock()
      })
      m.process('masking', function* () {
        yield* local_irq_disable()
        yield* local_irq_enable()
      })
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe('lock order: inconsistent state: lock')
  })

  const inversion = (masked: boolean) => (m: ModelBuilder) => {
    const [safe, unsafe] = [
      m.state('safe', spinlock('safe')),
      m.state('unsafe', spinlock('unsafe')),
    ]
    m.process('interrupt', { context: 'hardirq' }, function* () {
      yield* safe.lock()
      yield* safe.unlock()
    })
    m.process('both', function* () {
      yield* local_irq_disable()
      yield* safe.lock()
      yield* unsafe.lock()
      yield* unsafe.unlock()
      yield* safe.unlock()
      yield* local_irq_enable()
    })
    m.process('plain', function* () {
      if (masked) yield* local_irq_disable()
      yield* unsafe.lock()
      yield* unsafe.unlock()
      if (masked) yield* local_irq_enable()
    })
  }

  test('does not come to depend on one that is taken where they are on', async () => {
    expect(await answer(inversion(false))).toBe('lock order: irq inversion: safe -> unsafe')
    expect(await answer(inversion(true))).toBe('holds')
  })
})
