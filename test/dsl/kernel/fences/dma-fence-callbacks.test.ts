/** What callbacks of a fence are allowed, and where they block. */

import { describe, expect, test } from 'vitest'
import {
  changed,
  label,
  not,
  oneOf,
  or,
  set,
  skip,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { dmaFence, spinlock } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

const callback = oneOf('wake', 'free')

describe('a callback', () => {
  /** A fence that runs one callback, and what is seen of it. */
  const running = (m: ModelBuilder) => {
    const ran = m.state('ran', set(callback))
    const fence = m.state(
      'fence',
      dmaFence({
        lock: 'inline',
        callbacks: callback,
        *func(cb) {
          yield* ran.set(ran.add(cb))
        },
      }),
    )
    return { ran, fence }
  }

  test('is run once the fence is signalled, under its lock', async () => {
    const build = (m: ModelBuilder) => {
      const { ran, fence } = running(m)
      const adder = m.process('adder', function* () {
        const added = yield* fence.addCallback('wake')
        yield* when(
          added,
          function* () {
            yield* label('added')
            yield* skip()
          },
          function* () {
            yield* label('-ENOENT')
            yield* skip()
          },
        )
      })
      m.process('worker', function* () {
        yield* fence.signal()
      })
      const { only } = adder
      const ended = only.terminated().and(fence.lock.isLocked().not(), fence.signaled)
      m.never('refused and run', only.at('-ENOENT').and(ran.has('wake')))
      m.always('refused by a signalled fence', only.at('-ENOENT').implies(fence.signaled))
      m.reachable('refused', only.at('-ENOENT'))
      m.reachable('added and not run yet', only.at('added').and(ran.isEmpty()))
      m.always('run in the end', ended.implies(fence.has('wake').not()))
      m.step('run with the lock held', or(not(changed(ran)), fence.lock.isLocked()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that takes the lock of its fence waits for itself', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const fence = m.state(
        'fence',
        dmaFence({
          lock,
          callbacks: callback,
          *func() {
            yield* lock.lock()
            yield* lock.unlock()
          },
        }),
      )
      m.process('worker', function* () {
        yield* fence.addCallback('wake')
        yield* fence.signal()
      })
    }
    expect(await answer(build)).toBe('deadlock, 7 steps')
  })

  test('that signals another fence needs that to have another lock', async () => {
    const build = (shared: boolean) => (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const other = m.state('other', dmaFence({ lock: shared ? lock : 'inline' }))
      const fence = m.state(
        'fence',
        dmaFence({
          lock,
          callbacks: callback,
          *func() {
            yield* other.signal()
          },
        }),
      )
      m.process('worker', function* () {
        yield* fence.addCallback('wake')
        yield* fence.signal()
      })
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe('deadlock, 8 steps')
  })

  test('must not sleep', async () => {
    const build = (m: ModelBuilder) => {
      const other = m.state('other', dmaFence())
      const fence = m.state(
        'fence',
        dmaFence({
          lock: 'inline',
          callbacks: callback,
          *func() {
            yield* other.wait()
          },
        }),
      )
      m.process('worker', function* () {
        yield* fence.addCallback('wake')
        yield* fence.signal()
      })
    }
    expect(await answer(build)).toBe('fault: sleeping in atomic context, 8 steps')
  })

  test('is added once', async () => {
    const build = (m: ModelBuilder) => {
      const { fence } = running(m)
      m.process('adder', function* () {
        yield* fence.addCallback('wake')
        yield* fence.addCallback('wake')
      })
    }
    expect(await answer(build)).toBe('fault: list_add double add, 7 steps')
  })

  test('that is removed is not run, and was run where it is not found', async () => {
    const build = (m: ModelBuilder) => {
      const { ran, fence } = running(m)
      const remover = m.process('remover', function* () {
        const added = yield* fence.addCallback('free')
        yield* when(added, function* () {
          const removed = yield* fence.removeCallback('free')
          yield* when(
            removed,
            function* () {
              yield* label('removed')
              yield* skip()
            },
            function* () {
              yield* label('too late')
              yield* skip()
            },
          )
        })
      })
      m.process('worker', function* () {
        yield* fence.signal()
      })
      const { only } = remover
      m.never('removed and run', only.at('removed').and(ran.has('free')))
      m.always('too late', only.at('too late').implies(ran.has('free')))
      m.reachable('removed', only.at('removed'))
      m.reachable('not removed', only.at('too late'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that waits when the last reference is put is a fault', async () => {
    const build = (signalled: boolean) => (m: ModelBuilder) => {
      const fence = m.state(
        'fence',
        dmaFence({ lock: 'inline', callbacks: callback, references: 1 }),
      )
      m.process('worker', function* () {
        yield* fence.addCallback('wake')
        if (signalled) yield* fence.signal()
        yield* fence.put()
      })
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe(
      'fault: Fence fence released with pending signals!, 6 steps',
    )
  })
})
