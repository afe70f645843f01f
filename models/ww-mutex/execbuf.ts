/**
 * Tasks that lock the same buffers for their jobs, each in the order of its own list, as `drm_exec` and the
 * `ttm_eu_reserve_buffers` before it do: whoever gets -EDEADLK gives up all it has, waits for the contended buffer and takes it
 * first. After the example in `Documentation/locking/ww-mutex-design.rst`.
 */

import {
  all,
  array,
  atomic,
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
import type { IndexSort, TermOf } from '../../dsl/index.ts'
import { WwAcquireCtx, WwClass, wwMutex } from '../../dsl/kernel/index.ts'

type Buffer = IndexSort<'buffer'>

/**
 * - `wait-die`, `wound-wait`: as it is, under the one algorithm and the other;
 * - `no-context`: locks without an acquire context, and so waits wherever it stands;
 * - `keep`: gives up nothing before it waits for the contended buffer.
 */
export const execbuf = model(
  'execbuf',
  {
    tasks: int(1, 5).default(2),
    buffers: int(1, 4).default(2),
    backoff: oneOf('wait-die', 'wound-wait', 'no-context', 'keep'),
  },
  (m, { tasks, buffers, backoff }) => {
    const buffer = index('buffer', buffers)
    const inContext = backoff !== 'no-context'
    const ww_class = new WwClass('ww_class', {
      algorithm: backoff === 'wound-wait' ? 'wound-wait' : 'wait-die',
      contexts: inContext ? tasks : 0,
      locks: buffers,
    })
    const locks = m.state('lock', array(buffer, wwMutex(ww_class)))
    const ctx = new WwAcquireCtx(ww_class)
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
            const given = yield* locks.at(next).lock(ctx)
            yield* when(given.eq('-EDEADLK'), function* () {
              if (backoff !== 'keep') {
                for (const before of list.slice(0, position)) yield* locks.at(before).unlock()
                const later = list.slice(position + 1).map((after) => slow.is(after))
                yield* when(or(...later), function* () {
                  yield* locks.at(slow.get()).unlock()
                })
              }
              yield* ret(just(next))
            })
          })
        }
        yield* ret(none)
      },
    )

    /** Begins again with the contended buffer until it has all. */
    function* lock_all(first: TermOf<Buffer>) {
      const slow = yield* local('slow', contention, none)
      yield* loop(function* () {
        const contended = yield* lock_objs({ first, slow })
        yield* when(contended.isNone(), function* () {
          yield* leave()
        })
        yield* label('backed off')
        yield* locks.at(contended.get()).lockSlow(ctx)
        yield* slow.set(contended)
      })
    }

    const task = m.process('task', { count: tasks }, function* () {
      const first = yield* choose(buffer)
      const list = listFrom(first)
      if (inContext) {
        yield* ctx.init()
        yield* lock_all(first)
      } else for (const each of list) yield* locks.at(each).lock()
      yield* label('submitting')
      yield* skip()
      for (const each of list.slice(0, -1)) yield* locks.at(each).unlock()
      // Nobody else can tell when a context ends that holds nothing.
      yield* atomic(function* finish() {
        yield* locks.at(list.at(-1) ?? first).unlock()
        if (inContext) yield* ctx.fini()
      })
    })

    m.always(
      'who submits has all buffers',
      task.every((t) =>
        t.at('submitting').implies(all(buffer, (b) => locks.at(b).heldBy(t.thread()))),
      ),
    )
    m.always(
      'in the end nothing is locked',
      task.every((t) => t.terminated()).implies(all(buffer, (b) => not(locks.at(b).isLocked()))),
    )
    m.reachable(
      'somebody submits',
      task.some((t) => t.at('submitting')),
    )
    if (tasks > 1 && buffers > 1 && (backoff === 'wait-die' || backoff === 'wound-wait')) {
      m.reachable(
        'somebody backs off',
        task.some((t) => t.at('backed off')),
      )
    }
  },
)
