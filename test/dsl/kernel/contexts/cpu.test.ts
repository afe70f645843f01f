/** A CPU that processes share: who runs while somebody else has it, and what becomes of a lock that an interrupt takes. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  forever,
  int,
  model,
  skip,
  waitUntil,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  cpu,
  local_bh_disable,
  local_bh_enable,
  local_irq_disable,
  local_irq_enable,
  might_sleep,
  mutex,
  preempt_disable,
  preempt_enable,
  spinlock,
  type Cpu,
  type Mutex,
  type Spinlock,
} from '../../../../dsl/kernel/index.ts'
import { rejection } from '../../rejection.ts'
import { answer, reportOf } from '../answer.ts'

describe('a lock taken in an interrupt and by a task', () => {
  const nested =
    (how: 'plain' | 'irqsave' | 'bh', interrupt: 'hardirq' | 'softirq', on: 'one' | 'two') =>
    (m: ModelBuilder) => {
      const cpu0 = m.state('cpu0', cpu)
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', { on: on === 'one' ? cpu0 : m.state('cpu1', cpu) }, function* () {
        if (how === 'irqsave') {
          const flags = yield* lock.lockIrqsave()
          yield* lock.unlockIrqrestore(flags)
        } else if (how === 'bh') {
          yield* lock.lockBh()
          yield* lock.unlockBh()
        } else {
          yield* lock.lock()
          yield* lock.unlock()
        }
      })
      m.process('handler', { on: cpu0, context: interrupt }, function* () {
        yield* cpu0[interrupt](function* () {
          yield* lock.lock()
          yield* lock.unlock()
        })
      })
    }

  test('on one CPU, with interrupts on, is a deadlock: the handler spins where its holder cannot run', async () => {
    expect(await answer(nested('plain', 'hardirq', 'one'))).toBe('deadlock, 2 steps')
    expect(await answer(nested('plain', 'softirq', 'one'))).toBe('deadlock, 2 steps')
  })

  test('says that the task is paused', async () => {
    const { situation, trace } = await reportOf(nested('plain', 'hardirq', 'one'))
    expect(situation?.threads.map(({ kind }) => kind)).toEqual(['paused', 'blocked'])
    expect(trace?.steps.map(({ step }) => step.name)).toEqual([
      'spin_lock(lock)',
      'irq_enter(cpu0)',
    ])
  })

  test('with interrupts off holds', async () => {
    expect(await answer(nested('irqsave', 'hardirq', 'one'))).toBe('holds')
    expect(await answer(nested('irqsave', 'softirq', 'one'))).toBe('holds')
    expect(await answer(nested('bh', 'softirq', 'one'))).toBe('holds')
  })

  test('with only softirqs off is a deadlock with a hardirq', async () => {
    expect(await answer(nested('bh', 'hardirq', 'one'))).toBe('deadlock, 2 steps')
  })

  test('on two CPUs never meet on one: that is no deadlock, and an inconsistent use of the class', async () => {
    const inconsistent = 'lock order: inconsistent state: lock'
    expect(await answer(nested('plain', 'hardirq', 'two'))).toBe(inconsistent)
    expect(await answer(nested('irqsave', 'hardirq', 'two'))).toBe('holds')
  })

  test('is found while others run on, on other CPUs and with other locks', async () => {
    const seen = await answer((m) => {
      nested('plain', 'hardirq', 'one')(m)
      const [cpu1, other] = [m.state('cpu1', cpu), m.state('other', spinlock('other'))]
      m.process('spinner', { on: cpu1, daemon: true }, function* () {
        yield* forever(function* () {
          const flags = yield* other.lockIrqsave()
          yield* other.unlockIrqrestore(flags)
        })
      })
      m.process('other handler', { on: cpu1, context: 'hardirq', daemon: true }, function* () {
        yield* forever(() =>
          cpu1.hardirq(function* () {
            yield* other.lock()
            yield* other.unlock()
          }),
        )
      })
    })
    expect(seen).toBe('deadlock, 2 steps')
  })
})

/** Whether the first process can be between two steps of the second one; they are parts that take these steps. */
function disturbs(first: Part, second: Part): Promise<string> {
  return answer((m) => {
    const cpu0 = m.state('cpu0', cpu)
    const [inside, seen] = [m.state('inside', bool), m.state('seen', bool)]
    first(m, cpu0, function* () {
      yield* when(inside, function* () {
        yield* seen.set(true)
      })
    })
    second(m, cpu0, function* () {
      yield* inside.set(true)
      yield* inside.set(false)
    })
    m.reachable('disturbed', seen)
  })
}

type Marking = Generator<AnyStatement<never, never>, void, unknown>
type Part = (m: ModelBuilder, on: Cpu, marking: () => Marking) => void

const hardirq: Part = (m, on, marking) => {
  m.process('hard', { on, context: 'hardirq' }, () => on.hardirq(marking))
}
const softirq: Part = (m, on, marking) => {
  m.process('soft', { on, context: 'softirq' }, () => on.softirq(marking))
}
const elsewhere: Part = (m, _, marking) => {
  m.process('elsewhere', { context: 'hardirq' }, marking)
}
const another: Part = (m, _, marking) => {
  const on = m.state('cpu1', cpu)
  m.process('another', { on, context: 'hardirq' }, () => on.hardirq(marking))
}
const task: Part = (m, on, marking) => {
  m.process('task', { on }, marking)
}
/** A task that has something off meanwhile. */
function tasking(
  off: () => AnyStatement<never, never>,
  on: () => AnyStatement<never, never>,
): Part {
  return (m, cpu0, marking) => {
    m.process('task', { on: cpu0 }, function* () {
      yield* off()
      yield* marking()
      yield* on()
    })
  }
}

const [yes, no] = ['holds', 'not reached: disturbed']

describe('a hardirq', () => {
  test('interrupts a task of its CPU, and a softirq', async () => {
    expect(await disturbs(hardirq, task)).toBe(yes)
    expect(await disturbs(hardirq, softirq)).toBe(yes)
    expect(await disturbs(hardirq, tasking(local_bh_disable, local_bh_enable))).toBe(yes)
    expect(await disturbs(hardirq, tasking(preempt_disable, preempt_enable))).toBe(yes)
  })

  test('does not where interrupts are off', async () => {
    expect(await disturbs(hardirq, tasking(local_irq_disable, local_irq_enable))).toBe(no)
  })

  test('does not interrupt another hardirq of its CPU', async () => {
    const other: Part = (m, on, marking) => {
      m.process('other', { on, context: 'hardirq' }, () => on.hardirq(marking))
    }
    expect(await disturbs(hardirq, other)).toBe(no)
  })

  test('runs to its end before anybody else of its CPU goes on', async () => {
    expect(await disturbs(task, hardirq)).toBe(no)
    expect(await disturbs(softirq, hardirq)).toBe(no)
  })

  test('of another CPU, or of some CPU, runs at any time', async () => {
    expect(await disturbs(another, tasking(local_irq_disable, local_irq_enable))).toBe(yes)
    expect(await disturbs(elsewhere, tasking(local_irq_disable, local_irq_enable))).toBe(yes)
    expect(await disturbs(elsewhere, hardirq)).toBe(yes)
  })

  test('comes again where its process does it again', async () => {
    const seen = await answer((m) => {
      const cpu0 = m.state('cpu0', cpu)
      const count = m.state('count', int(0, 2))
      m.process('handler', { on: cpu0, context: 'hardirq', daemon: true }, function* () {
        yield* forever(function* () {
          yield* waitUntil(count.lt(2))
          yield* cpu0.hardirq(function* () {
            yield* count.update((n) => n.plus(1))
          })
        })
      })
      m.process('task', { on: cpu0 }, function* () {
        yield* waitUntil(count.eq(2))
      })
      m.reachable('twice', count.eq(2))
    })
    expect(seen).toBe('holds')
  })

  test('must not sleep in its handler', async () => {
    const seen = await answer((m) => {
      const cpu0 = m.state('cpu0', cpu)
      m.process('handler', { on: cpu0, context: 'hardirq' }, function* () {
        yield* cpu0.hardirq(function* () {
          yield* might_sleep()
        })
      })
    })
    expect(seen).toBe('fault: sleeping in atomic context, 2 steps')
  })
})

describe('a softirq', () => {
  test('interrupts a task of its CPU, even one that is not preempted', async () => {
    expect(await disturbs(softirq, task)).toBe(yes)
    expect(await disturbs(softirq, tasking(preempt_disable, preempt_enable))).toBe(yes)
  })

  test('does not where softirqs or interrupts are off', async () => {
    expect(await disturbs(softirq, tasking(local_bh_disable, local_bh_enable))).toBe(no)
    expect(await disturbs(softirq, tasking(local_irq_disable, local_irq_enable))).toBe(no)
  })

  test('runs to its end before a task of its CPU, or another softirq, goes on', async () => {
    const other: Part = (m, on, marking) => {
      m.process('other', { on, context: 'softirq' }, () => on.softirq(marking))
    }
    expect(await disturbs(task, softirq)).toBe(no)
    expect(await disturbs(other, softirq)).toBe(no)
  })
})

describe('a task', () => {
  const other: Part = (m, on, marking) => {
    m.process('other', { on }, marking)
  }

  test('is preempted by another of its CPU', async () => {
    expect(await disturbs(other, task)).toBe(yes)
  })

  test('is not where it is atomic', async () => {
    expect(await disturbs(other, tasking(preempt_disable, preempt_enable))).toBe(no)
    expect(await disturbs(other, tasking(local_bh_disable, local_bh_enable))).toBe(no)
    expect(await disturbs(other, tasking(local_irq_disable, local_irq_enable))).toBe(no)
  })

  test('is not where it holds a spinlock; where it holds a mutex it is', async () => {
    const holding = (declared: (m: ModelBuilder) => Mutex | Spinlock): Part => {
      return (m, on, marking) => {
        const lock = declared(m)
        m.process('task', { on }, function* () {
          yield* lock.lock()
          yield* marking()
          yield* lock.unlock()
        })
      }
    }
    expect(
      await disturbs(
        other,
        holding((m) => m.state('lock', spinlock('lock'))),
      ),
    ).toBe(no)
    expect(
      await disturbs(
        other,
        holding((m) => m.state('lock', mutex('lock'))),
      ),
    ).toBe(yes)
  })
})

test('a handler that is not yielded is noticed', () => {
  const forgetful = model('forgetful', {}, (m) => {
    const cpu0 = m.state('cpu0', cpu)
    m.process('handler', { on: cpu0, context: 'hardirq' }, function* () {
      cpu0.hardirq(function* () {})
    })
  })
  expect(() => forgetful.instantiate()).toThrow("'irq_enter(cpu0)' is built and never used")
})

test.each(['hardirq', 'softirq'] as const)(
  'a process that is a %s of a CPU and does not handle it is a mistake',
  (context) => {
    const said = rejection((m) => {
      const cpu0 = m.state('cpu0', cpu) // here: state
      m.process('handler', { on: cpu0, context }, function* () {
        yield* skip()
      })
    })
    expect(said).toBe(
      `here: a process of context ${context} on 'cpu0' does not handle its interrupt. ` +
        `Put the handler into 'yield* cpu0.${context}(function* () { … })'.`,
    )
  },
)

test('a CPU needs no handlers for tasks, nor for interrupts that are elsewhere', () => {
  const said = rejection((m) => {
    const cpu0 = m.state('cpu0', cpu)
    m.process('task', { on: cpu0 }, function* () {
      yield* skip()
    })
    m.process('handler', { context: 'hardirq' }, function* () {
      yield* skip()
    })
  })
  expect(said).toBe('')
})

test('who spins with interrupts off keeps away the interrupt for which the holder waits', async () => {
  const build = (irqsave: boolean) => (m: ModelBuilder) => {
    const cpu0 = m.state('cpu0', cpu)
    const lock = m.state('lock', spinlock('lock'))
    const done = m.state('done', bool)
    m.process('holder', function* () {
      yield* lock.lock()
      yield* waitUntil(done)
      yield* lock.unlock()
    })
    m.process('spinner', { on: cpu0 }, function* () {
      if (irqsave) {
        const flags = yield* lock.lockIrqsave()
        yield* lock.unlockIrqrestore(flags)
      } else {
        yield* lock.lock()
        yield* lock.unlock()
      }
    })
    m.process('interrupt', { on: cpu0, context: 'hardirq' }, function* () {
      yield* cpu0.hardirq(function* () {
        yield* done.set(true)
      })
    })
  }
  expect(await answer(build(true))).toBe('deadlock, 2 steps')
  expect(await answer(build(false))).toBe('holds')
})
