/** Why a lasso is fair is told of everybody of whom a reader would ask, those first who could go on and do not. */

import { describe, expect, test } from 'vitest'
import { explainLasso } from '../../../checker/liveness/explain-lasso.ts'
import { followLasso } from '../../../checker/liveness/follow-lasso.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Model } from '../../../dsl/ir.ts'
import { bool, either, fair, forever, label, step, waitUntil } from '../../../dsl/index.ts'
import { built, contention, lossy } from './small-models.ts'

function whyFair(model: Model, stem: readonly number[], loop: readonly number[]) {
  const system = interpret(model)
  const { trace, wrong } = followLasso(system, { obligation: 0, initial: 0, stem, loop })
  if (wrong.kind !== 'liveness') throw new Error('not a lasso')
  return explainLasso(system, trace, wrong.formula).fair
}

const thread = (number: number) => ({ kind: 'thread', thread: number })

describe('a process', () => {
  test('that is overtaken cannot go on all the time; the other takes the steps of the loop', () => {
    expect(whyFair(contention('weak'), [1, 0], [1, 0])).toEqual([
      { of: thread(0), assumed: 'weak', served: { kind: 'not always enabled', after: 3 } },
      { of: thread(1), assumed: 'weak', served: { kind: 'taken', steps: [3, 4] } },
    ])
  })

  test('of which nothing is assumed may stop, and who waits for it cannot go on', () => {
    const [stops, waits] = whyFair(contention('none'), [1], [])
    expect(stops).toMatchObject({ of: thread(1), assumed: null, served: { kind: 'not assumed' } })
    expect(waits).toEqual({ of: thread(0), assumed: null, served: { kind: 'never enabled' } })
  })

  test('may stop where all that it can do are steps of which nothing is assumed', () => {
    const [first] = whyFair(lossy('none'), [0], [])
    expect(first).toMatchObject({
      of: thread(1),
      assumed: 'weak',
      served: { kind: 'not assumed', after: null, steps: [{ name: 'deliver' }, { name: 'lose' }] },
    })
  })

  test('that has ended is not told of', () => {
    const model = built((m) => {
      const [on, never] = [m.state('on', bool), m.state('never', bool)]
      m.process('ender', function* () {
        yield* step('end', {}, function* () {
          yield* on.set(true)
        })
      })
      m.process('waiter', { daemon: true }, function* () {
        yield* waitUntil(never)
      })
      m.eventually('never', never)
    })
    expect(whyFair(model, [0], [])).toEqual([
      { of: thread(1), assumed: 'weak', served: { kind: 'never enabled' } },
    ])
  })
})

describe('a branch', () => {
  test('that is weak and passed by cannot be taken all the time', () => {
    const [branch, ...others] = whyFair(lossy('weak'), [], [0, 1])
    expect(branch).toMatchObject({
      of: { kind: 'branch', thread: 1 },
      assumed: 'weak',
      served: { kind: 'not always enabled', after: 0 },
    })
    expect(others.map(({ served }) => served)).toEqual([
      { kind: 'taken', steps: [1] },
      { kind: 'taken', steps: [2] },
    ])
  })

  test('of somebody who cannot go on at all says nothing of its own', () => {
    const model = built((m) => {
      const [never, blink] = [m.state('never', bool), m.state('blink', bool)]
      m.process('waiter', { daemon: true }, function* () {
        yield* either(
          fair('strong', function* () {
            yield* waitUntil(never)
          }),
          function* () {
            yield* waitUntil(never)
          },
        )
      })
      m.process('blinker', function* () {
        yield* forever(function* () {
          yield* step('blink', {}, function* () {
            yield* blink.set(blink.not())
          })
        })
      })
      m.eventually('never', never)
    })
    expect(whyFair(model, [], [0, 0]).map(({ of }) => of)).toEqual([thread(0), thread(1)])
  })
})

describe('what is declared', () => {
  test('of a label is told for each thread', () => {
    const model = built((m) => {
      const [on, never] = [m.state('on', bool), m.state('never', bool)]
      const process = m.process('toggler', { fairness: 'none' }, function* () {
        yield* forever(function* () {
          yield* label('off')
          yield* step('switch on', {}, function* () {
            yield* on.set(true)
          })
          yield* label('on')
          yield* step('switch off', {}, function* () {
            yield* on.set(false)
          })
        })
      })
      m.fair('it goes on', 'weak', process.steps('off'))
      m.eventually('never', never)
    })
    expect(whyFair(model, [0], [])).toMatchObject([
      { of: thread(0), assumed: null, served: { kind: 'not assumed' } },
      {
        of: { kind: 'declared', name: 'it goes on', thread: 0 },
        assumed: 'weak',
        served: { kind: 'never enabled' },
      },
    ])
  })

  test('of actions is told, and of which nothing is declared that could be taken', () => {
    const model = built((m) => {
      const [on, never] = [m.state('on', bool), m.state('never', bool)]
      const toggle = m.action('toggle', {}, function* () {
        yield* on.set(on.not())
      })
      m.action('leave', {}, function* () {
        yield* never.set(true)
      })
      m.fair('it blinks', 'strong', toggle)
      m.eventually('never', never)
    })
    expect(whyFair(model, [], [0, 0])).toMatchObject([
      { of: { kind: 'action', name: 'leave' }, assumed: null, served: { kind: 'not assumed' } },
      {
        of: { kind: 'declared', name: 'it blinks', thread: null },
        assumed: 'strong',
        served: { kind: 'taken', steps: [1, 2] },
      },
    ])
  })
})
