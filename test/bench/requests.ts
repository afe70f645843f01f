/**
 * A lock of many stages: whoever came to a stage last waits there while another is as high. Each request is granted, as long as whoever
 * can go on does; nobody need ever request.
 */

import {
  and,
  array,
  forever,
  index,
  int,
  label,
  model,
  nth,
  oneOf,
  skip,
  step,
  waitUntil,
} from '../../dsl/index.ts'

/** `fairness` is what is assumed of those who wait at a stage; the property is true with either. */
export const requests = model(
  'requests',
  { n: int(2, 6).default(6), fairness: oneOf('weak', 'strong') },
  (m, { n, fairness }) => {
    const side = index('side', n)
    const height = m.state('height', array(side, int(0, n - 1)))
    const last = m.state('last', array(int(1, n - 1), side))

    const waiting = fairness === 'strong' ? ({ fairness: 'strong' } as const) : {}
    const proc = m.process('proc', { each: side }, function* (self) {
      const others = [self.next()]
      while (others.length < n - 1) others.push((others.at(-1) ?? self).next())

      yield* forever(function* () {
        yield* label('noncritical')
        yield* step('request', { fairness: 'none' }, function* () {})
        yield* label('requesting')
        for (let stage = 1; stage < n; stage++) {
          yield* height.at(self).set(stage)
          yield* last.at(stage).set(self)
          const lower = and(...others.map((other) => height.at(other).lt(stage)))
          yield* waitUntil(lower.or(last.at(stage).ne(self)), waiting)
        }
        yield* label('critical')
        yield* skip()
        yield* height.at(self).set(0)
      })
    })

    m.always('mutual exclusion', proc.count((p) => p.at('critical')).le(1))
    const first = proc.of(nth(side, 0))
    m.leadsTo('the first request is granted', first.at('requesting'), first.at('critical'))
  },
)
