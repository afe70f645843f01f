/** A lasso in a report fits the page, and says why it is fair. */

import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { explainLasso } from '../../../checker/liveness/explain-lasso.ts'
import { followLasso } from '../../../checker/liveness/follow-lasso.ts'
import { lassoDocument } from '../../../checker/report/json-lasso.ts'
import { fairLines, lengthText } from '../../../checker/report/lasso-text.ts'
import { widthOf } from '../../../checker/report/lines.ts'
import { page } from '../../../checker/report/page.ts'
import type { Model } from '../../../dsl/ir.ts'
import {
  bool,
  either,
  fair,
  forever,
  int,
  model,
  procedure,
  step,
  waitUntil,
} from '../../../dsl/index.ts'
import { contention, lossy } from '../liveness/small-models.ts'

const cwd = `${import.meta.dirname}/../liveness`
const onto = page({}, {}, cwd)

function told(of: Model, stem: readonly number[], loop: readonly number[]) {
  const system = interpret(of)
  const { trace, wrong } = followLasso(system, { obligation: 0, initial: 0, stem, loop })
  if (wrong.kind !== 'liveness') throw new Error('not a lasso')
  return { trace, lasso: explainLasso(system, trace, wrong.formula) }
}

function lines(of: Model, stem: readonly number[], loop: readonly number[], on = onto) {
  const { trace, lasso } = told(of, stem, loop)
  return fairLines(lasso, trace, of, on).map((line) => line.replaceAll(/:\d+/g, ':N'))
}

describe('why a run is fair', () => {
  test('is told first of those who could go on', () => {
    expect(lines(contention('weak'), [], [1, 0])).toEqual([
      '',
      'why this run is fair',
      '  task 0  cannot go on after step 1, so weak fairness is met',
      '  task 1  takes steps 1 and 2',
    ])
  })

  test('is told of a branch with whose it is', () => {
    expect(lines(lossy('weak'), [], [0, 1])).toEqual([
      '',
      'why this run is fair',
      '  channel  takes step 2; its branch at small-models.ts:N cannot be taken at the beginning, so weak',
      '           fairness is met',
      '  sender   takes step 1',
    ])
  })

  test('is told in one line of those who are alike', () => {
    expect(lines(contention('none'), [], []).slice(2)).toEqual([
      '  task 0 and task 1  can go on, and no fairness is assumed',
    ])
  })

  test('is told of each combination of parameters that is assumed by itself', () => {
    const shown = model('shown', {}, (m) => {
      const [page, never] = [m.state('page', int(0, 2)), m.state('never', bool)]
      const show = m.action('show', { of: int(0, 2) }, function* ({ of }) {
        yield* page.set(of)
      })
      m.fair('no page is left out', 'weak', show, { each: true })
      m.eventually('never', never)
    }).instantiate()
    expect(lines(shown, [], [1, 2, 0]).slice(2)).toEqual([
      "  'no page is left out' of show (of = 0)  is taken in step 3",
      "  'no page is left out' of show (of = 1)  is taken in step 1",
      "  'no page is left out' of show (of = 2)  is taken in step 2",
    ])
  })

  test('is told once of a branch of a procedure that is called from two places', () => {
    const twice = model('twice', {}, (m) => {
      const [on, never] = [m.state('on', bool), m.state('never', bool)]
      const toggle = procedure(function* toggle() {
        yield* either(
          fair('weak', function* () {
            yield* step('never', { guard: never }, function* () {})
          }),
          function* () {
            yield* on.set(on.not())
          },
        )
      })
      m.process('task', function* () {
        yield* forever(function* () {
          yield* toggle()
          yield* toggle()
        })
      })
      m.eventually('never', never)
    }).instantiate()
    const text = lines(twice, [], [0, 0]).slice(2).join(' ')
    expect(text.match(/its branch/g)).toHaveLength(1)
  })

  test('is told of steps on which nobody relies', () => {
    expect(lines(lossy('none'), [0], []).slice(2)).toEqual([
      '  channel  can go on only by deliver at small-models.ts:N and lose at small-models.ts:N, of which',
      '           nothing is assumed',
    ])
  })

  test('is plain where no step changes the state', () => {
    const waiting = model('waiting', {}, (m) => {
      const flag = m.state('flag', bool)
      m.process('waiter', { daemon: true }, function* () {
        yield* waitUntil(flag)
      })
      m.eventually('it comes', flag)
    }).instantiate()
    expect(lines(waiting, [], [])).toEqual([
      '',
      'why it may stay there',
      '  no step changes the state',
    ])
  })

  test('fits a narrow page', () => {
    const narrow = page({ isTTY: true, columns: 40 }, {}, '/')
    for (const [of, stem, loop] of [
      [lossy('weak'), [], [0, 1]],
      [lossy('none'), [0], []],
    ] as const) {
      const { trace, lasso } = told(of, stem, loop)
      for (const line of fairLines(lasso, trace, of, narrow)) {
        expect(widthOf(line)).toBeLessThanOrEqual(72)
      }
    }
  })

  test('is data, with places for branches and steps', () => {
    const { lasso: weak } = told(lossy('weak'), [], [0, 1])
    const { lasso: none } = told(lossy('none'), [0], [])
    expect(lassoDocument(weak, lossy('weak'), cwd)).toMatchObject({
      breach: { kind: 'never', formula: 'arrived' },
      fair: [{ of: { kind: 'branch', thread: 1, file: 'small-models.ts' } }, {}, {}],
    })
    expect(lassoDocument(none, lossy('none'), cwd)).toMatchObject({
      fair: [
        {
          of: { kind: 'thread', thread: 1 },
          served: { steps: [{ name: 'deliver', file: 'small-models.ts' }, { name: 'lose' }] },
        },
        {},
      ],
    })
  })
})

describe('how long a lasso is', () => {
  const lengths: [string, Model, readonly number[], readonly number[]][] = [
    ['a loop of 2 steps', contention('weak'), [], [1, 0]],
    ['after 2 steps, then a loop of 2 steps', contention('weak'), [1, 0], [1, 0]],
    ['after 1 step it stays there', contention('none'), [1], []],
    ['it stays at the beginning', contention('none'), [], []],
  ]

  test.each(lengths)('%s', (text, of, stem, loop) => {
    expect(lengthText(told(of, stem, loop).trace)).toBe(text)
  })
})
