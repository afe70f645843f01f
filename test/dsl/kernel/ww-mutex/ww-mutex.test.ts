/** A ww_mutex: what it allows, who has to back off, where it blocks. */

import { describe, expect, test } from 'vitest'
import {
  forever,
  label,
  model,
  not,
  skip,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { mutex } from '../../../../dsl/kernel/index.ts'
import { answer, reportOf } from '../answer.ts'
import { algorithms, oldAndYoung, pair, tries } from './ww-scene.ts'

describe('wait-die', () => {
  test('the younger backs off from what the older has', async () => {
    const build = (m: ModelBuilder) => {
      const { young } = oldAndYoung(m, 'wait-die', {
        *old() {
          yield* skip()
        },
        young: ({ a, ctx }) => tries(a, ctx),
      })
      m.never('it gets it', young.at('has it'))
      m.reachable('it backs off', young.at('-EDEADLK'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('the older waits for what the younger has', async () => {
    const build = (m: ModelBuilder) => {
      const { old } = oldAndYoung(m, 'wait-die', {
        old: ({ b, ctx }) => tries(b, ctx),
        *young({ b }) {
          yield* b.unlock()
        },
      })
      m.never('it backs off', old.at('-EDEADLK'))
      m.reachable('it gets it', old.at('has it'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('who sleeps behind a younger one backs off when an older one has the lock', async () => {
    const build = (m: ModelBuilder) => {
      const { a, b, ctx } = pair(m)
      const oldest = m.process('oldest', { daemon: true }, function* () {
        yield* ctx.init()
        yield* waitUntil(b.isLocked())
        yield* a.lock(ctx)
      })
      const sleeper = m.process('sleeper', { daemon: true }, function* () {
        yield* waitUntil(ctx.isLive(oldest.only.thread()))
        yield* ctx.init()
        yield* waitUntil(a.isLocked())
        yield* b.lock(ctx)
        yield* tries(a, ctx)
      })
      const youngest = m.process('youngest', { daemon: true }, function* () {
        yield* waitUntil(ctx.isLive(sleeper.only.thread()))
        yield* ctx.init()
        yield* a.lock(ctx)
        yield* waitUntil(b.isLocked())
        yield* a.unlock()
      })
      const backsOff = sleeper.only.at('-EDEADLK')
      m.always('not for the youngest', backsOff.implies(a.heldBy(oldest.only.thread())))
      m.reachable('it backs off', backsOff)
      m.reachable('it gets it', sleeper.only.at('has it'))
      m.unused(youngest.only.terminated())
    }
    expect(await answer(build)).toBe('holds')
  })

  test('who holds nothing waits, however young', async () => {
    const build = (m: ModelBuilder) => {
      const { young } = oldAndYoung(m, 'wait-die', {
        *old({ a }) {
          yield* a.unlock()
        },
        *young({ a, b, ctx }) {
          yield* b.unlock()
          yield* tries(a, ctx)
        },
      })
      m.never('it backs off', young.at('-EDEADLK'))
      m.reachable('it gets it', young.at('has it'))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('wound-wait', () => {
  test('the older wounds who has the lock, and waits', async () => {
    const build = (m: ModelBuilder) => {
      const { old, young, ctx } = oldAndYoung(m, 'wound-wait', {
        old: ({ b, ctx: own }) => tries(b, own),
        *young({ b }) {
          yield* label('has b')
          yield* b.unlock()
        },
      })
      const wounded = ctx.of(young.thread()).field('phase').eq('wounded')
      m.never('it backs off', old.at('-EDEADLK'))
      m.reachable('it gets it', old.at('has it'))
      m.reachable('it wounds', wounded)
      m.always('the wound is gone with the last lock', wounded.implies(young.at('has b')))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('the younger waits for what the older has, until it is wounded', async () => {
    const build = (m: ModelBuilder) => {
      const { young } = oldAndYoung(m, 'wound-wait', {
        *old({ a }) {
          yield* label('has a')
          yield* a.unlock()
        },
        young: ({ a, ctx }) => tries(a, ctx),
      })
      m.never('it backs off', young.at('-EDEADLK'))
      m.reachable('it gets it', young.at('has it'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('who is wounded still gets what is free, and backs off where it has to wait', async () => {
    const build = (m: ModelBuilder) => {
      const { young } = oldAndYoung(m, 'wound-wait', {
        old: ({ b, ctx }) => tries(b, ctx),
        *young({ a, c, ctx }) {
          yield* waitUntil(ctx.own.field('phase').eq('wounded'))
          const ret = yield* c.lock(ctx)
          yield* when(ret.ne('0'), function* () {
            yield* label('refused')
            yield* skip()
          })
          yield* tries(a, ctx)
        },
      })
      m.never('it is refused what is free', young.at('refused'))
      m.never('it gets what is held', young.at('has it'))
      m.reachable('it backs off', young.at('-EDEADLK'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('who holds nothing wounds nobody', async () => {
    const build = (m: ModelBuilder) => {
      const { ctx, young } = oldAndYoung(m, 'wound-wait', {
        *old({ a, b, ctx: own }) {
          yield* a.unlock()
          yield* tries(b, own)
        },
        *young() {
          yield* skip()
        },
      })
      m.never('wounded', ctx.of(young.thread()).field('phase').eq('wounded'))
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe.for(algorithms)('under %s', (algorithm) => {
  test('a lock that the context holds is -EALREADY, and is not taken once more', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m, algorithm)
      const task = m.process('task', function* () {
        yield* ctx.init()
        yield* a.lock(ctx)
        const ret = yield* a.lock(ctx)
        yield* when(ret.eq('-EALREADY'), function* () {
          yield* label('told')
          yield* a.unlock()
          yield* ctx.fini()
        })
      })
      m.reachable('told', task.only.at('told'))
      m.always('free in the end', task.only.terminated().implies(not(a.isLocked())))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('nobody backs off from who has no context', async () => {
    const build = (m: ModelBuilder) => {
      const { a, b, ctx } = pair(m, algorithm)
      const without = m.process('without', { daemon: true }, function* () {
        yield* a.lock()
        yield* waitUntil(b.isLocked())
        yield* a.unlock()
      })
      const task = m.process('task', { daemon: true }, function* () {
        yield* ctx.init()
        yield* waitUntil(a.heldBy(without.only.thread()))
        yield* b.lock(ctx)
        yield* tries(a, ctx)
      })
      m.never('it backs off', task.only.at('-EDEADLK'))
      m.reachable('it gets it', task.only.at('has it'))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('who holds it without the context waits for himself', async () => {
    const build = (m: ModelBuilder) => {
      const { a, ctx } = pair(m, algorithm)
      m.process('task', function* () {
        yield* ctx.init()
        yield* a.lock()
        yield* a.lock(ctx)
      })
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })
})

test('contexts begin and end for ever in few states: only the order of those that live counts', async () => {
  const { distinct } = await reportOf((m) => {
    const { a, ctx } = pair(m)
    m.process('task', { count: 2 }, function* () {
      yield* forever(function* () {
        yield* ctx.init()
        yield* a.lock(ctx)
        yield* a.unlock()
        yield* ctx.fini()
      })
    })
  })
  // Of 4 by 4 points they are not at one; at 8 of the others both contexts live, and either is the older.
  expect(distinct).toBe(15 + 8)
})

describe('for the validator of lock order', () => {
  const { locks, processes } = model('small', {}, (m) => {
    const { a, ctx } = pair(m)
    m.process('task', function* () {
      yield* ctx.init()
      yield* a.lock(ctx)
      yield* a.unlock()
      yield* a.trylock(ctx)
      yield* a.unlock()
      yield* ctx.fini()
      yield* a.lock()
      yield* a.unlock()
    })
  }).instantiate()

  test('a lock is of its class, and a live context counts as one that is held', () => {
    expect(locks.map(({ lockClass, kind }) => ({ lockClass, kind }))).toEqual([
      { lockClass: 'ww_mutex', kind: 'sleeping' },
      { lockClass: 'ww_mutex', kind: 'sleeping' },
      { lockClass: 'ww_acquire', kind: 'mark' },
    ])
  })

  test('its own class may be held where a context asks for it', () => {
    const asked = processes.flatMap(({ body }) =>
      body.statements.flatMap((each) => {
        if (each.kind !== 'step') return []
        return each.requests.map(({ lock, nested, trying }) => {
          return { step: each.name, lockClass: locks[lock]?.lockClass, nested, trying }
        })
      }),
    )
    const inContext = { lockClass: 'ww_mutex', nested: true }
    expect(asked).toEqual([
      { step: 'ww_acquire_init(ctx, ww)', lockClass: 'ww_acquire', nested: false, trying: false },
      { step: 'ww_mutex_lock(a, ctx)', ...inContext, trying: false },
      { step: 'ww_mutex_trylock(a, ctx)', ...inContext, trying: true },
      { step: 'ww_mutex_lock(a, NULL)', lockClass: 'ww_mutex', nested: false, trying: false },
    ])
  })

  test('a live context has its place in the order, with no lock held yet', async () => {
    const seen = await answer((m) => {
      const { ctx } = pair(m)
      const outer = m.state('outer', mutex('outer'))
      m.process('task', function* () {
        yield* outer.lock()
        yield* ctx.init()
        yield* outer.unlock()
        yield* outer.lock()
        yield* ctx.fini()
        yield* outer.unlock()
      })
    })
    expect(seen).toBe('lock order: circular: ww_acquire -> outer -> ww_acquire')
  })

  test('several locks without a context are recursion, though no run is stuck', async () => {
    const seen = await answer((m) => {
      const { a, b } = pair(m)
      m.process('task', function* () {
        yield* a.lock()
        yield* b.lock()
        yield* b.unlock()
        yield* a.unlock()
      })
    })
    expect(seen).toBe('lock order: recursive: ww_mutex')
  })

  test('who is blocked says for whom he waits', async () => {
    const { situation } = await reportOf((m) => {
      const { a, ctx } = pair(m)
      m.process('task', function* () {
        yield* ctx.init()
        yield* a.lock()
        yield* a.lock(ctx)
      })
    })
    const [task] = situation?.threads ?? []
    expect(task?.kind === 'blocked' && task.steps.map(({ wait }) => wait)).toEqual([
      { kind: 'lock', lock: 'a', holders: [0] },
    ])
  })
})
