/** A ww_mutex that is tried, or waited for until a signal comes. */

import { describe, expect, test } from 'vitest'
import {
  after,
  and,
  assert,
  label,
  not,
  skip,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { answer } from '../answer.ts'
import { algorithms, oldAndYoung, pair } from './ww-scene.ts'

describe('a trylock', () => {
  test('never waits, and never has to back off', async () => {
    const build = (m: ModelBuilder) => {
      const { young } = oldAndYoung(m, 'wait-die', {
        *old({ a }) {
          yield* a.unlock()
        },
        *young({ a, ctx }) {
          const taken = yield* a.trylock(ctx)
          yield* when(
            taken,
            function* () {
              yield* label('taken')
              yield* a.unlock()
            },
            function* () {
              yield* label('refused')
              yield* skip()
            },
          )
        },
      })
      m.reachable('taken', young.at('taken'))
      m.reachable('refused', young.at('refused'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('in a context counts as one of its locks', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m)
      m.process('task', function* () {
        yield* ctx.init()
        yield* a.trylock(ctx)
        yield* ctx.fini()
      })
    }
    expect(await answer(build)).toBe('fault: DEBUG_LOCKS_WARN_ON(ctx->acquired), 3 steps')
  })

  test('without one does not', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m)
      m.process('task', function* () {
        yield* ctx.init()
        const taken = yield* a.trylock()
        yield* ctx.fini()
        yield* when(taken, function* () {
          yield* a.unlock()
        })
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe.for(algorithms)('an interruptible lock under %s', (algorithm) => {
  test('takes nothing where a signal comes, which is only where it would wait', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m, algorithm)
      const holder = m.process('holder', function* () {
        yield* a.lock()
        yield* a.unlock()
      })
      const task = m.process('task', function* () {
        yield* ctx.init()
        const ret = yield* a.lockInterruptible(ctx)
        yield* when(
          ret.eq('-EINTR'),
          function* () {
            yield* label('-EINTR')
            yield* skip()
          },
          function* () {
            yield* label('has it')
            yield* a.unlock()
          },
        )
        yield* ctx.fini()
      })
      m.always('it has it', task.only.at('has it').iff(a.heldBy(task.only.thread())))
      m.reachable('interrupted', task.only.at('-EINTR'))
      m.reachable('got', task.only.at('has it'))
      m.step(
        'interrupted only where it would wait',
        and(not(task.only.at('-EINTR')), after(task.only.at('-EINTR'))).implies(
          a.heldBy(holder.only.thread()),
        ),
      )
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that the context holds is -EALREADY, and no signal comes', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m, algorithm)
      m.process('task', function* () {
        yield* ctx.init()
        yield* a.lock(ctx)
        const ret = yield* a.lockInterruptible(ctx)
        yield* assert(ret.eq('-EALREADY'), '-EALREADY')
        yield* a.unlock()
        yield* ctx.fini()
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('may find that no signal comes, and wait for ever', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m, algorithm)
      m.process('task', function* () {
        yield* ctx.init()
        yield* a.lock()
        yield* a.lockInterruptible(ctx)
        yield* a.unlock()
        yield* ctx.fini()
      })
    }
    expect(await answer(build)).toBe('deadlock, 3 steps')
  })

  test('can have to back off, and to wait for the contended lock a signal can come too', async () => {
    const build = (m: ModelBuilder) => {
      const { a, b, ctx } = pair(m, algorithm)
      const contender = m.process('contender', function* () {
        yield* ctx.init()
        yield* a.lock(ctx)
        const ret = yield* b.lock(ctx)
        yield* when(ret.eq('0'), function* () {
          yield* b.unlock()
        })
        yield* a.unlock()
        yield* ctx.fini()
      })
      const task = m.process('task', function* () {
        yield* ctx.init()
        yield* b.lock(ctx)
        const ret = yield* a.lockInterruptible(ctx)
        yield* b.unlock()
        yield* when(ret.eq('0'), function* () {
          yield* a.unlock()
        })
        yield* when(ret.eq('-EDEADLK'), function* () {
          const slow = yield* a.lockSlowInterruptible(ctx)
          yield* when(
            slow.eq('0'),
            function* () {
              yield* label('has it')
              yield* a.unlock()
            },
            function* () {
              yield* label('-EINTR')
              yield* skip()
            },
          )
        })
        yield* ctx.fini()
      })
      m.reachable('got', task.only.at('has it'))
      m.reachable('interrupted', task.only.at('-EINTR'))
      m.unused(contender.only.terminated())
    }
    expect(await answer(build)).toBe('holds')
  })
})
