/** What a fence allows and forbids that is signalled under its lock, and where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  and,
  bool,
  identity,
  label,
  not,
  oneOf,
  optional,
  skip,
  value,
  waitUntil,
  when,
  type ModelBuilder,
  type TermOf,
  type ThreadTerm,
} from '../../../../dsl/index.ts'
import { cpu, dmaFence, dmaFences, objects, spinlock } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const callback = oneOf('wake', 'free')

describe('signalling', () => {
  test('is told that it was done already', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence({ lock: 'inline' }))
      const signaller = m.process('signaller', { count: 2 }, function* () {
        const already = yield* fence.signal()
        yield* when(already, function* () {
          yield* label('-EINVAL')
          yield* skip()
        })
      })
      m.always('once', signaller.count((s) => s.at('-EINVAL')).le(1))
      m.reachable(
        'twice',
        signaller.some((s) => s.at('-EINVAL')),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('in an interrupt never waits for the task that it interrupted', async () => {
    const build = (saved: boolean) => (m: ModelBuilder) => {
      const cpu0 = m.state('cpu0', cpu)
      const lock = m.state('lock', spinlock('lock'))
      const fence = m.state('fence', dmaFence({ lock, callbacks: callback }))
      m.process('adder', { on: cpu0 }, function* () {
        if (saved) yield* fence.addCallback('wake')
        else {
          yield* lock.lock()
          yield* lock.unlock()
        }
      })
      m.process('irq', { on: cpu0, context: 'hardirq' }, () =>
        cpu0.hardirq(function* () {
          yield* fence.signal()
        }),
      )
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toMatch(/^deadlock/)
  })

  test('by who should hold the lock and does not fails the assertion', async () => {
    const build = (held: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const fence = m.state('fence', dmaFence({ lock }))
      m.process('worker', function* () {
        if (held) yield* lock.lock()
        yield* fence.signalLocked()
        if (held) yield* lock.unlock()
      })
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe("assertion: 'lock' is not held, 1 steps")
  })

  test('of two fences in one section of their lock is seen as one by whoever takes the lock', async () => {
    const build = (together: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const [a, b] = [m.state('a', dmaFence({ lock })), m.state('b', dmaFence({ lock }))]
      m.process('worker', function* () {
        if (together) {
          yield* lock.lock()
          yield* a.signalLocked()
          yield* b.signalLocked()
          yield* lock.unlock()
        } else {
          yield* a.signal()
          yield* b.signal()
        }
      })
      const observer = m.process('observer', function* () {
        yield* lock.lock()
        yield* label('looks')
        yield* skip()
        yield* lock.unlock()
      })
      m.always('both or none', observer.only.at('looks').implies(a.signaled.iff(b.signaled)))
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe('violated: both or none, 4 steps')
  })
})

test('asking a fence whose driver sees that it is done signals it, and runs its callbacks', async () => {
  const build = (m: ModelBuilder) => {
    const hardware = m.state('hardware', bool)
    const ran = m.state('ran', bool)
    const fence = m.state(
      'fence',
      dmaFence({
        lock: 'inline',
        callbacks: callback,
        *func() {
          yield* ran.set(true)
        },
        ops: { signaled: () => hardware },
      }),
    )
    const { only } = m.process('user', function* () {
      yield* fence.addCallback('wake')
      const early = yield* fence.isSignaled()
      yield* hardware.set(true)
      const late = yield* fence.isSignaled()
      yield* when(and(not(early), late), function* () {
        yield* label('told')
        yield* skip()
      })
    })
    m.reachable('told', only.at('told'))
    m.always('run by then', only.at('told').implies(ran))
  }
  expect(await answer(build)).toBe('holds')
})

test('asking with the lock held signals it under that lock', async () => {
  const build = (held: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', spinlock('lock'))
    const fence = m.state('fence', dmaFence({ lock, ops: { signaled: () => true } }))
    const { only } = m.process('user', function* () {
      if (held) yield* lock.lock()
      yield* fence.isSignaledLocked()
      if (held) yield* lock.unlock()
    })
    m.always('signalled', only.terminated().implies(fence.signaled))
  }
  expect(await answer(build(true))).toBe('holds')
  expect(await answer(build(false))).toBe("assertion: 'lock' is not held, 3 steps")
})

describe('asking the driver to signal', () => {
  const enabling = (m: ModelBuilder, done: boolean) => {
    const asked = m.state('asked', bool)
    const twice = m.state('twice', bool)
    const fence = m.state(
      'fence',
      dmaFence({
        lock: 'inline',
        callbacks: callback,
        ops: {
          *enableSignaling() {
            yield* twice.set(asked)
            yield* asked.set(true)
            return value(bool, !done)
          },
        },
      }),
    )
    return { asked, twice, fence }
  }

  test('happens once, however many wait', async () => {
    const build = (m: ModelBuilder) => {
      const { asked, twice, fence } = enabling(m, false)
      m.process('waiter', { count: 2 }, function* () {
        yield* fence.wait()
      })
      m.process('worker', function* () {
        yield* fence.enableSwSignaling()
        yield* fence.signal()
      })
      m.never('twice', twice)
      m.reachable('asked', asked)
    }
    expect(await answer(build)).toBe('holds')
  })

  test('signals the fence where it is done, and the callback is refused', async () => {
    const build = (m: ModelBuilder) => {
      const { fence } = enabling(m, true)
      const { only } = m.process('adder', function* () {
        const added = yield* fence.addCallback('wake')
        yield* when(added, function* () {
          yield* label('added')
          yield* skip()
        })
      })
      m.never('added', only.at('added'))
      m.always('signalled', only.terminated().implies(fence.signaled))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('a waiter', () => {
  test('takes the lock again when its time is up, though the fence was signalled meanwhile', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const gone = m.state('gone', bool)
      const fence = m.state('fence', dmaFence({ lock }))
      const { only } = m.process('waiter', function* () {
        yield* fence.waitTimeout()
      })
      m.process('exporter', function* () {
        yield* fence.signal()
        yield* gone.set(true)
      })
      m.never('locks what is gone', gone.and(lock.heldBy(only.thread())))
    }
    expect(await answer(build)).toMatch(/^violated: locks what is gone/)
  })

  test('uses a lock after it was freed, where that goes with the operation once it is signalled', async () => {
    const build = (kept: boolean) => (m: ModelBuilder) => {
      const operation = identity('operation', 1)
      const operations = m.state(
        'operation',
        objects(operation, spinlock('op->lock'), { mayLeak: kept }),
      )
      const op = m.state('op', optional(operation))
      const fence = m.state('fence', dmaFence({ lock: () => operations.at(op) }))
      m.process('exporter', function* () {
        const pointer = yield* operations.alloc()
        yield* op.set(pointer)
        yield* fence.signal()
        if (!kept) yield* operations.free(op)
      })
      m.process('waiter', function* () {
        yield* waitUntil(op.isSome())
        yield* fence.waitTimeout()
      })
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toMatch(/^fault: .*use-after-free/)
  })

  test('is let on by the signal', async () => {
    const build = (m: ModelBuilder) => {
      const id = identity('fence', 2)
      const by = (f: TermOf<typeof id>): ThreadTerm => worker.of(f).thread()
      const fences = m.state('fence', dmaFences(id, { lock: 'inline', by }))
      const worker = m.process('worker', { each: id }, function* (f) {
        yield* fences.at(f).signal()
      })
      const waiter = m.process('waiter', { each: id }, function* (f) {
        yield* fences.at(f).wait()
      })
      m.reachable(
        'on',
        waiter.every((w) => w.terminated()),
      )
    }
    expect(await answer(build)).toBe('holds')
  })
})
