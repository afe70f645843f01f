/** What tests of ww_mutexes begin with: two locks and a context, an older context and a younger one. */

import {
  bool,
  label,
  skip,
  waitUntil,
  when,
  type AnyStatement,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import {
  WwAcquireCtx,
  WwClass,
  wwMutex,
  type WwAlgorithm,
  type WwMutex,
} from '../../../../dsl/kernel/index.ts'

export const algorithms = ['wait-die', 'wound-wait'] as const

/** Two locks and a context of one class. */
export function pair(m: ModelBuilder, algorithm: WwAlgorithm = 'wait-die', contexts = 3) {
  const ww = new WwClass('ww', { algorithm, contexts })
  const [a, b] = [m.state('a', wwMutex(ww)), m.state('b', wwMutex(ww))]
  return { a, b, ctx: new WwAcquireCtx(ww), ww }
}

export interface Ordered {
  readonly a: WwMutex
  readonly b: WwMutex
  readonly c: WwMutex
  readonly ctx: WwAcquireCtx
}

/** What an old context goes on to do that has `a`, and a young one that has `b`; there is a `c` besides. */
export function oldAndYoung<
  O extends AnyStatement<string, never>,
  Y extends AnyStatement<string, never>,
>(
  m: ModelBuilder,
  algorithm: WwAlgorithm,
  goesOn: {
    readonly old: (locks: Ordered) => Generator<O, void, unknown>
    readonly young: (locks: Ordered) => Generator<Y, void, unknown>
  },
) {
  const { a, b, ctx, ww } = pair(m, algorithm)
  const locks = { a, b, c: m.state('c', wwMutex(ww)), ctx }
  const ready = m.state('ready', bool)
  const old = m.process('old', { daemon: true }, function* () {
    yield* ctx.init()
    yield* a.lock(ctx)
    yield* waitUntil(ready)
    yield* goesOn.old(locks)
  })
  const young = m.process('young', { daemon: true }, function* () {
    yield* waitUntil(a.heldBy(old.only.thread()))
    yield* ctx.init()
    yield* b.lock(ctx)
    yield* ready.set(true)
    yield* goesOn.young(locks)
  })
  return { ...locks, old: old.only, young: young.only }
}

/** Labels where it is told to back off, and where it has the lock. */
export function* tries(lock: WwMutex, ctx: WwAcquireCtx) {
  const ret = yield* lock.lock(ctx)
  yield* when(ret.eq('-EDEADLK'), function* () {
    yield* label('-EDEADLK')
    yield* skip()
  })
  yield* when(ret.eq('0'), function* () {
    yield* label('has it')
    yield* skip()
  })
}
