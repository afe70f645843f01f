/**
 * Mutual exclusion of two processes by two flags and a turn. After the `Peterson` module of
 * tlaplus/Examples: six steps, of which one is the noncritical and one the critical section, and
 * one initial turn.
 */

import {
  array,
  bool,
  forever,
  index,
  label,
  leadsTo,
  leave,
  loop,
  model,
  oneOf,
  skip,
  step,
  waitUntil,
  when,
} from '../../dsl/index.ts'

/**
 * `entry` is how a process asks to enter:
 * - `await`: as published, the wait reads flag and turn at once;
 * - `two-reads`: the wait is a loop that reads the flag, then the turn, as C would;
 * - `turn-first`: gives the turn away before it raises its flag, which is not safe;
 * - `ignore-turn`: waits for the other's flag alone, and so may wait for ever.
 *
 * A process may stay in its noncritical section for ever. Unless the scheduler is `fair`, it may stay anywhere, and no request need be
 * granted.
 */
export const peterson = model(
  'peterson',
  {
    entry: oneOf('await', 'two-reads', 'turn-first', 'ignore-turn'),
    scheduler: oneOf('fair', 'unfair'),
  },
  (m, { entry, scheduler }) => {
    const side = index('side', 2)
    const flag = m.state('flag', array(side, bool))
    const turn = m.state('turn', side)

    const fairness = scheduler === 'fair' ? 'weak' : 'none'
    const proc = m.process('proc', { each: side, fairness }, function* (self) {
      const other = self.next()
      yield* forever(function* () {
        yield* label('noncritical')
        yield* step('noncritical section', { fairness: 'none' }, function* () {})

        if (entry === 'turn-first') {
          yield* turn.set(other)
          yield* label('waiting')
        }
        yield* flag.at(self).set(true)
        if (entry !== 'turn-first') {
          yield* label('waiting')
          yield* turn.set(other)
        }

        if (entry === 'two-reads') {
          yield* loop(function* () {
            yield* when(flag.at(other).not(), function* () {
              yield* leave()
            })
            yield* when(turn.eq(self), function* () {
              yield* leave()
            })
          })
        } else if (entry === 'ignore-turn') {
          yield* waitUntil(flag.at(other).not())
        } else {
          yield* waitUntil(flag.at(other).not().or(turn.eq(self)))
        }

        yield* label('critical')
        yield* skip()
        yield* flag.at(self).set(false)
      })
    })

    m.always('mutual exclusion', proc.count((p) => p.at('critical')).le(1))
    m.temporal(
      'every request is granted',
      proc.every((p) => leadsTo(p.at('waiting'), p.at('critical'))),
    )
    m.reachable(
      'a process enters',
      proc.some((p) => p.at('critical')),
    )
  },
)
