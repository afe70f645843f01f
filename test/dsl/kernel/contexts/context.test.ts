/** Contexts: who must not sleep where, and what is illegal in an interrupt. */

import { describe, expect, test } from 'vitest'
import {
  assert,
  inAtomic,
  inInterrupt,
  irqsDisabled,
  not,
  step,
  type Context,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  local_bh_disable,
  local_bh_enable,
  local_irq_disable,
  local_irq_enable,
  local_irq_restore,
  local_irq_save,
  might_sleep,
  mutex,
  preempt_disable,
  preempt_enable,
  spinlock,
} from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

describe('sleeping', () => {
  const sleepingIn = 'fault: sleeping in atomic context'

  test('under a spinlock is a fault, with the way there', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        yield* lock.lock()
        yield* might_sleep()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toBe(`${sleepingIn}, 2 steps`)
    const { trace } = await reportOf(build)
    expect(trace?.steps.map(({ step: { name } }) => name)).toEqual([
      'spin_lock(lock)',
      'might_sleep()',
    ])
  })

  const sections = {
    'with interrupts off': [local_irq_disable, local_irq_enable],
    'with softirqs off': [local_bh_disable, local_bh_enable],
    'with preemption off': [preempt_disable, preempt_enable],
  } as const
  test.each(Object.entries(sections))('%s is a fault, and is fine after it', async (_, section) => {
    const [off, on] = section
    const sleeping = (inside: boolean) =>
      answer((m) => {
        m.process('task', function* () {
          yield* off()
          if (inside) yield* might_sleep()
          yield* on()
          yield* might_sleep()
        })
      })
    expect(await sleeping(true)).toBe(`${sleepingIn}, 2 steps`)
    expect(await sleeping(false)).toBe('holds')
  })

  test.each(['hardirq', 'softirq'] as const)('in a %s is a fault', async (context) => {
    const seen = await answer((m) => {
      m.process('handler', { context }, function* () {
        yield* might_sleep()
      })
    })
    expect(seen).toBe(`${sleepingIn}, 1 steps`)
  })

  test.each(['task', 'worker'] as const)('in a %s is fine', async (context) => {
    const seen = await answer((m) => {
      m.process('sleeper', { context }, function* () {
        yield* might_sleep()
      })
      m.process('handler', { context: 'hardirq' }, function* () {
        yield* local_irq_restore(yield* local_irq_save())
      })
    })
    expect(seen).toBe('holds')
  })

  test('after the inner one of two sections is a fault', async () => {
    const seen = await answer((m) => {
      m.process('task', function* () {
        yield* preempt_disable()
        yield* preempt_disable()
        yield* preempt_enable()
        yield* might_sleep()
        yield* preempt_enable()
      })
    })
    expect(seen).toBe(`${sleepingIn}, 4 steps`)
  })
})

describe('a section that is not balanced', () => {
  test('at its begin is a fault', async () => {
    const enabling = (on: typeof local_bh_enable) =>
      answer((m) => {
        m.process('task', function* () {
          yield* on()
        })
      })
    expect(await enabling(preempt_enable)).toBe('fault: preempt_count underflow, 1 steps')
    expect(await enabling(local_bh_enable)).toBe('fault: preempt_count underflow, 1 steps')
  })

  test('at its end is a fault', async () => {
    const disabling = (off: typeof local_bh_disable) =>
      answer((m) => {
        m.process('task', function* () {
          yield* off()
        })
      })
    const imbalance = 'fault: returned with preemption imbalance, 1 steps'
    expect(await disabling(preempt_disable)).toBe(imbalance)
    expect(await disabling(local_bh_disable)).toBe(imbalance)
    expect(await disabling(local_irq_disable)).toBe(
      'fault: returned with disabled interrupts, 1 steps',
    )
  })
})

describe('mutex_trylock', () => {
  const trying = (context: Context, masked: boolean) =>
    answer((m) => {
      const lock = m.state('lock', mutex('lock'))
      m.process('first', { context }, function* () {
        if (masked) yield* preempt_disable()
        yield* lock.trylock()
        yield* lock.unlock()
        if (masked) yield* preempt_enable()
      })
    })

  test.each(['hardirq', 'softirq'] as const)('in a %s is a fault', async (context) => {
    expect(await trying(context, false)).toBe('fault: mutex_trylock in interrupt context, 1 steps')
  })

  test('in a task is fine, even in one that must not sleep', async () => {
    expect(await trying('task', false)).toBe('holds')
    expect(await trying('task', true)).toBe('holds')
  })

  test('of a spinlock is fine in an interrupt', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', spinlock('lock'))
      m.process('handler', { context: 'hardirq' }, function* () {
        yield* lock.trylock()
        yield* lock.unlock()
      })
    })
    expect(seen).toBe('holds')
  })
})

describe('a body can ask', () => {
  const asking = (context: Context, off: boolean, test: () => ReturnType<typeof inAtomic>) =>
    answer((m) => {
      m.process('other', { context: 'hardirq' }, function* () {})
      m.process('asker', { context }, function* () {
        if (off) yield* preempt_disable()
        yield* step('ask', {}, function* () {
          yield* assert(test(), 'as expected')
        })
        if (off) yield* preempt_enable()
      })
    })

  test('whether it must not sleep', async () => {
    expect(await asking('task', false, () => not(inAtomic()))).toBe('holds')
    expect(await asking('task', true, inAtomic)).toBe('holds')
    expect(await asking('softirq', false, inAtomic)).toBe('holds')
  })

  test('whether interrupts are off', async () => {
    expect(await asking('task', true, () => not(irqsDisabled()))).toBe('holds')
    expect(await asking('softirq', false, () => not(irqsDisabled()))).toBe('holds')
    expect(await asking('hardirq', false, irqsDisabled)).toBe('holds')
  })

  test('whether it is in an interrupt', async () => {
    expect(await asking('task', true, () => not(inInterrupt()))).toBe('holds')
    expect(await asking('softirq', false, inInterrupt)).toBe('holds')
    expect(await asking('hardirq', false, inInterrupt)).toBe('holds')
  })
})
