/** What is wrong with a ww_mutex or its context, in the kernel's words. */

import { describe, expect, test } from 'vitest'
import { skip, type AnyStatement, type ModelBuilder } from '../../../../dsl/index.ts'
import { spinlock, WwAcquireCtx, WwClass, wwMutex } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { algorithms, oldAndYoung, pair, type Ordered } from './ww-scene.ts'

describe('misuse', () => {
  /** The answer on a task that does this with two locks and its context. */
  const doing = (
    body: (of: ReturnType<typeof pair>) => Generator<AnyStatement<never, never>, void, unknown>,
  ) =>
    answer((m) => {
      const locks = pair(m)
      m.process('task', () => body(locks))
    })

  /** The answer on a young context that has `b` and was told to back off from `a`, and then does this. */
  const afterEdeadlk = (
    body: (locks: Ordered) => Generator<AnyStatement<never, never>, void, unknown>,
  ) =>
    answer((m) => {
      oldAndYoung(m, 'wait-die', {
        *old() {
          yield* skip()
        },
        *young(locks) {
          yield* locks.a.lock(locks.ctx)
          yield* body(locks)
        },
      })
    })

  test('to lock after -EDEADLK with locks held', async () => {
    const seen = await afterEdeadlk(function* ({ c, ctx }) {
      yield* c.lock(ctx)
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->acquired > 0), 8 steps')
  })

  test('to try to lock after -EDEADLK with locks held', async () => {
    const seen = await afterEdeadlk(function* ({ c, ctx }) {
      yield* c.trylock(ctx)
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->acquired > 0), 8 steps')
  })

  test('to take the slow path with locks held', async () => {
    const seen = await afterEdeadlk(function* ({ a, ctx }) {
      yield* a.lockSlow(ctx)
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->acquired > 0), 8 steps')
  })

  test('to take the slow path without -EDEADLK', async () => {
    const seen = await doing(function* ({ a, ctx }) {
      yield* ctx.init()
      yield* a.lockSlow(ctx)
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(!ctx->contending_lock), 2 steps')
  })

  test('to lock after ww_acquire_done', async () => {
    const seen = await doing(function* ({ a, ctx }) {
      yield* ctx.init()
      yield* ctx.done()
      yield* a.lock(ctx)
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->done_acquire), 3 steps')
  })

  test('to be done twice', async () => {
    const seen = await doing(function* ({ ctx }) {
      yield* ctx.init()
      yield* ctx.done()
      yield* ctx.done()
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->done_acquire), 3 steps')
  })

  test('to be done before the context is there', async () => {
    const seen = await doing(function* ({ ctx }) {
      yield* ctx.done()
    })
    expect(seen).toBe("assertion: 'ww_acquire' is not held, 1 steps")
  })

  test('to end a context that holds locks', async () => {
    const seen = await doing(function* ({ a, ctx }) {
      yield* ctx.init()
      yield* a.lock(ctx)
      yield* ctx.fini()
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->acquired), 3 steps')
  })

  test('to end a context twice', async () => {
    const seen = await doing(function* ({ ctx }) {
      yield* ctx.init()
      yield* ctx.fini()
      yield* ctx.fini()
    })
    expect(seen).toBe('fault: bad unlock balance detected: ww_acquire, 3 steps')
  })

  test('not to end a context', async () => {
    const seen = await doing(function* ({ ctx }) {
      yield* ctx.init()
    })
    expect(seen).toBe('fault: lock held when returning to user space: ww_acquire, 1 steps')
  })

  test('to begin a context in another of its class', async () => {
    const seen = await doing(function* ({ ctx }) {
      yield* ctx.init()
      yield* ctx.init()
    })
    expect(seen).toBe('fault: possible recursive locking detected: ww_acquire, 2 steps')
  })

  test('to lock in a context that is not there', async () => {
    const seen = await doing(function* ({ a, ctx }) {
      yield* a.lock(ctx)
    })
    expect(seen).toBe('fault: Nested lock was not taken: ww_acquire, 1 steps')
  })

  test.for(algorithms)('to lock in a context of another class (%s)', async (algorithm) => {
    const seen = await doing(function* ({ a }) {
      const other = new WwAcquireCtx(new WwClass('other', { algorithm }))
      yield* other.init()
      yield* a.lock(other)
    })
    expect(seen).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->ww_class != ww->ww_class), 2 steps')
  })

  test("to unlock another's lock", async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m)
      m.process('owner', { daemon: true }, function* () {
        yield* ctx.init()
        yield* a.lock(ctx)
      })
      m.process('thief', function* () {
        yield* a.unlock()
      })
    }
    expect(await answer(build)).toBe('fault: bad unlock balance detected: a, 1 steps')
  })

  test('to have more contexts than the class was declared for', async () => {
    const build = (m: ModelBuilder) => {
      const { ctx } = pair(m, 'wait-die', 1)
      m.process('task', { count: 2 }, function* () {
        yield* ctx.init()
        yield* ctx.fini()
      })
    }
    const message = "more than 1 contexts at a time: give the ww_class more 'contexts'"
    expect(await answer(build)).toBe(`fault: ${message}, 2 steps`)
  })

  test('to have more locks than the class was declared for', async () => {
    const build = (m: ModelBuilder) => {
      const ww = new WwClass('ww', { locks: 1 })
      const [a, b] = [m.state('a', wwMutex(ww)), m.state('b', wwMutex(ww))]
      const ctx = new WwAcquireCtx(ww)
      m.process('task', function* () {
        yield* ctx.init()
        yield* a.lock(ctx)
        yield* b.lock(ctx)
      })
    }
    const message = "more than 1 locks in a context: give the ww_class more 'locks'"
    expect(await answer(build)).toBe(`fault: ${message}, 3 steps`)
  })

  test('to sleep for one in atomic context', async () => {
    const seen = await answer((m) => {
      const { a, ctx } = pair(m)
      const lock = m.state('lock', spinlock('lock'))
      m.process('task', function* () {
        yield* ctx.init()
        yield* lock.lock()
        yield* a.lock(ctx)
      })
    })
    expect(seen).toBe('fault: sleeping in atomic context, 3 steps')
  })

  test('to try one in an interrupt', async () => {
    const seen = await answer((m) => {
      const { a } = pair(m)
      m.process('irq', { context: 'hardirq' }, function* () {
        yield* a.trylock()
      })
    })
    expect(seen).toBe('fault: ww_mutex_trylock in interrupt context, 1 steps')
  })

  test('to use a context of a class that has none is no model', async () => {
    const build = (m: ModelBuilder) => {
      const { ctx } = pair(m, 'wait-die', 0)
      m.process('task', function* () {
        yield* ctx.init()
      })
    }
    await expect(answer(build)).rejects.toThrow("'ww' is declared without acquire contexts")
  })
})
