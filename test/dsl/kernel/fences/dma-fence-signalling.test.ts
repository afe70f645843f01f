/** What a fence signalling critical section allows and forbids. */

import { describe, expect, test } from 'vitest'
import { label, model, skip, when, type ModelBuilder } from '../../../../dsl/index.ts'
import {
  __dma_fence_might_wait,
  dma_fence_begin_signalling,
  dma_fence_end_signalling,
  dmaFence,
  kmalloc,
  mutex,
  shrinker_register,
  spinlock,
  type Gfp,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

describe('a signalling section', () => {
  test('that waits for the fence which it must signal is a deadlock', async () => {
    const build = (waits: boolean) => (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      m.process('worker', function* () {
        const cookie = yield* dma_fence_begin_signalling()
        if (waits) yield* fence.wait()
        yield* fence.signal()
        yield* dma_fence_end_signalling(cookie)
      })
    }
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(true))).toBe('deadlock, 1 steps')
  })

  test('that takes a lock whose holder waits for the fence is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', mutex('lock'))
      const fence = m.state('fence', dmaFence())
      m.process('worker', function* () {
        const cookie = yield* dma_fence_begin_signalling()
        yield* lock.lock()
        yield* lock.unlock()
        yield* fence.signal()
        yield* dma_fence_end_signalling(cookie)
      })
      m.process('waiter', function* () {
        yield* lock.lock()
        yield* fence.wait()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toMatch(/^deadlock/)
  })

  describe('that allocates, with a shrinker that waits for the fence,', () => {
    const allocating = (gfp: Gfp) => (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      shrinker_register({
        name: 'shrinker',
        needs: '__GFP_FS',
        *scan() {
          yield* fence.wait()
        },
      })
      m.process('worker', function* () {
        const cookie = yield* dma_fence_begin_signalling()
        yield* kmalloc(gfp)
        yield* fence.signal()
        yield* dma_fence_end_signalling(cookie)
      })
    }

    test('is a deadlock where that may reclaim', async () => {
      expect(await answer(allocating('GFP_KERNEL'))).toMatch(/^deadlock/)
    })

    test('is none where the shrinker is passed over', async () => {
      expect(await answer(allocating('GFP_NOFS'))).toBe('holds')
    })

    test('is none where that never reclaims', async () => {
      expect(await answer(allocating('GFP_ATOMIC'))).toBe('holds')
    })
  })

  test('in another is part of that', async () => {
    const build = (m: ModelBuilder) => {
      const worker = m.process('worker', function* () {
        const outer = yield* dma_fence_begin_signalling()
        const inner = yield* dma_fence_begin_signalling()
        yield* dma_fence_end_signalling(inner)
        yield* when(inner, function* () {
          yield* label('nested')
          yield* skip()
        })
        yield* dma_fence_end_signalling(outer)
      })
      m.reachable('nested', worker.only.at('nested'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('is nothing where the process must not sleep anyway', async () => {
    const build = (m: ModelBuilder) => {
      const lock = m.state('lock', spinlock('lock'))
      const worker = m.process('worker', function* () {
        yield* lock.lock()
        const cookie = yield* dma_fence_begin_signalling()
        yield* lock.unlock()
        yield* when(cookie, function* () {
          yield* label('nothing begun')
          yield* skip()
        })
        yield* dma_fence_end_signalling(cookie)
      })
      m.reachable('nothing begun', worker.only.at('nothing begun'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that is not ended is a fault', async () => {
    const build = (m: ModelBuilder) => {
      m.process('worker', function* () {
        yield* dma_fence_begin_signalling()
      })
    }
    expect(await answer(build)).toBe(
      'fault: lock held when returning to user space: dma_fence_map, 1 steps',
    )
  })

  test('that was not begun, or is ended twice, is a fault', async () => {
    const build = (m: ModelBuilder) => {
      m.process('worker', function* () {
        const cookie = yield* dma_fence_begin_signalling()
        yield* dma_fence_end_signalling(cookie)
        yield* dma_fence_end_signalling(cookie)
      })
    }
    expect(await answer(build)).toBe('fault: bad unlock balance detected: dma_fence_map, 3 steps')
  })
})

describe('to the validator of lock order', () => {
  /** Takes a lock in a section, and waits with it held: one after the other, so that no run blocks. */
  const inPhases = (held: boolean, inside: boolean) => (m: ModelBuilder) => {
    const lock = m.state('lock', mutex('lock'))
    const fence = m.state('fence', dmaFence())
    m.process('worker', function* () {
      const cookie = yield* dma_fence_begin_signalling()
      if (inside) {
        yield* lock.lock()
        yield* lock.unlock()
      }
      yield* fence.signal()
      yield* dma_fence_end_signalling(cookie)
      if (held) yield* lock.lock()
      yield* fence.wait()
      if (held) yield* lock.unlock()
    })
  }

  test('waiting under a lock that a section takes is a cycle that no run has hit', async () => {
    expect(await answer(inPhases(true, true))).toMatch(/^lock order: circular/)
  })

  test('waiting under a lock that no section takes is none', async () => {
    expect(await answer(inPhases(true, false))).toBe('holds')
  })

  test('waiting without a lock that a section takes is none', async () => {
    expect(await answer(inPhases(false, true))).toBe('holds')
  })

  test('waiting in a section of its own is none, if another signals', async () => {
    const build = (m: ModelBuilder) => {
      const fence = m.state('fence', dmaFence())
      m.process('worker', function* () {
        yield* fence.signal()
      })
      m.process('waiter', function* () {
        const cookie = yield* dma_fence_begin_signalling()
        yield* fence.wait()
        yield* dma_fence_end_signalling(cookie)
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  const requested = (build: (m: ModelBuilder) => void) => {
    const { processes, locks } = model('small', {}, build).instantiate()
    return processes.flatMap(({ body }) =>
      body.statements.flatMap((statement) =>
        statement.kind === 'step'
          ? statement.requests.map(({ lock, mode, trying, nested }) => {
              return [locks[lock]?.lockClass, mode, trying ? 'tries' : 'waits', nested]
            })
          : [],
      ),
    )
  }

  test('a section is a reader got by a trylock, and waiting is a writer that lets go of its own section', () => {
    const seen = requested((m) => {
      const fence = m.state('fence', dmaFence())
      m.process('worker', function* () {
        const cookie = yield* dma_fence_begin_signalling()
        yield* dma_fence_end_signalling(cookie)
        yield* __dma_fence_might_wait()
        yield* fence.wait()
      })
    })
    expect(seen).toEqual([
      ['dma_fence_map', 'read', 'tries', false],
      ['dma_fence_map', 'write', 'waits', true],
      ['dma_fence_map', 'write', 'waits', true],
    ])
  })

  test('a fence that nobody waits for in a section has no state for sections', () => {
    const { variables } = model('small', {}, (m) => {
      const fence = m.state('fence', dmaFence())
      m.process('waiter', function* () {
        yield* fence.wait()
      })
    }).instantiate()
    expect(variables.map(({ name }) => name)).toEqual(['fence'])
  })
})
