/** What a fence allows and forbids as its contract has it, and where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  and,
  array,
  bool,
  identity,
  int,
  label,
  oneOf,
  skip,
  step,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  dma_fence_wait_any_timeout,
  dmaFence,
  dmaFences,
  spinlock,
} from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'

describe('a fence', () => {
  test('lets on whoever waits for it when it is signalled', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      m.process('worker', function* () {
        yield* fence.signal()
      })
      const waiter = m.process('waiter', function* () {
        yield* fence.wait()
        yield* label('woken')
        yield* skip()
      })
      m.always('woken by the signal', waiter.only.at('woken').implies(fence.signaled))
      m.reachable('woken', waiter.only.at('woken'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that nobody signals is waited for in a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const id = identity('fence', 2)
      const fences = m.state('fence', array(id, dmaFence()))
      m.process('worker', { each: id }, function* (f) {
        yield* fences.at(f).wait()
      })
    }
    expect(await answer(build)).toBe('deadlock, 0 steps')
  })

  test('says what is waited for, and who is to signal it', async () => {
    const { situation } = await reportOf((m) => {
      const fence = m.state('fence', dmaFence())
      const worker = m.process('worker', function* () {
        yield* fence.wait()
      })
      m.process('waiter', function* () {
        yield* fence.wait({ by: worker.only.thread() })
      })
    })
    const waiter = situation?.threads[1]
    expect(waiter?.kind === 'blocked' && waiter.steps.map(({ wait }) => wait)).toEqual([
      { kind: 'event', event: 'fence signaled', by: [0] },
    ])
  })

  test('is signalled once: who comes second is told so', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      const firsts = m.state('firsts', int(0, 2))
      const worker = m.process('worker', { count: 2 }, function* () {
        const already = yield* fence.signal()
        yield* when(already.not(), function* () {
          yield* step('first', {}, function* () {
            yield* firsts.set(firsts.plus(1))
          })
        })
      })
      m.always('one is first', worker.every((w) => w.terminated()).implies(firsts.eq(1)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('must not be waited for with a spinlock held', async () => {
    const build = (signaled: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const fence = m.state('fence', dmaFence())
      m.process('waiter', function* () {
        if (signaled) yield* fence.signal()
        yield* lock.lock()
        yield* fence.wait()
        yield* lock.unlock()
      })
    }
    expect(await answer(build(false))).toBe('fault: sleeping in atomic context, 2 steps')
    expect(await answer(build(true))).toBe('fault: sleeping in atomic context, 3 steps')
  })

  test('that is initialised again is a new one', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence({ errors: oneOf('-EIO'), seqno: int(0, 1) }))
      const { only } = m.process('worker', function* () {
        yield* fence.setError('-EIO')
        yield* fence.signal()
        yield* fence.init({ seqno: 1 })
      })
      const isNew = and(fence.signaled.not(), fence.error.isNone(), fence.seqno.eq(1))
      m.always('new', only.terminated().implies(isNew))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is given an error before the signal, and not after', async () => {
    const build = (late: boolean) => (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence({ errors: oneOf('-EIO', '-ECANCELED') }))
      const worker = m.process('worker', function* () {
        if (late) yield* fence.signal()
        yield* fence.setError('-ECANCELED')
        yield* fence.signal()
      })
      m.always('kept', worker.only.terminated().implies(fence.error.is('-ECANCELED')))
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe(
      'fault: WARN_ON(test_bit(DMA_FENCE_FLAG_SIGNALED_BIT, &fence->flags)), 2 steps',
    )
  })
})

test('a wait for any of several fences ends with the first, and says what it waits for', async () => {
  const build = (signalled: boolean) => (m: ModelBuilder) => {
    const [a, b] = [m.state('a', dmaFence()), m.state('b', dmaFence())]
    if (signalled) {
      m.process('worker', function* () {
        yield* b.signal()
      })
    }
    m.process('waiter', function* () {
      yield* dma_fence_wait_any_timeout(a, b)
    })
  }
  expect(await answer(build(true))).toBe('holds')
  expect(await answer(build(false))).toBe('deadlock, 0 steps')
  const { situation } = await reportOf(build(false))
  const [waiter] = situation?.threads ?? []
  expect(waiter?.kind === 'blocked' && waiter.steps.map(({ wait }) => wait)).toEqual([
    {
      kind: 'any',
      of: [
        { kind: 'event', event: 'a signaled', by: null },
        { kind: 'event', event: 'b signaled', by: null },
      ],
    },
  ])
})

describe('a wait with a timeout', () => {
  test('gives whether the fence is signalled', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      m.process('worker', function* () {
        yield* fence.signal()
      })
      const waiter = m.process('waiter', function* () {
        const signaled = yield* fence.waitTimeout()
        yield* when(
          signaled,
          function* () {
            yield* label('signaled')
            yield* skip()
          },
          function* () {
            yield* label('timed out')
            yield* skip()
          },
        )
      })
      m.always('it is', waiter.only.at('signaled').implies(fence.signaled))
      m.reachable('signaled', waiter.only.at('signaled'))
      m.reachable('a late signal', waiter.only.at('timed out').and(fence.signaled))
      m.reachable('none yet', waiter.only.at('timed out').and(fence.signaled.not()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('does not count on the timeout', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      m.process('waiter', function* () {
        yield* fence.waitTimeout()
      })
    }
    expect(await answer(build)).toBe('deadlock, 1 steps')
  })

  test('that is certain to run out is no deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      m.process('waiter', function* () {
        yield* fence.waitTimeout({ certain: true })
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('taken for the signal, lets the memory be reused too early', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      const reused = m.state('reused', bool)
      m.process('worker', function* () {
        yield* fence.signal()
      })
      m.process('waiter', function* () {
        yield* fence.waitTimeout()
        yield* reused.set(true)
      })
      m.always('reused after the signal', reused.implies(fence.signaled))
    }
    expect(await answer(build)).toBe('violated: reused after the signal, 2 steps')
  })

  test('that a signal may interrupt gives which came first', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      const never = m.state('never', bool)
      m.process('worker', function* () {
        yield* fence.signal()
      })
      const waiter = m.process('waiter', function* () {
        const ended = yield* fence.waitInterruptibleTimeout({ elapsed: never })
        yield* when(ended.eq('interrupted'), function* () {
          yield* label('interrupted')
          yield* skip()
        })
        yield* when(ended.eq('timed out'), function* () {
          yield* label('timed out')
          yield* skip()
        })
      })
      m.reachable('interrupted', waiter.only.at('interrupted'))
      m.never('timed out', waiter.only.at('timed out'))
    }
    expect(await answer(build)).toBe('holds')
  })
})

test('a wait that a signal interrupts gives so, and none need come', async () => {
  const build = (signalled: boolean) => (m: ModelBuilder) => {
    const fence = m.state('fence', dmaFence())
    if (signalled) {
      m.process('worker', function* () {
        yield* fence.signal()
      })
    }
    const waiter = m.process('waiter', function* () {
      const signaled = yield* fence.waitInterruptible()
      yield* when(signaled.not(), function* () {
        yield* label('-ERESTARTSYS')
        yield* skip()
      })
    })
    m.reachable('interrupted', waiter.only.at('-ERESTARTSYS'))
  }
  expect(await answer(build(true))).toBe('holds')
  expect(await answer(build(false))).toBe('deadlock, 1 steps')
})

describe('a fence whose driver can tell', () => {
  test('is signalled by whoever asks', async () => {
    const build = (m: ModelBuilder) => {
      const id = identity('f', 2)
      const hardware = m.state('hardware', array(id, bool))
      const fences = m.state('fence', dmaFences(id, { ops: { signaled: (f) => hardware.at(f) } }))
      m.process('gpu', { each: id }, function* (f) {
        yield* hardware.at(f).set(true)
      })
      const asking = m.process('asking', { each: id }, function* (f) {
        const signaled = yield* fences.at(f).isSignaled()
        yield* when(signaled, function* () {
          yield* label('told')
          yield* skip()
        })
      })
      m.always(
        'told is signalled',
        asking.every((a) => a.at('told').implies(fences.at(a).signaled)),
      )
      m.reachable(
        'told',
        asking.some((a) => a.at('told')),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is not signalled while nobody asks, and waiting is not asking', async () => {
    const build = (m: ModelBuilder) => {
      const hardware = m.state('hardware', bool)
      const fence = m.state('fence', dmaFence({ ops: { signaled: () => hardware } }))
      m.process('gpu', function* () {
        yield* hardware.set(true)
      })
      m.process('waiter', function* () {
        yield* fence.wait()
      })
    }
    expect(await answer(build)).toBe('deadlock, 0 steps')
  })
})

describe('a fence with references', () => {
  const releasing = (m: ModelBuilder) => {
    const released = m.state('released', bool)
    const release = function* () {
      yield* released.set(true)
    }
    const fence = m.state('fence', dmaFence({ references: 3, ops: { release } }))
    return { released, fence }
  }

  test('is released by whoever puts the last one', async () => {
    const build = (m: ModelBuilder) => {
      const { released, fence } = releasing(m)
      m.process('one', function* () {
        yield* fence.get()
        yield* fence.put()
        yield* label('has one')
        yield* fence.put()
      })
      const { only } = m.process('reader', function* () {
        const gotten = yield* fence.getRcu()
        yield* when(gotten, function* () {
          yield* label('has one too')
          yield* fence.put()
        })
      })
      m.never('released in use', only.at('has one too').and(released))
      m.reachable('released', released)
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is not had again after the last was put', async () => {
    const build = (m: ModelBuilder) => {
      const { fence } = releasing(m)
      m.process('one', function* () {
        yield* fence.put()
        yield* fence.get()
      })
    }
    expect(await answer(build)).toBe('fault: refcount_t: addition on 0; use-after-free., 3 steps')
  })
})
