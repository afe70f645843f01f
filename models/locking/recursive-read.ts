/** A reader that takes an rwsem again further down, while a writer comes: `Documentation/locking/lockdep-design.rst`, "Recursive read locks". */

import { model, oneOf } from '../../dsl/index.ts'
import { rwsem } from '../../dsl/kernel/index.ts'

/** The writer that waits keeps new readers out: also the one that it waits for. Without it, or without the second read, nothing is wrong. */
export const recursiveRead = model(
  'recursive read',
  { reading: oneOf('twice', 'once'), writer: oneOf('yes', 'no') },
  (m, { reading, writer }) => {
    const sem = m.state('sem', rwsem('mmap_lock'))

    m.process('reader', function* () {
      yield* sem.downRead()
      if (reading === 'twice') {
        yield* sem.downRead()
        yield* sem.upRead()
      }
      yield* sem.upRead()
    })
    if (writer === 'yes') {
      m.process('writer', function* () {
        yield* sem.downWrite()
        yield* sem.upWrite()
      })
    }
  },
)
