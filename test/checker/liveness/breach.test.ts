/** How a lasso breaks a formula is told of the point where that is seen. */

import { expect, test } from 'vitest'
import { breachOf } from '../../../checker/liveness/breach.ts'
import { followLasso } from '../../../checker/liveness/follow-lasso.ts'
import { lassoOf } from '../../../checker/liveness/loop-points.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { breachText } from '../../../checker/report/lasso-text.ts'
import {
  after,
  always,
  alwaysEventually,
  eventually,
  eventuallyAlways,
  forever,
  holdsUnless,
  holdsUntil,
  int,
  leadsTo,
  next,
  not,
  or,
  releases,
  step,
  taken,
  type Claim,
  type IntTerm,
} from '../../../dsl/index.ts'
import { built } from './small-models.ts'

/** What is told of a counter that goes from 0 to 1 and 2, and from there back to 1, and so on. */
function told(claim: (n: IntTerm) => Claim): string {
  const model = built((m) => {
    const n = m.state('n', int(0, 3))
    m.process('counter', function* () {
      yield* forever(function* () {
        yield* step('count', {}, function* () {
          yield* n.set(n.mod(2).plus(1))
        })
      })
    })
    m.temporal('p', claim(n), { next: true })
  })
  const system = interpret(model)
  const route = { obligation: 0, initial: 0, stem: [0], loop: [0, 0] }
  const { trace, wrong } = followLasso(system, route)
  if (wrong.kind !== 'liveness') throw new Error('not a lasso')
  return breachText(breachOf(wrong.formula, lassoOf(trace, system), system), model)
}

const cases: [string, (n: IntTerm) => Claim][] = [
  ['`n = 3` is never true', (n) => eventually(n.eq(3))],
  ['`n = 3` is never true', (n) => alwaysEventually(n.eq(3))],
  ['from after step 1 on `n = 0` is never true again', (n) => alwaysEventually(n.eq(0))],
  ['`n = 1` is false again and again, as after step 2', (n) => eventuallyAlways(n.eq(1))],
  ['after step 2 `n < 2` is false', (n) => always(n.lt(2))],
  [
    'after step 1 `n = 1` is true, and `n = 0` never is from there on',
    (n) => leadsTo(n.eq(1), n.eq(0)),
  ],
  [
    'at the beginning `n = 0` is true, and `always n = 1` never is from there on',
    (n) => leadsTo(n.eq(0), always(n.eq(1))),
  ],
  ['after step 2 `n < 2` is false', (n) => holdsUntil(n.lt(2), n.eq(3))],
  ['`n = 3` is never true', (n) => holdsUntil(n.lt(3), n.eq(3))],
  ['after step 2 `n < 2` is false', (n) => holdsUnless(n.lt(2), n.eq(3))],
  ['after step 2 `n < 2` is false', (n) => releases(n.eq(3), n.lt(2))],
  [
    'at the beginning `n = 1 or eventually n = 3` is false',
    (n) => or(n.eq(1), eventually(n.eq(3))).and(n.lt(3)),
  ],
  ['at the beginning `not eventually n = 2` is false', (n) => not(eventually(n.eq(2)))],
  ['at the beginning `next n = 2` is false', (n) => next(n.eq(2))],
  ['`taken(after(n) = 0)` is never true', (n) => eventually(taken(after(n).eq(0)))],
]

test.each(cases)('%s', (text, claim) => {
  expect(told(claim)).toBe(text)
})
