/** Importers that use a buffer under its reservation lock. */

import { filter, forever, int, label, model, oneOf, skip, when } from '../../dsl/index.ts'
import { dmaResv } from '../../dsl/kernel/index.ts'
import { oneOwner } from './one-owner.ts'

/**
 * How an importer comes to the buffer:
 * - `lock`: it takes the lock, and waits for it;
 * - `trylock`: it tries to take the lock, and does without the buffer where it is held;
 * - `unchecked-trylock`: it does not look whether it has got the lock.
 */
export const exclusiveUse = model(
  'exclusive use',
  { importers: int(1, 4).default(2), entry: oneOf('lock', 'trylock', 'unchecked-trylock') },
  (m, { importers, entry }) => {
    const resv = m.state('resv', dmaResv())

    function* use() {
      yield* label('using')
      yield* skip()
    }
    const importer = m.process('importer', { count: importers }, function* () {
      yield* forever(function* () {
        if (entry === 'lock') {
          yield* resv.lock()
          yield* use()
          yield* resv.unlock()
        } else {
          const locked = yield* resv.trylock()
          if (entry === 'unchecked-trylock') yield* use()
          yield* when(locked, function* () {
            if (entry === 'trylock') yield* use()
            yield* resv.unlock()
          })
        }
      })
    })

    m.refines('the buffer has one owner', oneOwner.instantiate({ importers }), {
      owners: filter(importer, (p) => p.at('using')),
    })
  },
)
