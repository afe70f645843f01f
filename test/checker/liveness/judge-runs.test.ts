/** Temporal properties are judged by every engine alike, when everything was seen and nothing else is wrong, and within its bounds. */

import { describe, expect, test } from 'vitest'
import { exploreSystem } from '../../../checker/explore-system.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import { HeapGrowth } from '../../../checker/heap.ts'
import { judgeRuns } from '../../../checker/liveness/judge-runs.ts'
import { interpret } from '../../../checker/reference/interpreter.ts'
import { search } from '../../../checker/search.ts'
import type { Expr, Model } from '../../../dsl/ir.ts'
import { bool, step, type ModelBuilder } from '../../../dsl/index.ts'
import { checkIn, testedEngines } from '../../engines.ts'
import { built, contention, lossy } from './small-models.ts'

const cases: [string, Model, string][] = [
  // Task 1 takes the lock and lets go of it for ever; task 0 can take it only now and then.
  ['a waiter is overtaken for ever', contention('weak'), 'everybody is served: 0+2'],
  ['no waiter is overtaken for ever', contention('strong'), 'holds'],
  ['nobody need do anything', contention('none'), 'everybody is served: 0+0'],
  // What was sent is lost, and sent again.
  ['a branch need not be taken that is not offered all the time', lossy('weak'), 'it arrives: 0+2'],
  ['a branch is taken that is offered again and again', lossy('strong'), 'holds'],
  // The channel stops with what was sent.
  ['a process need not go on by steps that are not assumed', lossy('none'), 'it arrives: 1+0'],
]

async function answers(model: Model, options: SearchOptions = {}): Promise<readonly string[]> {
  const reports = await Promise.all(testedEngines.map((name) => checkIn(name, model, options)))
  return reports.map(({ verdict, trace }) => {
    if (verdict.kind !== 'liveness' || trace === null) return verdict.kind
    const { loop = 0, steps } = trace
    return `${verdict.property.name}: ${loop}+${steps.length - loop}`
  })
}

describe('in every engine', () => {
  test.each(cases)('%s', async (_, model, answer) => {
    expect(await answers(model)).toEqual(testedEngines.map(() => answer))
  })

  test('the lasso is the same', async () => {
    const reports = await Promise.all(
      testedEngines.map((name) => checkIn(name, contention('weak'))),
    )
    const [first, ...others] = reports.map(({ trace }) => trace)
    for (const other of others) expect(other).toEqual(first)
  })
})

/** A flag that is never set, and more. */
function unset(declare: (m: ModelBuilder) => void): Model {
  return built((m) => {
    const [flag, other] = [m.state('flag', bool), m.state('other', bool)]
    m.process('setter', { daemon: true, fairness: 'none' }, function* () {
      yield* step('set', { guard: other.not() }, function* () {
        yield* other.set(true)
      })
      yield* step('wait', { guard: flag }, function* () {
        yield* flag.set(false)
      })
    })
    m.eventually('it is set', flag)
    declare(m)
  })
}

const none = (): void => undefined

describe('temporal properties', () => {
  const precedence: [string, Model, SearchOptions, string][] = [
    [
      'are judged before witnesses',
      unset((m) => m.reachable('w', m.state('x', bool))),
      {},
      'it is set: 0+0',
    ],
    [
      'come behind what is wrong with a state',
      unset((m) => m.never('v', m.state('x', bool, true))),
      {},
      'violated',
    ],
    ['are judged before what --stuck finds', unset(none), { stuck: true }, 'it is set: 0+0'],
    ['are not judged where a bound was hit', unset(none), { maxDepth: 1 }, 'incomplete'],
    [
      'are not judged where a constraint cuts something off',
      unset((m) => m.constraint('c', m.state('x', bool))),
      {},
      'incomplete',
    ],
    ['are not judged where nobody wants that', unset(none), { liveness: false }, 'holds'],
  ]

  test.each(precedence)('%s', async (_, model, options, answer) => {
    expect(await answers(model, options)).toEqual(testedEngines.map(() => answer))
  })

  test('that were not judged are an assumption, and then nothing is said of fairness', async () => {
    const { assumptions } = await checkIn('compiled', unset(none), { liveness: false })
    expect(assumptions.map(({ kind }) => kind)).toEqual([
      'memory order',
      'engine',
      'liveness check off',
    ])
  })

  test('come with what they assume, whatever the verdict is', async () => {
    const wrong = unset((m) => m.never('v', m.state('x', bool, true)))
    for (const model of [wrong, contention('strong')]) {
      const { assumptions } = await checkIn('compiled', model)
      expect(assumptions.filter(({ kind }) => kind === 'fairness')).toHaveLength(1)
    }
  })
})

describe('the search for fair runs', () => {
  const stops = { timeout: null, heap: new HeapGrowth() }

  test('ends when its time is up', async () => {
    const system = interpret(contention('strong'))
    const found = await search(system)
    const answer = await judgeRuns(system, found, { ...stops, timeout: 0 }, {})
    expect(answer).toMatchObject({ kind: 'stopped', stop: 'time' })
  })

  test('ends when its memory is full', async () => {
    const system = interpret(contention('strong'))
    const found = await search(system)
    const answer = await judgeRuns(system, found, stops, { memory: 0 })
    expect(answer).toMatchObject({ kind: 'stopped', stop: 'memory' })
  })

  test('ends with Ctrl-C, after which nothing is said to hold', async () => {
    const system = interpret(contention('strong'))
    const prepared = new Set<Expr>()
    let judging = false
    const signal = {
      get aborted() {
        return judging
      },
    }
    const watched: typeof system = {
      ...system,
      predicate(expr) {
        // The search prepares each test once, and then the graph does.
        judging ||= prepared.has(expr)
        prepared.add(expr)
        return system.predicate(expr)
      },
    }
    const { exploration } = await exploreSystem(watched, { signal })
    expect(exploration).toMatchObject({ stop: 'interrupt', found: false, frontier: 0 })
  })
})
