/** Two paths that take the same entry off a list: whoever comes second follows poisoned pointers. After `lib/list_debug.c`. */

import { identity, individual, model, not, oneOf, when } from '../../dsl/index.ts'
import { list, spinlock } from '../../dsl/kernel/index.ts'

/** Whether they take it off with `list_del`, with `list_del_init`, or look first whether it is on a list. */
export const listDel = model(
  'list_del',
  { removal: oneOf('list_del', 'list_del_init', 'list_empty-first') },
  (m, { removal }) => {
    const entry = identity('entry', 1)
    const lock = m.state('lock', spinlock('lru_lock'))
    const lru = m.state('lru', list(entry))
    const it = individual(entry, 0)

    m.process('owner', function* () {
      yield* lock.lock()
      yield* lru.add(it)
      yield* lock.unlock()
      yield* lock.lock()
      yield* remove()
      yield* lock.unlock()
    })
    m.process('shrinker', function* () {
      yield* lock.lock()
      const first = yield* lru.firstEntryOrNull()
      yield* lock.unlock()
      yield* when(first.isSome(), function* () {
        yield* lock.lock()
        yield* remove()
        yield* lock.unlock()
      })
    })

    function* remove() {
      if (removal === 'list_del') yield* lru.del(it)
      else if (removal === 'list_del_init') yield* lru.delInit(it)
      else {
        const gone = yield* lru.nodeEmpty(it)
        yield* when(not(gone), function* () {
          yield* lru.delInit(it)
        })
      }
    }
  },
)
