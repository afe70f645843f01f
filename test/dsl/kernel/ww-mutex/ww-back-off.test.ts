/** Several ww_mutexes in any order: in contexts nobody is stuck, and without them they are. */

import { describe, expect, test } from 'vitest'
import {
  after,
  and,
  array,
  index,
  label,
  leave,
  loop,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  WwAcquireCtx,
  WwClass,
  wwMutex,
  type WwAlgorithm,
  type WwMutex,
} from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { endingOf } from './ending.ts'
import { inTwoOrders } from '../locks/lock-scene.ts'
import { algorithms, pair } from './ww-scene.ts'

/** Takes both, however often it has to back off. */
function* takeBoth(first: WwMutex, second: WwMutex, ctx: WwAcquireCtx) {
  // Who holds nothing need not back off.
  yield* first.lock(ctx)
  yield* loop(function* () {
    const one = yield* second.lock(ctx)
    yield* when(one.eq('0'), function* () {
      yield* leave()
    })
    yield* first.unlock()
    yield* label('backed off')
    yield* second.lockSlow(ctx)
    const other = yield* first.lock(ctx)
    yield* when(other.eq('0'), function* () {
      yield* leave()
    })
    yield* second.unlock()
    yield* first.lockSlow(ctx)
  })
}

/** Tasks that each take two neighbours of a ring, none of which all take first. */
function ring(tasks: number, algorithm: WwAlgorithm) {
  return (m: ModelBuilder) => {
    const place = index('place', tasks)
    const ww = new WwClass('ww', { algorithm, contexts: tasks, locks: 2 })
    const locks = m.state('lock', array(place, wwMutex(ww)))
    const ctx = new WwAcquireCtx(ww)
    const task = m.process('task', { each: place }, function* (self) {
      const [first, second] = [locks.at(self), locks.at(self.next())]
      yield* ctx.init()
      yield* takeBoth(first, second, ctx)
      yield* label('inside')
      yield* first.unlock()
      yield* second.unlock()
      yield* ctx.fini()
    })
    m.always(
      'who is inside holds both',
      task.every((t) => {
        const both = and(locks.at(t).heldBy(t.thread()), locks.at(t.next()).heldBy(t.thread()))
        return t.at('inside').implies(both)
      }),
    )
    m.reachable(
      'somebody backs off',
      task.some((t) => t.at('backed off')),
    )
    m.step(
      'the oldest never has to back off',
      task.every((t) => {
        const context = ctx.of(t.thread())
        const phase = context.field('phase')
        const told = and(phase.ne('contending'), after(phase).eq('contending'))
        return told.implies(context.field('stamp').ne(0))
      }),
    )
    m.step(
      'nobody gets younger by backing off',
      task.every((t) => {
        const context = ctx.of(t.thread())
        const [phase, stamp] = [context.field('phase'), context.field('stamp')]
        return phase.ne('none').implies(after(stamp).le(stamp))
      }),
    )
  }
}

describe('two ww_mutexes in two orders', () => {
  test('without a context are a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const { a, b } = pair(m)
      inTwoOrders(m, a, b)
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
  })

  test.for(algorithms)(
    'in contexts are none, and one of them backs off (%s)',
    async (algorithm) => {
      expect(await answer(ring(2, algorithm))).toBe('holds')
    },
  )

  test('where one has a context and the other has none are a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const { a, b, ctx } = pair(m)
      m.process('with', function* () {
        yield* ctx.init()
        yield* takeBoth(a, b, ctx)
        yield* a.unlock()
        yield* b.unlock()
        yield* ctx.fini()
      })
      m.process('without', function* () {
        yield* b.lock()
        yield* a.lock()
        yield* a.unlock()
        yield* b.unlock()
      })
    }
    expect(await answer(build)).toBe('deadlock, 3 steps')
  })
})

describe('three contexts over three ww_mutexes in a ring', () => {
  test.for(algorithms)('all get what they want, and the oldest at once (%s)', async (algorithm) => {
    expect(await answer(ring(3, algorithm))).toBe('holds')
  })

  test.for([
    ['wait-die', 1466],
    ['wound-wait', 1292],
  ] as const)('can end from wherever they are (%s)', ([algorithm, states]) => {
    expect(endingOf(ring(3, algorithm))).toEqual({ states, stuck: 0 })
  })

  test('get stuck without contexts, so that the above says something', () => {
    const { stuck } = endingOf((m) => {
      const place = index('place', 3)
      const locks = m.state('lock', array(place, wwMutex(new WwClass('ww', { contexts: 0 }))))
      m.process('task', { each: place }, function* (self) {
        yield* locks.at(self).lock()
        yield* locks.at(self.next()).lock()
        yield* locks.at(self.next()).unlock()
        yield* locks.at(self).unlock()
      })
    })
    expect(stuck).toBe(1)
  })
})
