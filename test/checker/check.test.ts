/** A report has the verdict, the counterexample, why it is one, and where everybody is. */

import { describe, expect, test } from 'vitest'
import { check, checkWith } from '../../checker/check.ts'
import { engineNamed } from '../../checker/engine.ts'
import { reasonLines } from '../../checker/reason-text.ts'
import { after, int, model, step } from '../../dsl/index.ts'
import { checkIn, testedEngines } from '../engines.ts'
import { abba } from '../fixtures/models/abba.ts'
import { counter, endless, fault, invariant } from '../fixtures/models/verdicts.ts'

describe.each(testedEngines)('in the %s engine', (engine) => {
  test('a model that holds has no trace, and its counts by level', async () => {
    const report = await checkIn(engine, counter.instantiate())
    expect(report).toMatchObject({
      verdict: { kind: 'holds' },
      distinct: 4,
      generated: 5,
      depth: 3,
      levels: [1, 1, 1, 1],
      trace: null,
      steps: null,
      reasons: [],
      situation: null,
    })
  })

  test('a deadlock has the situation in which everybody is stuck', async () => {
    const { steps, situation } = await checkIn(engine, abba.instantiate())
    expect(steps).toBe(2)
    expect(situation?.threads).toMatchObject([
      { kind: 'blocked', steps: [{ wait: { kind: 'lock', lock: 'b', holders: [1] } }] },
      { kind: 'blocked', steps: [{ wait: { kind: 'lock', lock: 'a', holders: [0] } }] },
    ])
  })

  test('a violated invariant has the part of it that is false', async () => {
    const { reasons, model: checked } = await checkIn(engine, invariant.instantiate())
    expect(reasonLines(reasons, checked)).toEqual([
      'n < 3 is false (n = 3) and 3 in seen is false (seen = {0, 1, 2})',
    ])
  })

  test('a violated step property has it too, over both states', async () => {
    const climbing = model('climbing', {}, (m) => {
      const n = m.state('n', int(0, 3))
      m.process('climber', function* () {
        yield* step('two', {}, function* () {
          yield* n.set(2)
        })
        yield* step('one', {}, function* () {
          yield* n.set(1)
        })
      })
      m.step('never less', after(n).ge(n))
    })
    const { verdict, reasons, model: checked } = await checkIn(engine, climbing.instantiate())
    expect(verdict).toMatchObject({ property: { kind: 'step', name: 'never less' } })
    expect(reasonLines(reasons, checked).join()).toMatch(/n = 1 after the step/)
  })

  test('a fault has the situation before the step that failed', async () => {
    const { trace, situation } = await checkIn(engine, fault.instantiate())
    expect(trace?.steps.at(-1)?.result).toMatchObject({ kind: 'fault', fault: { kind: 'range' } })
    expect(situation?.threads).toMatchObject([{ kind: 'enabled' }])
  })
})

test('the assumptions have everything that was asked for', async () => {
  const options = { maxStates: 3, maxDepth: 9, timeout: 60, deadlock: false } as const
  const { assumptions } = await check(counter.instantiate(), { ...options, engine: 'reference' })
  expect(assumptions).toEqual([
    { kind: 'memory order', order: 'sequential consistency' },
    { kind: 'engine', engine: 'reference' },
    { kind: 'bound', bound: 'states', limit: 3, hit: true },
    { kind: 'bound', bound: 'depth', limit: 9, hit: false },
    { kind: 'bound', bound: 'time', limit: 60, hit: false },
    { kind: 'deadlock check off' },
  ])
})

test('the assumptions have every constraint, and how many states it excludes', async () => {
  const bounded = model('bounded', {}, (m) => {
    const n = m.state('n', int(0, 9))
    m.action(
      'increment',
      {},
      () => n.lt(9),
      function* () {
        yield* n.set(n.plus(1))
      },
    )
    m.constraint('small', n.lt(3))
    m.constraint('not huge', n.lt(9))
  })
  const { verdict, assumptions } = await check(bounded.instantiate())
  expect(verdict.kind).toBe('incomplete')
  expect(assumptions.slice(2)).toEqual([
    { kind: 'constraint', name: 'small', states: 1 },
    { kind: 'constraint', name: 'not huge', states: 0 },
  ])
})

test('an interrupt while the counterexample is looked for leaves what was found, without a trace', async () => {
  // The search asks once for each of the six states up to the deadlock's level.
  let asked = 0
  const signal = {
    get aborted() {
      asked++
      return asked > 6
    },
  }
  const report = await check(abba.instantiate(), { signal, engine: 'reference' })
  expect(report).toMatchObject({
    verdict: { kind: 'interrupted', found: { kind: 'deadlock' } },
    trace: null,
    reasons: [],
  })
})

test('what is known to be wrong never comes out as holding, though no run to it is known', async () => {
  const engine = await engineNamed('reference')
  const report = await checkWith(
    {
      ...engine,
      explore: async (model, options) => ({
        ...(await engine.explore(model, options)),
        counterexample: () => Promise.resolve(null),
      }),
    },
    abba.instantiate(),
  )
  expect(report.verdict).toMatchObject({ kind: 'interrupted', found: null })
})

test('an interrupt while states are explored leaves what was found, with its trace', async () => {
  // The deadlock is one of the three states of level 2: interrupted after the second of them.
  let asked = 0
  const signal = {
    get aborted() {
      asked++
      return asked > 5
    },
  }
  const report = await check(abba.instantiate(), { signal, engine: 'reference' })
  expect(report).toMatchObject({
    verdict: { kind: 'interrupted', found: { kind: 'deadlock' }, completeDepth: 1 },
    steps: 2,
  })
})

test('a search that has used up its memory is incomplete, and says how much it had', async () => {
  const limit = 16 * 2 ** 20
  const report = await check(endless.instantiate(), { memory: limit, engine: 'reference' })
  expect(report.verdict).toMatchObject({ kind: 'incomplete', cuts: [{ bound: 'memory', limit }] })
  expect(report.distinct).toBeGreaterThan(100)
  expect(report.assumptions).toContainEqual({ kind: 'bound', bound: 'memory', limit, hit: true })
})

test('memory that was enough is no assumption', async () => {
  const { verdict, assumptions } = await check(counter.instantiate(), { memory: 2 ** 30 })
  expect(verdict.kind).toBe('holds')
  expect(assumptions).not.toContainEqual(expect.objectContaining({ bound: 'memory' }))
})
