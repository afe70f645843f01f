/**
 * Philosophers at a round table, each between two forks. After E. W. Dijkstra, "Hierarchical
 * ordering of sequential processes": take left, take right, put right, put left, each a step, and a
 * fork is free or not.
 */

import {
  array,
  bool,
  forever,
  index,
  int,
  label,
  leadsTo,
  model,
  oneOf,
  step,
  when,
} from '../../dsl/index.ts'
import type { IndexTerm } from '../../dsl/index.ts'

/**
 * With `one-right-first`, philosopher 0 takes the right fork first, and the circle is broken. Whether each that is hungry eats is asked
 * unless `starvation` is `ignored`: of those who take a fork that they find free all the time (`weak`), or again and again (`strong`).
 */
export const diningPhilosophers = model(
  'dining philosophers',
  {
    n: int(2, 16).default(5),
    order: oneOf('left-first', 'one-right-first'),
    starvation: oneOf('ignored', 'weak', 'strong'),
  },
  (m, { n, order, starvation }) => {
    const seat = index('seat', n)
    const taken = m.state('taken', array(seat, bool))

    const waiting = starvation === 'strong' ? ({ fairness: 'strong' } as const) : {}
    const take = (name: string, fork: IndexTerm<'seat'>) =>
      step(`take ${name}`, { guard: taken.at(fork).not(), ...waiting }, function* () {
        yield* taken.at(fork).set(true)
      })
    const put = (name: string, fork: IndexTerm<'seat'>) =>
      step(`put ${name}`, {}, function* () {
        yield* taken.at(fork).set(false)
      })

    const philosopher = m.process('philosopher', { each: seat }, function* (self) {
      const [left, right] = [self, self.next()]
      function* leftFirst() {
        yield* take('left', left)
        yield* take('right', right)
      }
      function* rightFirst() {
        yield* take('right', right)
        yield* take('left', left)
      }
      yield* forever(function* () {
        yield* label('hungry')
        if (order === 'left-first') yield* leftFirst()
        else yield* when(self.ordinal().eq(0), rightFirst, leftFirst)
        yield* label('eating')
        yield* put('right', right)
        yield* put('left', left)
      })
    })

    m.never(
      'neighbours eat together',
      philosopher.some((p) => p.at('eating').and(philosopher.of(p.next()).at('eating'))),
    )
    if (starvation !== 'ignored') {
      m.temporal(
        'whoever is hungry eats',
        philosopher.every((p) => leadsTo(p.at('hungry'), p.at('eating'))),
      )
    }
    m.reachable(
      'somebody eats',
      philosopher.some((p) => p.at('eating')),
    )
  },
)
