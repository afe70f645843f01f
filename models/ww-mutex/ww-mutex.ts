/**
 * The reservation locks of several buffers, and the acquire contexts by which tasks take them: `struct ww_mutex`, wait-die. After
 * `Documentation/locking/ww-mutex-design.rst`.
 */

import {
  and,
  array,
  current,
  fail,
  int,
  just,
  none,
  optional,
  or,
  step,
  thread,
  when,
} from '../../dsl/index.ts'
import type {
  IndexSort,
  ModelBuilder,
  OptionalSort,
  PlaceOf,
  TermOf,
  Test,
  ThreadSort,
} from '../../dsl/index.ts'

export type Buffer = IndexSort<'buffer'>
type Holder = PlaceOf<OptionalSort<ThreadSort>>

export type WwMutexes = ReturnType<typeof wwMutexes>

/** Declares the locks of these buffers, and an acquire context for each of so many tasks. */
export function wwMutexes(m: ModelBuilder, buffer: Buffer, tasks: number) {
  const owner = m.state('owner', array(buffer, optional(thread)))
  /** An older context has a smaller stamp. */
  const stamp = m.state('stamp', array(thread, int(0, tasks)))
  const next_stamp = m.state('next_stamp', int(0, tasks))

  const take = (holder: Holder) => holder.set(just(current()))
  const wait = (holder: Holder) => ({ kind: 'lock', lock: 'owner', holders: holder.expr }) as const

  return {
    owner,

    /** `ww_acquire_init`: the context gets its stamp, and keeps it however often the task backs off. */
    init: () =>
      step('ww_acquire_init', {}, function* () {
        yield* stamp.at(current()).set(next_stamp)
        yield* next_stamp.update((next) => next.plus(1))
      }),

    /**
     * `ww_mutex_lock(lock, ctx)`: gives whether the caller has to back off, -EDEADLK: it holds something, and is younger than
     * the one who has the lock. Otherwise it waits.
     */
    lock: (of: TermOf<Buffer>, holdsSome: Test) => {
      const holder = owner.at(of)
      const younger = stamp.at(current()).gt(stamp.at(holder.get()))
      const guard = or(holder.isNone(), and(holdsSome, younger))
      return step('ww_mutex_lock', { guard, wait: wait(holder) }, function* () {
        yield* when(holder.isNone(), function* () {
          yield* take(holder)
        })
        return holder.isSome()
      })
    },

    /** `ww_mutex_lock_slow`, for whoever holds nothing: waits. So does `ww_mutex_lock(lock, NULL)`, whoever calls it. */
    lockSlow: (of: TermOf<Buffer>) => {
      const holder = owner.at(of)
      const options = { guard: holder.isNone(), wait: wait(holder) }
      return step('ww_mutex_lock_slow', options, function* () {
        yield* take(holder)
      })
    },

    /** `ww_mutex_unlock`. A fault when the caller does not hold it. */
    unlock: (of: TermOf<Buffer>) => {
      const holder = owner.at(of)
      return step('ww_mutex_unlock', {}, function* () {
        yield* when(
          holder.is(current()),
          function* () {
            yield* holder.set(none)
          },
          function* () {
            yield* fail('a lock is given up by somebody who does not hold it')
          },
        )
      })
    },
  }
}
