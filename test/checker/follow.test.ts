/** A run told by positions alone comes to the trace, and to the wrong, that a search of the system itself reports. */

import { describe, expect, test } from 'vitest'
import { follow } from '../../checker/follow.ts'
import type { Route } from '../../checker/follow.ts'
import type { SearchOptions } from '../../checker/exploration.ts'
import { ReplayError } from '../../checker/trace.ts'
import { routeTo } from '../routes.ts'
import { always } from './drawn.ts'
import { fault, guardFault, step, toy } from './toy-system.ts'
import type { Toy } from './toy-system.ts'

async function routed(description: Toy, options: SearchOptions = {}) {
  const system = toy(description)
  const found = await routeTo(system, options)
  if (found === null) throw new Error('Nothing is wrong with the model.')
  return { system, ...found }
}

const faultyProperty = { kind: 'always', name: 'p', test: () => fault('index', 'in p') } as const
const faultyConstraint = { name: 'c', test: () => fault('none', 'in c') } as const

const cases: [string, Toy, SearchOptions, Route['end']][] = [
  ['a fault in a step', { initial: ['a'], steps: { a: [step(0, fault())] } }, {}, 'step'],
  [
    'the second of two failing steps',
    {
      initial: ['a'],
      steps: { a: [step(0, 'b')], b: [step(1, { fails: 'first' }), step(0, { fails: 'second' })] },
    },
    {},
    'step',
  ],
  [
    'a step property, that a fault in another comes before',
    {
      initial: ['a'],
      steps: { a: [step(0, 'a')] },
      properties: [
        { kind: 'step', name: 'false', test: () => false },
        { kind: 'step', name: 'faulty', test: () => fault('zero') },
      ],
    },
    {},
    'step',
  ],
  [
    'the step property that is declared first',
    {
      initial: ['a'],
      steps: { a: [step(0, 'a')] },
      properties: ['first', 'second'].map((name) => ({ kind: 'step', name, test: () => false })),
    },
    {},
    'step',
  ],
  ['an initial fault', { initial: ['a', fault()], steps: { a: [step(0, 'a')] } }, {}, 'initial'],
  ['an initial assertion', { initial: [{ fails: 'at once' }], steps: {} }, {}, 'initial'],
  ['a deadlock', { initial: ['b', 'a'], steps: { b: [step(0, 'b')] } }, {}, 'state'],
  [
    'an end condition that faults',
    { initial: ['a'], steps: {}, ends: [{ name: 'e', test: () => fault('zero') }] },
    {},
    'state',
  ],
  [
    'an invariant, whatever step property fails in the last step',
    {
      initial: ['a'],
      steps: { a: [step(0, 'b')], b: [step(0, 'b')] },
      properties: [{ kind: 'step', name: 's', test: () => false }, always('no b', 'b')],
    },
    {},
    'state',
  ],
  [
    'the fault of a property, before that of a constraint and of a guard',
    {
      initial: ['a'],
      steps: { a: [guardFault(0)] },
      properties: [faultyProperty],
      constraints: [faultyConstraint],
    },
    {},
    'state',
  ],
  [
    'the fault of a constraint, before that of a guard',
    { initial: ['a'], steps: { a: [guardFault(0)] }, constraints: [faultyConstraint] },
    {},
    'state',
  ],
  [
    "the first guard's fault, before that of an end condition",
    {
      initial: ['a'],
      steps: { a: [guardFault(0, 'first'), guardFault(1, 'second')] },
      ends: [{ name: 'e', test: () => fault('zero') }],
    },
    {},
    'state',
  ],
  [
    'an invariant in a state outside a constraint',
    {
      initial: ['a'],
      steps: { a: [step(0, 'b')], b: [guardFault(0)] },
      properties: [always('no b', 'b')],
      constraints: [{ name: 'not b', test: (state) => state !== 'b' }],
    },
    {},
    'state',
  ],
]

describe('a route', () => {
  test.each(cases)('to %s is told as the search tells it', async (_, description, options, end) => {
    const { system, route, trace, wrong } = await routed(description, options)
    expect(route.end).toBe(end)
    expect(follow(system, route)).toEqual({ trace, wrong })
  })

  test('is followed without the states of the engine that found it', async () => {
    const { system, route, trace } = await routed({ initial: ['a'], steps: { a: [step(0, 'b')] } })
    const { states: _, ...bare } = route
    expect(follow(system, bare).trace).toEqual(trace)
  })
})

const long: Toy = {
  initial: ['z', 'a'],
  steps: {
    z: [step(0, 'z')],
    a: [guardFault(2), step(0, 'b'), step(1, 'c')],
    b: [step(1, 'd')],
    c: [step(1, 'c')],
    d: [step(0, 'e')],
    e: [step(0, 'e')],
  },
  properties: [always('no e', 'e')],
}
const state = (letter: string) => ({ variables: { state: letter }, processes: [] })
const route: Route = {
  initial: 1,
  steps: [1, 0, 0],
  end: 'state',
  rank: { depth: 3, kind: 'invariant', declared: 0 },
  states: ['a', 'b', 'd', 'e'].map(state),
}

describe('a route is refused', () => {
  test('only where it is wrong', () => {
    expect(follow(toy(long), route).wrong).toMatchObject({ property: { name: 'no e' } })
  })

  const forgeries: [string, Partial<Route>, string][] = [
    ['that begins nowhere', { initial: 2 }, 'no initial outcome 2'],
    ['with a step that is not there', { steps: [1, 1, 0] }, 'no step 2 of the run, outcome 1'],
    ["with a guard's fault for a step", { steps: [0, 0, 0] }, 'no step 1'],
    ['through another state', { states: ['a', 'c', 'd', 'e'].map(state) }, 'After 1 steps'],
    ['through fewer states', { states: ['a', 'b', 'd'].map(state) }, 'passes 4 states, and not 3'],
    ['to a state that is fine', { steps: [1, 0], states: ['a', 'b', 'd'].map(state) }, 'not end'],
    ['to a step that is fine', { end: 'step' }, 'does not end (step) in what is wrong'],
    ['to an initial combination after steps', { end: 'initial' }, 'does not end (initial)'],
    [
      'of another depth',
      { rank: { depth: 2, kind: 'invariant', declared: 0 } },
      'invariant 0 at depth 2',
    ],
    [
      'to another kind of wrong',
      { rank: { depth: 3, kind: 'deadlock', declared: 0 } },
      'deadlock 0 at depth 3',
    ],
    [
      'to another property',
      { rank: { depth: 3, kind: 'invariant', declared: 1 } },
      'invariant 1 at depth 3',
    ],
  ]

  test.each(forgeries)('%s', (_, change, message) => {
    const forged = { ...route, ...change }
    expect(() => follow(toy(long), forged)).toThrow(ReplayError)
    expect(() => follow(toy(long), forged)).toThrow(message)
  })

  test('through a state outside a constraint', () => {
    const constraints = [{ name: 'not b', test: (letter: string) => letter !== 'b' }]
    expect(() => follow(toy({ ...long, constraints }), route)).toThrow("Constraint 'not b'")
  })

  test('on from a step that fails', () => {
    const steps = { ...long.steps, b: [step(1, fault())] }
    expect(() => follow(toy({ ...long, steps }), route)).toThrow('no state in which to take step 3')
  })

  test('to a deadlock when none were looked for', () => {
    const stuck: Toy = { initial: ['a'], steps: {} }
    const end: Route = {
      initial: 0,
      steps: [],
      end: 'state',
      rank: { depth: 0, kind: 'deadlock', declared: 0 },
    }
    expect(follow(toy(stuck), end).wrong).toEqual({ kind: 'deadlock' })
    expect(() => follow(toy(stuck), end, { deadlock: false })).toThrow(ReplayError)
  })
})
