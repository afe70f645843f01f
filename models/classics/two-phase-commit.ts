/**
 * A transaction manager that leads resource managers to a common decision. After the `TwoPhase`
 * module of tlaplus/Examples: Jim Gray and Leslie Lamport, "Consensus on Transaction Commit".
 *
 * Messages are a set of records and never removed. One that is late or lost is one that nobody has
 * read yet; and since a decision can be read again for ever, no state is a deadlock.
 */

import {
  array,
  bool,
  elementsOf,
  identity,
  int,
  model,
  oneOf,
  set,
  some,
  variant,
} from '../../dsl/index.ts'
import { transactionCommit } from './transaction-commit.ts'

/**
 * `flaw` is what is wrong with the protocol:
 * - `early-commit`: the transaction manager commits without waiting for all to be prepared;
 * - `late-abort`: a resource manager still aborts by itself when it has said that it is prepared.
 *
 * With `refines` it is held against what it implements, which is consistent: what the resource managers do is a transaction commit.
 */
export const twoPhaseCommit = model(
  'two-phase commit',
  {
    managers: int(1, 8).default(3),
    flaw: oneOf('none', 'early-commit', 'late-abort'),
    refines: bool,
  },
  (m, { managers, flaw, refines }) => {
    const manager = identity('manager', managers)
    const message = variant({ prepared: manager, commit: null, abort: null })

    const rmState = m.state(
      'rmState',
      array(manager, oneOf('working', 'prepared', 'committed', 'aborted')),
    )
    const tmState = m.state('tmState', oneOf('init', 'committed', 'aborted'))
    const tmPrepared = m.state('tmPrepared', set(manager))
    const msgs = m.state('msgs', set(message))

    const commitMsg = { tag: 'commit' } as const
    const abortMsg = { tag: 'abort' } as const

    const allPrepared = () => (flaw === 'early-commit' ? true : tmPrepared.eq(elementsOf(manager)))
    m.action(
      'TMCommit',
      {},
      () => tmState.eq('init').and(allPrepared()),
      function* () {
        yield* tmState.set('committed')
        yield* msgs.update((sent) => sent.add(commitMsg))
      },
    )
    m.action(
      'TMAbort',
      {},
      () => tmState.eq('init'),
      function* () {
        yield* tmState.set('aborted')
        yield* msgs.update((sent) => sent.add(abortMsg))
      },
    )
    m.action(
      'TMRcvPrepared',
      { rm: manager },
      ({ rm }) => tmState.eq('init').and(msgs.has({ tag: 'prepared', value: rm })),
      function* ({ rm }) {
        yield* tmPrepared.update((prepared) => prepared.add(rm))
      },
    )

    m.action(
      'RMPrepare',
      { rm: manager },
      ({ rm }) => rmState.at(rm).eq('working'),
      function* ({ rm }) {
        yield* rmState.at(rm).set('prepared')
        yield* msgs.update((sent) => sent.add({ tag: 'prepared', value: rm }))
      },
    )
    m.action(
      'RMChooseToAbort',
      { rm: manager },
      ({ rm }) =>
        flaw === 'late-abort'
          ? rmState.at(rm).in('working', 'prepared')
          : rmState.at(rm).eq('working'),
      function* ({ rm }) {
        yield* rmState.at(rm).set('aborted')
      },
    )
    m.action(
      'RMRcvCommitMsg',
      { rm: manager },
      () => msgs.has(commitMsg),
      function* ({ rm }) {
        yield* rmState.at(rm).set('committed')
      },
    )
    m.action(
      'RMRcvAbortMsg',
      { rm: manager },
      () => msgs.has(abortMsg),
      function* ({ rm }) {
        yield* rmState.at(rm).set('aborted')
      },
    )

    const someone = (state: 'committed' | 'aborted') =>
      some(manager, (rm) => rmState.at(rm).eq(state))
    if (!refines) m.always('consistency', someone('committed').and(someone('aborted')).not())
    m.reachable('a transaction commits', someone('committed'))
    if (refines) {
      const abstract = transactionCommit.instantiate({ managers })
      m.refines('implements transaction commit', abstract, { rmState })
    }
  },
)
