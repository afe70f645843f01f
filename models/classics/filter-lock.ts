/**
 * Mutual exclusion of several processes, who climb stage after stage: whoever came to a stage last waits there while another is as
 * high. After G. L. Peterson, "Myths about the mutual exclusion problem"; of two processes it is the algorithm in `peterson.ts`.
 */

import {
  and,
  array,
  forever,
  index,
  int,
  label,
  leave,
  loop,
  model,
  oneOf,
  skip,
  waitUntil,
  when,
} from '../../dsl/index.ts'

/**
 * `wait` is how the others are looked at: all at once, as the algorithm is written, or with one access a step, as C would.
 * `flaw` is what is wrong:
 * - `last-first`: says that it is the last one before it says how high it is;
 * - `one-stage`: climbs a single stage, however many there are.
 */
export const filterLock = model(
  'filter lock',
  {
    n: int(2, 6).default(3),
    wait: oneOf('one-by-one', 'at-once'),
    flaw: oneOf('none', 'last-first', 'one-stage'),
  },
  (m, { n, wait, flaw }) => {
    const side = index('side', n)
    const stages = flaw === 'one-stage' ? 1 : n - 1
    const height = m.state('height', array(side, int(0, stages)))
    const last = m.state('last', array(int(1, stages), side))

    const proc = m.process('proc', { each: side }, function* (self) {
      const others = [self.next()]
      while (others.length < n - 1) others.push((others.at(-1) ?? self).next())

      yield* forever(function* () {
        yield* label('noncritical')
        yield* skip()

        for (let stage = 1; stage <= stages; stage++) {
          if (flaw === 'last-first') yield* last.at(stage).set(self)
          yield* height.at(self).set(stage)
          if (flaw !== 'last-first') yield* last.at(stage).set(self)

          if (wait === 'at-once') {
            const lower = and(...others.map((other) => height.at(other).lt(stage)))
            yield* waitUntil(lower.or(last.at(stage).ne(self)))
          }
          for (const other of wait === 'one-by-one' ? others : []) {
            yield* loop(function* () {
              yield* when(height.at(other).lt(stage), function* () {
                yield* leave()
              })
              yield* when(last.at(stage).ne(self), function* () {
                yield* leave()
              })
            })
          }
        }

        yield* label('critical')
        yield* skip()
        yield* height.at(self).set(0)
      })
    })

    m.always('mutual exclusion', proc.count((p) => p.at('critical')).le(1))
    m.reachable(
      'a process enters',
      proc.some((p) => p.at('critical')),
    )
  },
)
