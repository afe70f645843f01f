/** What a reservation lock is for: the buffer has one owner at a time. */

import { identity, int, model, set } from '../../dsl/index.ts'

/** Whoever comes in finds nobody there, and goes out again. */
export const oneOwner = model('one owner', { importers: int(1, 4).default(2) }, (m, parameters) => {
  const importer = identity('importer', parameters.importers)
  const owners = m.state('owners', set(importer))

  m.action(
    'Acquire',
    { p: importer },
    () => owners.isEmpty(),
    function* ({ p }) {
      yield* owners.set([p])
    },
  )
  m.action(
    'Release',
    { p: importer },
    ({ p }) => owners.eq([p]),
    function* () {
      yield* owners.set([])
    },
  )
})
