import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Expr, Model } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { rests } from './explore.ts'

const digits = b.int(0, 2)
const x = b.variable(0, digits)
const y = b.variable(1, b.bool)
const number = (value: number): Expr => b.literal(value, digits)
const among = (...values: number[]) => {
  const set = b.collection(b.setOf(digits), values.map(number))
  return { kind: 'anyOf', set } as const
}

/** Each initial outcome in short: the variables, or what went wrong. */
function initials(model: Model): readonly string[] {
  const system = interpret(model)
  return system.initial().map((outcome) => {
    if (outcome.kind === 'fault') return outcome.fault.kind
    if (outcome.kind === 'assertion') return outcome.assertion.message
    return Object.values(system.decode(outcome.state).variables).map(String).join(' ')
  })
}

test('every combination of initial values is a state, the first variable most significant', () => {
  expect(
    initials(
      b.model({
        variables: [
          ['x', digits, among(2, 0)],
          ['y', b.bool, b.any],
          ['z', digits, number(1)],
        ],
      }),
    ),
  ).toEqual(['0 false 1', '0 true 1', '2 false 1', '2 true 1'])
})

test('a model of nothing has one initial state', () => {
  expect(initials(b.model({}))).toEqual([''])
})

test('a variable that starts with any of no values leaves no initial state', () => {
  expect(initials(b.model({ variables: [['x', digits, among()]] }))).toEqual([])
})

describe('an initial condition', () => {
  const variables = [
    ['x', digits, b.any],
    ['y', b.bool, b.any],
  ] as const

  test('leaves out the combinations in which it is false', () => {
    const initially = [b.test(b.equal(x, number(1)), 'iff', y), b.not(b.equal(x, number(2)))]
    expect(initials(b.model({ variables, initially }))).toEqual(['0 false', '1 true'])
  })

  test('that faults is a fault of its combination alone', () => {
    const initially = [b.test(b.equal(x, number(0)), 'or', b.test(y, 'or', b.faulty(b.bool)))]
    expect(initials(b.model({ variables, initially }))).toEqual([
      '0 false',
      '0 true',
      'none',
      '1 true',
      'none',
      '2 true',
    ])
  })

  test('is not looked at where one before it is false', () => {
    const initially = [b.equal(x, number(0)), b.test(y, 'or', b.equal(x, number(0)))]
    expect(initials(b.model({ variables, initially }))).toEqual(['0 false', '0 true'])
  })

  test('is tested before processes execute, so that its fault comes first', () => {
    const processes = [
      ['p', b.identity('p', 1), [b.compute(b.fail('bug')), b.step('go', null, [])]],
    ] as const
    const initially = [b.test(y, 'or', b.faulty(b.bool))]
    expect(
      initials(b.model({ variables: [variables[0], ['y', b.bool, b.no]], processes, initially })),
    ).toEqual(['none', 'none', 'none'])
  })
})

test('an initial value that faults is a fault', () => {
  const site = b.site()
  const model = b.model({ variables: [['x', digits, b.faulty(digits, site)]] })
  expect(interpret(model).initial()).toEqual([
    { kind: 'fault', fault: expect.objectContaining({ kind: 'none', site }) },
  ])
})

test('an initial value that faults is one fault, whatever the variables after it start with', () => {
  const variables = [
    ['x', digits, among(0, 1)],
    ['y', b.bool, b.faulty(b.bool)],
    ['z', digits, b.any],
  ] as const
  expect(initials(b.model({ variables }))).toEqual(['none', 'none'])
})

test('a set of initial values that faults is a fault', () => {
  const set = b.faulty(b.setOf(digits))
  expect(initials(b.model({ variables: [['x', digits, { kind: 'anyOf', set }]] }))).toEqual([
    'none',
  ])
})

describe('what a process executes before it first rests', () => {
  const p = b.identity('p', 2)

  test('is part of the initial state, for each instance', () => {
    const mine = b.local('mine', b.thread)
    const compute = b.compute(b.assign(mine, b.node('current', b.thread, {})))
    const body = b.block([mine], compute, b.step('go', null, []))
    const system = interpret(b.model({ processes: [['p', p, body]] }))
    const [outcome] = system.initial()
    if (outcome?.kind !== 'state') throw new Error('no state')
    expect(rests(system, outcome.state)).toEqual(['p#1 mine=0', 'p#1 mine=1'])
  })

  test('that faults is a fault of every combination that passes the conditions', () => {
    const model = b.model({
      variables: [['x', digits, b.any]],
      processes: [['p', p, [b.compute(b.fail('bug')), b.step('go', null, [])]]],
      initially: [b.test(x, 'gt', number(0))],
    })
    expect(initials(model)).toEqual(['fail', 'fail'])
  })

  test('is an assertion of the first process in order whose assertion fails', () => {
    const assertion = (message: string) => [b.compute(b.assertThat(b.no, message))]
    const model = b.model({
      processes: [
        ['p', p, [b.step('go', null, [])]],
        ['q', b.identity('q', 1), assertion('q')],
        ['r', b.identity('r', 1), assertion('r')],
      ],
    })
    expect(initials(model)).toEqual(['q'])
  })
})
