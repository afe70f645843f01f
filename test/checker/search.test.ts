/** Every rule of "Exploration" in `dsl/semantics.md`, on graphs small enough to count by hand. */

import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../checker/system.ts'
import { explore } from './explore.ts'
import { always, line, reachable } from './drawn.ts'
import { fault, guardFault, step } from './toy-system.ts'
import type { ToyProperty } from './toy-system.ts'

describe('counts', () => {
  test('generated has the initial states, equal successors, and those equal to their source', async () => {
    // Initial a; a gives b, c; b gives d, b; c gives d; d gives a: 1 + 2 + 2 + 1 + 1.
    const { verdict, distinct, generated, exploration } = await explore({
      initial: ['a'],
      steps: {
        a: [step(0, 'b'), step(1, 'c')],
        b: [step(0, 'd'), step(1, 'b')],
        c: [step(0, 'd')],
        d: [step(0, 'a')],
      },
    })
    expect(verdict).toEqual({ kind: 'holds' })
    expect({ distinct, generated }).toEqual({ distinct: 4, generated: 7 })
    expect(exploration.levels).toEqual([0, 1, 3, 4])
    expect(exploration).toMatchObject({ stop: 'complete', completeDepth: 2, frontier: 0 })
  })

  test('a step that faults or whose assertion fails generates nothing', async () => {
    const { distinct, generated } = await explore(
      { initial: ['a'], steps: { a: [step(0, fault()), step(1, { fails: 'no' }), step(2, 'a')] } },
      { continue: true },
    )
    expect({ distinct, generated }).toEqual({ distinct: 1, generated: 2 })
  })

  test('several initial states make up level 0', async () => {
    const { exploration, generated } = await explore({ initial: ['d', 'c'], steps: line })
    expect(exploration.levels).toEqual([0, 2])
    expect(generated).toBe(4)
  })

  test('a thousand states that all collide are kept apart', async () => {
    const steps: Record<string, Outcome<string>[]> = {}
    for (let n = 1000; n < 2000; n++) steps[`${n}`] = [step(0, `${n === 1999 ? 1000 : n + 1}`)]
    const { distinct, exploration } = await explore({ initial: ['1000'], steps })
    expect(distinct).toBe(1000)
    expect(exploration.levels.length - 1).toBe(1000)
  })
})

describe('what is wrong', () => {
  const cases: [string, Parameters<typeof explore>[0], object, number][] = [
    [
      'a fault in a step has the depth of the state after it',
      { initial: ['a'], steps: { a: [step(0, fault('zero', 'by zero'))] } },
      { kind: 'fault', fault: 'zero', message: 'by zero' },
      1,
    ],
    [
      'a guard that faults has the depth of its state',
      { initial: ['a'], steps: { a: [guardFault(0)] } },
      { kind: 'fault', fault: 'range', message: 'guard faults' },
      0,
    ],
    [
      'a property whose own expression faults has the depth of its state',
      {
        initial: ['a'],
        steps: line,
        properties: [{ kind: 'always', name: 'p', test: (s) => (s === 'b' ? fault() : true) }],
      },
      { kind: 'fault', fault: 'fail' },
      1,
    ],
    [
      'a constraint that faults is a fault of the state',
      {
        initial: ['a'],
        steps: line,
        constraints: [{ name: 'small', test: (s) => (s === 'c' ? fault() : true) }],
      },
      { kind: 'fault', fault: 'fail' },
      2,
    ],
    [
      'an end condition that faults is a fault of the state',
      { initial: ['a'], steps: {}, ends: [{ name: 'idle', test: () => fault('none') }] },
      { kind: 'fault', fault: 'none' },
      0,
    ],
    [
      'a step property that faults has the depth of the state after the step',
      {
        initial: ['a'],
        steps: line,
        properties: [{ kind: 'step', name: 'p', test: (b) => (b === 'b' ? fault('index') : true) }],
      },
      { kind: 'fault', fault: 'index' },
      2,
    ],
    [
      'an initial combination that faults is a run of no steps',
      { initial: [fault('range'), 'a'], steps: line },
      { kind: 'fault', fault: 'range' },
      0,
    ],
    [
      'an assertion that fails before a process first rests is a run of no steps',
      { initial: [{ fails: 'at once' }], steps: {} },
      { kind: 'assertion', message: 'at once' },
      0,
    ],
    [
      'a failed assertion has the depth of the state after it',
      { initial: ['a'], steps: { a: [step(0, { fails: 'not held' })] } },
      { kind: 'assertion', message: 'not held' },
      1,
    ],
    [
      'an `always` that is false',
      { initial: ['a'], steps: line, properties: [always('never c', 'c')] },
      { kind: 'violated', property: { kind: 'always', name: 'never c' } },
      2,
    ],
    [
      'a `never` that is true',
      {
        initial: ['a'],
        steps: line,
        properties: [{ kind: 'never', name: 'd', test: (s) => s === 'd' }],
      },
      { kind: 'violated', property: { kind: 'never', name: 'd' } },
      3,
    ],
    [
      'a step property that is false, of a step that changes nothing too',
      {
        initial: ['a'],
        steps: line,
        properties: [{ kind: 'step', name: 'moves', test: (b, a) => b !== a }],
      },
      { kind: 'violated', property: { kind: 'step', name: 'moves' } },
      4,
    ],
    [
      'a state in which nothing is enabled and which is no end',
      { initial: ['a'], steps: { a: [step(0, 'b')] } },
      { kind: 'deadlock' },
      1,
    ],
  ]

  test.each(cases)('%s', async (_claim, description, verdict, depth) => {
    const explored = await explore(description)
    expect(explored.verdict).toMatchObject(verdict)
    expect(explored.run?.steps.length).toBe(depth)
  })
})

describe('a deadlock', () => {
  test('is none in a settled state', async () => {
    const { verdict } = await explore({ initial: ['a'], steps: {}, settled: ['a'] })
    expect(verdict.kind).toBe('holds')
  })

  test('is none where one of several end conditions holds', async () => {
    const ends = [
      { name: 'full', test: () => false },
      { name: 'empty', test: (state: string) => state === 'a' },
    ]
    expect((await explore({ initial: ['a'], steps: {}, ends })).verdict.kind).toBe('holds')
  })

  test('is one where no end condition holds', async () => {
    const ends = [{ name: 'empty', test: () => false }]
    expect((await explore({ initial: ['a'], steps: {}, ends })).verdict.kind).toBe('deadlock')
  })

  test('is none where a step is enabled that faults', async () => {
    const { verdict } = await explore({ initial: ['a'], steps: { a: [step(0, fault())] } })
    expect(verdict.kind).toBe('fault')
  })

  test('is not looked for when that is switched off', async () => {
    const { verdict } = await explore({ initial: ['a'], steps: {} }, { deadlock: false })
    expect(verdict.kind).toBe('holds')
  })
})

describe('the order at equal depth', () => {
  // Everything below is wrong at depth 1, from the one step a -> b or beside it.
  const faulty = step(5, fault())
  const failing = step(6, { fails: 'no' })
  const invariant = always('invariant', 'b')
  const relation: ToyProperty = { kind: 'step', name: 'relation', test: () => false }

  test('puts a fault before an assertion', async () => {
    const { verdict } = await explore({ initial: ['a'], steps: { a: [failing, faulty] } })
    expect(verdict.kind).toBe('fault')
  })

  test('puts an assertion before an invariant', async () => {
    const { verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), failing], b: [step(0, 'b')] },
      properties: [invariant],
    })
    expect(verdict.kind).toBe('assertion')
  })

  test('puts an invariant before a step property, whatever was declared first', async () => {
    const { verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b')], b: [step(0, 'b')] },
      properties: [relation, invariant],
    })
    expect(verdict).toMatchObject({ property: { name: 'invariant' } })
  })

  test('puts a step property before a deadlock', async () => {
    const { verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b')] },
      properties: [relation],
    })
    expect(verdict).toMatchObject({ property: { name: 'relation' } })
  })

  test('puts a fault found while the last level is expanded before an invariant known before', async () => {
    const { verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b')], b: [guardFault(0)] },
      properties: [invariant],
    })
    expect(verdict.kind).toBe('fault')
  })

  test('puts the property first that was declared first, not the one of the first state', async () => {
    const { verdict, path } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(0, 'c')], b: [step(0, 'b')], c: [step(0, 'c')] },
      properties: [always('first', 'c'), always('second', 'b')],
    })
    expect(verdict).toMatchObject({ property: { name: 'first' } })
    expect(path).toEqual(['a', 'c'])
  })

  test('goes below depth: a deadlock one step earlier is reported before a fault', async () => {
    const { verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(1, 'c')], b: [step(0, fault())] },
    })
    expect(verdict.kind).toBe('deadlock')
  })
})

describe('the end of a search', () => {
  test('comes after the level in which a deadlock turns up, its successors counted', async () => {
    // Level 1 is b (a deadlock), c; c is still expanded and gives d.
    const { distinct, generated, exploration } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(1, 'c')], c: [step(0, 'd')], d: [step(0, 'a')] },
    })
    expect({ distinct, generated }).toEqual({ distinct: 4, generated: 4 })
    expect(exploration).toMatchObject({ stop: 'wrong', completeDepth: 1 })
  })

  test('counts no successor of a level that was known to be wrong before', async () => {
    const { distinct, generated, exploration } = await explore({
      initial: ['a'],
      steps: { a: [step(0, 'b'), step(1, 'c')], b: [step(0, 'e')], c: [step(0, 'd')] },
      properties: [always('no c', 'c')],
    })
    expect({ distinct, generated }).toEqual({ distinct: 3, generated: 3 })
    expect(exploration).toMatchObject({ stop: 'wrong', completeDepth: 0, frontier: 2 })
  })

  test('finishes the level whose step faults, and then looks for what is wrong in the next', async () => {
    // The fault has depth 1, so level 1 (b) is expanded for its own sake only: c is not counted.
    const { distinct, generated, verdict } = await explore({
      initial: ['a'],
      steps: { a: [step(0, fault()), step(1, 'b')], b: [step(1, 'c')] },
    })
    expect(verdict.kind).toBe('fault')
    expect({ distinct, generated }).toEqual({ distinct: 2, generated: 2 })
  })

  test('with `continue` comes after everything, with the same verdict and run', async () => {
    const description = {
      initial: ['a'],
      steps: { ...line, c: [step(0, 'd'), step(1, fault())] },
      properties: [always('no b', 'b')],
    }
    const short = await explore(description)
    const long = await explore(description, { continue: true })
    expect(short.distinct).toBe(2)
    expect({ distinct: long.distinct, generated: long.generated }).toEqual({
      distinct: 4,
      generated: 5,
    })
    expect(long.exploration.stop).toBe('complete')
    expect(long.verdict).toEqual(short.verdict)
    expect(long.path).toEqual(short.path)
  })
})

describe('a witness', () => {
  test('that a state is makes the model hold', async () => {
    const properties = [reachable('c', 'c')]
    expect((await explore({ initial: ['a'], steps: line, properties })).verdict.kind).toBe('holds')
  })

  test('that nobody reaches is reported after complete exploration, the first declared first', async () => {
    const properties = [reachable('c', 'c'), reachable('y', 'y'), reachable('x', 'x')]
    const { verdict, run } = await explore({ initial: ['a'], steps: line, properties })
    expect(verdict).toMatchObject({ kind: 'not reached', property: 'y' })
    expect(run).toBeNull()
  })

  test('that nobody reached before a bound was hit is no verdict, but is named', async () => {
    const properties = [reachable('c', 'c')]
    const { verdict } = await explore({ initial: ['a'], steps: line, properties }, { maxDepth: 1 })
    expect(verdict).toMatchObject({ kind: 'incomplete', unreached: ['c'] })
  })

  test('gives way to what is wrong', async () => {
    const properties = [reachable('x', 'x'), always('no d', 'd')]
    const { verdict } = await explore({ initial: ['a'], steps: line, properties })
    expect(verdict.kind).toBe('violated')
  })
})

test('a model without an initial state never holds', async () => {
  const { verdict, exploration } = await explore({ initial: [], steps: {} })
  expect(verdict.kind).toBe('no initial state')
  expect(exploration.store.size).toBe(0)
})
