/** An object that is found on a list while its last reference is put. After `Documentation/core-api/kref.rst`. */

import { identity, individual, int, model, oneOf, struct, when } from '../../dsl/index.ts'
import { kref, list, listNode, objects, spinlock } from '../../dsl/kernel/index.ts'

/**
 * How whoever finds it takes a reference: with `kref_get` what has come to zero, and waits for the lock to be taken off the list, comes
 * back to life.
 */
export const krefLookup = model(
  'kref lookup',
  { find: oneOf('kref_get', 'kref_get_unless_zero') },
  (m, { find }) => {
    const object = identity('object', 1)
    const members = struct({ refs: kref(int(0, 2)), node: listNode })
    const objs = m.state('objs', objects(object, members, { allocated: 1 }))
    const lock = m.state('lock', spinlock('list_lock'))
    const all = m.state('all', list(object, { node: (each) => objs.at(each).node }))
    const obj = individual(object, 0)

    function* destroy() {
      yield* lock.lock()
      yield* all.delInit(obj)
      yield* lock.unlock()
      yield* objs.free(obj)
    }
    m.process('owner', function* () {
      yield* lock.lock()
      yield* all.add(obj)
      yield* lock.unlock()
      yield* objs.at(obj).refs.put(destroy)
    })
    m.process('finder', function* () {
      yield* lock.lock()
      const found = yield* all.firstEntryOrNull()
      yield* when(
        found.isSome(),
        function* () {
          const { refs } = objs.at(found)
          if (find === 'kref_get') {
            yield* refs.get()
            yield* lock.unlock()
            yield* refs.put(destroy)
          } else {
            const alive = yield* refs.getUnlessZero()
            yield* lock.unlock()
            yield* when(alive, function* () {
              yield* refs.put(destroy)
            })
          }
        },
        function* () {
          yield* lock.unlock()
        },
      )
    })
  },
)
