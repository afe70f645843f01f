/**
 * What it means that resource managers decide together on a transaction. After the `TCommit` module
 * of tlaplus/Examples: Jim Gray and Leslie Lamport, "Consensus on Transaction Commit".
 */

import { all, and, array, bool, identity, int, model, oneOf, some } from '../../dsl/index.ts'

/** `hasty` lets a manager that is prepared commit whatever the others do. */
export const transactionCommit = model(
  'transaction commit',
  { managers: int(1, 8).default(3), hasty: bool },
  (m, { managers, hasty }) => {
    const manager = identity('manager', managers)
    const rmState = m.state(
      'rmState',
      array(manager, oneOf('working', 'prepared', 'committed', 'aborted')),
    )

    const canCommit = m.define(
      'canCommit',
      all(manager, (rm) => rmState.at(rm).in('prepared', 'committed')),
    )
    const notCommitted = m.define(
      'notCommitted',
      all(manager, (rm) => rmState.at(rm).ne('committed')),
    )

    m.action(
      'Prepare',
      { rm: manager },
      ({ rm }) => rmState.at(rm).eq('working'),
      function* ({ rm }) {
        yield* rmState.at(rm).set('prepared')
      },
    )
    m.action(
      'DecideCommit',
      { rm: manager },
      ({ rm }) => and(rmState.at(rm).eq('prepared'), hasty ? true : canCommit),
      function* ({ rm }) {
        yield* rmState.at(rm).set('committed')
      },
    )
    m.action(
      'DecideAbort',
      { rm: manager },
      ({ rm }) => rmState.at(rm).in('working', 'prepared').and(notCommitted),
      function* ({ rm }) {
        yield* rmState.at(rm).set('aborted')
      },
    )

    const someone = (state: 'committed' | 'aborted') =>
      some(manager, (rm) => rmState.at(rm).eq(state))
    m.always('consistency', someone('committed').and(someone('aborted')).not())
    m.mayEnd(
      'all have decided',
      all(manager, (rm) => rmState.at(rm).in('committed', 'aborted')),
    )
  },
)
