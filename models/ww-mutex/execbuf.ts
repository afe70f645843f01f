/**
 * Tasks that lock the same buffers for their jobs, each in the order of its own list, as `drm_exec` and the
 * `ttm_eu_reserve_buffers` before it do: whoever gets -EDEADLK gives up all it has, waits for the contended buffer and takes it
 * first. After the example in `Documentation/locking/ww-mutex-design.rst`.
 */

import {
  all,
  choose,
  index,
  int,
  just,
  label,
  leave,
  local,
  loop,
  model,
  none,
  not,
  oneOf,
  optional,
  or,
  procedure,
  ret,
  skip,
  when,
} from '../../dsl/index.ts'
import type { TermOf } from '../../dsl/index.ts'
import { wwMutexes, type Buffer } from './ww-mutex.ts'

/**
 * - `wait-die`: as it is;
 * - `no-context`: locks without an acquire context, and so waits wherever it stands;
 * - `keep`: gives up nothing before it waits for the contended buffer.
 */
export const execbuf = model(
  'execbuf',
  {
    tasks: int(1, 5).default(2),
    buffers: int(1, 4).default(2),
    backoff: oneOf('wait-die', 'no-context', 'keep'),
  },
  (m, { tasks, buffers, backoff }) => {
    const buffer = index('buffer', buffers)
    const locks = wwMutexes(m, buffer, tasks)
    const contention = optional(buffer)

    /** The buffers of a list that begins with this one. */
    function listFrom(first: TermOf<Buffer>): readonly TermOf<Buffer>[] {
      const list = [first]
      while (list.length < buffers) list.push((list.at(-1) ?? first).next())
      return list
    }

    /** Locks what is not locked yet; gives the contended buffer when it had to back off, and holds nothing then. */
    const lock_objs = procedure(
      { params: { first: buffer, slow: contention }, returns: contention },
      function* lock_objs({ first, slow }) {
        const list = listFrom(first)
        for (const [position, next] of list.entries()) {
          yield* when(not(slow.is(next)), function* () {
            if (backoff === 'no-context') yield* locks.lockSlow(next)
            else {
              const deadlock = yield* locks.lock(next, position > 0 ? true : slow.isSome())
              yield* when(deadlock, function* () {
                if (backoff === 'wait-die') {
                  for (const before of list.slice(0, position)) yield* locks.unlock(before)
                  const later = list.slice(position + 1).map((after) => slow.is(after))
                  yield* when(or(...later), function* () {
                    yield* locks.unlock(slow.get())
                  })
                }
                yield* ret(just(next))
              })
            }
          })
        }
        yield* ret(none)
      },
    )

    const task = m.process('task', { count: tasks }, function* () {
      const first = yield* choose(buffer)
      yield* locks.init()
      const slow = yield* local('slow', contention, none)
      yield* loop(function* () {
        const contended = yield* lock_objs({ first, slow })
        yield* when(contended.isNone(), function* () {
          yield* leave()
        })
        yield* label('backed off')
        yield* locks.lockSlow(contended.get())
        yield* slow.set(contended)
      })
      yield* label('submitting')
      yield* skip()
      for (const each of listFrom(first)) yield* locks.unlock(each)
    })

    m.always(
      'who submits has all buffers',
      task.every((t) =>
        t.at('submitting').implies(all(buffer, (b) => locks.owner.at(b).is(t.thread()))),
      ),
    )
    m.always(
      'in the end nothing is locked',
      task.every((t) => t.terminated()).implies(all(buffer, (b) => locks.owner.at(b).isNone())),
    )
    m.reachable(
      'somebody submits',
      task.some((t) => t.at('submitting')),
    )
    if (tasks > 1 && buffers > 1 && backoff === 'wait-die') {
      m.reachable(
        'somebody backs off',
        task.some((t) => t.at('backed off')),
      )
    }
  },
)
