/** A lasso told by positions alone is followed, and refused where it is none, is not fair, or breaks nothing. */

import { describe, expect, test } from 'vitest'
import { execute } from '../../../checker/lower/executor.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { followLasso } from '../../../checker/liveness/follow-lasso.ts'
import type { LassoRoute } from '../../../checker/liveness/follow-lasso.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { ReplayError } from '../../../checker/trace.ts'
import type { Model } from '../../../dsl/ir.ts'
import { bool, forever, skip, step, taken } from '../../../dsl/index.ts'
import { built, contention, lossy } from './small-models.ts'

/** Task 1 takes the lock and lets go of it, for ever; obligation 0 is that of task 0. */
const overtaking: LassoRoute = { obligation: 0, initial: 0, stem: [], loop: [1, 0] }

/** The channel loses what was sent. Where something was sent, it comes first to deliver it, and then to lose it. */
const losing: LassoRoute = { obligation: 0, initial: 0, stem: [], loop: [0, 1] }

const follow = (model: Model, route: LassoRoute) => followLasso(interpret(model), route)

describe('a lasso', () => {
  test('becomes a trace that says where its loop begins, and what it breaks', () => {
    const { trace, wrong } = follow(contention('weak'), { ...overtaking, stem: [1, 0] })
    expect(trace.loop).toBe(2)
    expect(trace.steps.map(({ step: { name }, thread }) => `${name} ${thread}`)).toEqual([
      'take 1',
      'release 1',
      'take 1',
      'release 1',
    ])
    expect(wrong).toMatchObject({ kind: 'liveness', property: { name: 'everybody is served' } })
  })

  test('is followed in the executor of the flat program too', () => {
    const model = contention('weak')
    const { trace } = followLasso(execute(lower(model)), overtaking)
    expect(trace).toEqual(follow(model, overtaking).trace)
  })

  test('may stay in its last state for ever', () => {
    const { trace } = follow(contention('none'), { ...overtaking, stem: [1], loop: [] })
    expect([trace.steps.length, trace.loop]).toEqual([1, 1])
  })

  const refused: [string, Model, LassoRoute, string][] = [
    ['of no obligation', contention('weak'), { ...overtaking, obligation: 2 }, 'no obligation 2'],
    ['that does not come back', contention('weak'), { ...overtaking, loop: [1] }, 'not come back'],
    [
      'with a step that is not there',
      contention('weak'),
      { ...overtaking, loop: [2] },
      'no step 1',
    ],
    [
      'that stays where somebody could go on',
      contention('weak'),
      { ...overtaking, loop: [] },
      'not fair (weak): task 0',
    ],
    [
      'on which somebody could go on again and again',
      contention('strong'),
      overtaking,
      'not fair (strong): task 0',
    ],
    [
      'that passes a strong branch by',
      lossy('strong'),
      losing,
      'not fair (strong): channel, branch',
    ],
    [
      'that breaks nothing',
      contention('weak'),
      { ...overtaking, obligation: 1 },
      "does not break 'everybody is served'",
    ],
    [
      'through other states than the engine says',
      contention('weak'),
      { ...overtaking, states: [] },
      'passes 3 states, and not 0',
    ],
  ]

  test.each(refused)('%s is refused', (_, model, route, message) => {
    expect(() => follow(model, route)).toThrow(ReplayError)
    expect(() => follow(model, route)).toThrow(message)
  })

  test.each(['weak', 'none'] as const)('passes a branch by that is %s', (delivery) => {
    // The branch is not enabled before the message is sent.
    expect(follow(lossy(delivery), losing).trace.loop).toBe(0)
  })

  test('with a step that changes nothing is refused: that is no step of a run', () => {
    const spinning = built((m) => {
      const done = m.state('done', bool)
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
      m.process('setter', { fairness: 'none' }, function* () {
        yield* step('set', {}, function* () {
          yield* done.set(true)
        })
      })
      m.eventually('done', done)
    })
    const route = { obligation: 0, initial: 0, stem: [], loop: [0] }
    expect(() => follow(spinning, route)).toThrow('Step 1 of the lasso changes nothing')
    expect(follow(spinning, { ...route, loop: [] }).trace.steps).toEqual([])
  })

  test('is judged by the steps that it takes, where the property asks for those', () => {
    const model = built((m) => {
      const on = m.state('on', bool)
      m.process('blinker', function* () {
        yield* forever(function* () {
          yield* step('blink', {}, function* () {
            yield* on.set(on.not())
          })
        })
      })
      m.eventuallyAlways('it only goes on', taken(on.not()))
      m.alwaysEventually('it goes on', taken(on.not()))
    })
    const route = { obligation: 0, initial: 0, stem: [], loop: [0, 0] }
    expect(follow(model, route).wrong).toMatchObject({ property: { name: 'it only goes on' } })
    expect(() => follow(model, { ...route, obligation: 1 })).toThrow("not break 'it goes on'")
  })
})
