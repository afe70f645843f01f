/** Parameters are data: declared, checked, and kept with the model. Suites are data too. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  breaksLiveness,
  check,
  deadlocks,
  failsAssertion,
  faults,
  holds,
  int,
  isIncomplete,
  model,
  neverReaches,
  oneOf,
  suite,
  violates,
} from '../../dsl/index.ts'

const sized = model(
  'sized',
  { size: int(1, 4).default(2), least: int(3, 5), order: oneOf('fifo', 'lifo'), fair: bool },
  (m, { size, order, fair }) => {
    m.state(`${order}${fair ? ', fair' : ''}`, int(0, size))
  },
)

describe('the parameters of a template', () => {
  test('are declared with sort and default: the first value where none is given', () => {
    expect(sized.declared).toEqual([
      { name: 'size', sort: { kind: 'int', min: 1, max: 4 }, initial: 2 },
      { name: 'least', sort: { kind: 'int', min: 3, max: 5 }, initial: 3 },
      { name: 'order', sort: { kind: 'enum', values: ['fifo', 'lifo'] }, initial: 'fifo' },
      { name: 'fair', sort: { kind: 'bool' }, initial: false },
    ])
  })

  test('have the values that are given, and else their defaults', () => {
    const built = sized.instantiate({ size: 3, fair: true })
    expect(built.parameters.map(({ name, value }) => [name, value])).toEqual([
      ['size', 3],
      ['least', 3],
      ['order', 'fifo'],
      ['fair', true],
    ])
    expect(built.variables.map(({ name, sort }) => [name, sort])).toEqual([
      ['fifo, fair', { kind: 'int', min: 0, max: 3 }],
    ])
  })

  test('are those of each instance apart', () => {
    const [one, two] = [sized.instantiate({ size: 1 }), sized.instantiate({ size: 2 })]
    expect(one.variables[0]?.sort).not.toEqual(two.variables[0]?.sort)
    expect(one.name).toBe('sized')
  })

  test('can be called like what every object has', () => {
    const odd = model('odd', { constructor: bool, toString: int(0, 3).default(1) }, () => {})
    expect(odd.instantiate().parameters.map(({ value }) => value)).toEqual([false, 1])
  })
})

test('a suite is its cases as data', () => {
  const cases = [
    check(sized, {}, holds({ distinct: 3 })),
    check(sized, { size: 1 }, violates('p', { steps: 2, generated: 7 }), { scenario: 'small' }),
    check(sized, {}, failsAssertion('held', { steps: 1 })),
    check(sized, {}, faults('range', { steps: 1 })),
    check(sized, {}, deadlocks({ steps: 4 }), { deadlock: true }),
    check(sized, {}, breaksLiveness('served', { stem: 1, loop: 2 })),
    check(sized, {}, holds(), { liveness: false }),
    check(sized, {}, neverReaches('end')),
    check(sized, {}, isIncomplete(), { maxDepth: 3 }),
  ]
  const { kind, name, cases: kept } = suite('sizes', cases)
  expect([kind, name]).toEqual(['fencepost suite', 'sizes'])
  expect(
    kept.map(({ parameters, expected, options }) => ({ parameters, expected, options })),
  ).toEqual([
    { parameters: {}, expected: { kind: 'holds', distinct: 3 }, options: {} },
    {
      parameters: { size: 1 },
      expected: { kind: 'violated', property: 'p', steps: 2, generated: 7 },
      options: { scenario: 'small' },
    },
    { parameters: {}, expected: { kind: 'assertion', message: 'held', steps: 1 }, options: {} },
    { parameters: {}, expected: { kind: 'fault', fault: 'range', steps: 1 }, options: {} },
    { parameters: {}, expected: { kind: 'deadlock', steps: 4 }, options: { deadlock: true } },
    {
      parameters: {},
      expected: { kind: 'liveness', property: 'served', stem: 1, loop: 2 },
      options: {},
    },
    { parameters: {}, expected: { kind: 'holds' }, options: { liveness: false } },
    { parameters: {}, expected: { kind: 'not reached', property: 'end' }, options: {} },
    { parameters: {}, expected: { kind: 'incomplete' }, options: { maxDepth: 3 } },
  ])
})
