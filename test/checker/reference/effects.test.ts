import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Binder, Effect, Expr } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { initialState, lines } from './explore.ts'

const digits = b.int(0, 9)
const x = b.variable(0, digits)
const y = b.variable(1, digits)
const buffer = b.identity('buffer', 3)
const entry = b.recordOf({ used: b.bool, count: digits })
const table = b.variable(2, b.arrayOf(buffer, entry))
const number = (value: number): Expr => b.literal(value, digits)
const nth = (value: number): Expr => b.literal(value, buffer)

const clear = b.node('record', entry, {
  fields: [
    { name: 'used', value: b.no },
    { name: 'count', value: number(0) },
  ],
})
const each = b.binder('b', buffer)

function model(effects: readonly Effect[], parameters: readonly Binder[] = []) {
  return b.model({
    variables: [
      ['x', digits, number(1)],
      ['y', digits, number(2)],
      ['table', table.sort, b.node('array', table.sort, { binder: each, body: clear })],
    ],
    actions: [['act', parameters, null, effects]],
  })
}

/** The outcomes of these effects of one action, without the table where nobody wrote to it. */
function outcomes(effects: readonly Effect[], parameters: readonly Binder[] = []) {
  const system = interpret(model(effects, parameters))
  return lines(system, initialState(system)).map((text) => text.replace(untouched, ''))
}

const untouched = ` ${JSON.stringify([0, 1, 2].map(() => ({ used: false, count: 0 })))}`

/** The fault of these effects, which have one outcome. */
function fault(effects: readonly Effect[]) {
  const system = interpret(model(effects))
  const [outcome, ...others] = system.expand(initialState(system))
  if (outcome?.result.kind !== 'fault' || others.length > 0) throw new Error('not one fault')
  return outcome.result.fault
}

const count = (of: number) => b.place(table, b.inElement(nth(of)), b.inField('count'))
const used = (of: number) => b.place(table, b.inElement(nth(of)), b.inField('used'))
const whole = (of: number) => b.place(table, b.inElement(nth(of)))

test('writes happen together, so that two variables can be swapped', () => {
  expect(outcomes([b.assign(x, y), b.assign(y, x)])).toEqual(['act -> 2 1'])
})

test('a write to a part leaves the rest', () => {
  const [text] = outcomes([b.assign(count(1), number(5))])
  expect(text).toBe(
    'act -> 1 2 [{"used":false,"count":0},{"used":false,"count":5},{"used":false,"count":0}]',
  )
})

test('writes to several parts of one variable are all made', () => {
  const [text] = outcomes([
    b.assign(count(1), number(5)),
    b.assign(used(1), b.yes),
    b.assign(count(2), number(6)),
  ])
  expect(text).toBe(
    'act -> 1 2 [{"used":false,"count":0},{"used":true,"count":5},{"used":false,"count":6}]',
  )
})

test('the index of a place is read before the step', () => {
  const at = b.variable(0, buffer)
  const cell = b.variable(1, b.arrayOf(buffer, b.bool))
  const i = b.binder('i', buffer)
  const written = b.place(cell, b.inElement(at))
  const system = interpret(
    b.model({
      variables: [
        ['at', buffer, nth(0)],
        ['cell', cell.sort, b.node('array', cell.sort, { binder: i, body: b.no })],
      ],
      actions: [['act', [], null, [b.assign(at, nth(2)), b.assign(written, b.yes)]]],
    }),
  )
  expect(lines(system, initialState(system))).toEqual(['act -> 2 [true,false,false]'])
})

describe('two writes conflict', () => {
  const second = b.site()
  const assign = (place: Parameters<typeof b.assign>[0], value: Expr) => {
    return b.assign(place, value, second)
  }

  test.each<readonly [string, Effect, Effect]>([
    ['to the same variable', b.assign(x, y), assign(x, y)],
    ['with the same value', b.assign(x, x), assign(x, x)],
    ['to the same element', b.assign(whole(1), clear), assign(whole(1), clear)],
    ['to the same field', b.assign(count(1), x), assign(count(1), y)],
    ['to an element and then its field', b.assign(whole(1), clear), assign(count(1), x)],
    ['to a field and then its element', b.assign(count(1), x), assign(whole(1), clear)],
    ['to a field and then the variable', b.assign(count(1), x), assign(table, table)],
    ['to the variable and then a field', b.assign(table, table), assign(count(1), x)],
  ])('%s, at the second', (_, one, two) => {
    expect(fault([one, two])).toMatchObject({ kind: 'conflict', site: second })
  })

  test.each<readonly [string, Effect, Effect]>([
    ['to different variables', b.assign(x, number(0)), assign(y, number(0))],
    ['to different elements', b.assign(whole(0), clear), assign(whole(1), clear)],
    ['to different fields', b.assign(count(1), number(0)), assign(used(1), b.no)],
    ['to equal fields of different elements', b.assign(count(0), x), assign(count(1), x)],
  ])('not when they go %s', (_, one, two) => {
    expect(outcomes([one, two])).toEqual([expect.stringContaining('act -> ')])
  })

  test('the value of the second is evaluated before they do', () => {
    const faulty = assign(x, b.faulty(digits))
    expect(fault([b.assign(x, y), faulty])).toMatchObject({ kind: 'none' })
  })
})

test('the indices of a place are evaluated before the value', () => {
  const site = b.site()
  const place = b.place(table, b.inElement(b.faulty(buffer, site)))
  expect(fault([b.assign(place, b.faulty(entry))])).toMatchObject({ site })
})

test('the outer index of a place is evaluated before the inner one', () => {
  const site = b.site()
  const grid = b.variable(0, b.arrayOf(b.bool, b.arrayOf(b.bool, b.bool)))
  const bad = (at?: typeof site) => b.inElement(b.faulty(b.bool, at))
  const system = interpret(
    b.model({
      variables: [['grid', grid.sort, b.any]],
      actions: [['act', [], null, [b.assign(b.place(grid, bad(site), bad()), b.yes)]]],
    }),
  )
  const [initial] = system.initial()
  if (initial?.kind !== 'state') throw new Error('no state')
  expect(system.expand(initial.state)[0]?.result).toMatchObject({ fault: { site } })
})

test('the first effect that faults ends the step', () => {
  const site = b.site()
  expect(fault([b.fail('first', site), b.fail('second')])).toEqual({
    kind: 'fail',
    site,
    detail: 'first',
  })
})

test('a conditional effect visits one of its lists', () => {
  const on = (test: Expr) => [
    b.whenEffect(test, [b.assign(x, number(8))], [b.assign(y, number(9))]),
  ]
  expect([on(b.yes), on(b.no)].flatMap((effects) => outcomes(effects))).toEqual([
    'act -> 8 2',
    'act -> 1 9',
  ])
})

test('the test of a conditional effect reads the state before the step', () => {
  const stillOne = b.whenEffect(b.equal(x, number(1)), [b.assign(y, number(9))])
  expect(outcomes([b.assign(x, number(5)), stillOne])).toEqual(['act -> 5 9'])
})

describe('an assertion', () => {
  test('that holds lets the step go on', () => {
    expect(outcomes([b.assertThat(b.yes, 'no'), b.assign(x, y)])).toEqual(['act -> 2 2'])
  })

  test('that is false ends the step, whatever follows', () => {
    expect(outcomes([b.assertThat(b.no, 'held'), b.fail('later')])).toEqual(['act ! held'])
  })

  test('reads the state before the step', () => {
    const grown = b.assertThat(b.equal(x, number(1)), 'x is 1')
    expect(outcomes([b.assign(x, number(5)), grown])).toEqual(['act -> 5 2'])
  })

  test('whose test faults is a fault', () => {
    expect(fault([b.assertThat(b.faulty(b.bool), 'held')])).toMatchObject({ kind: 'none' })
  })
})

describe('for each', () => {
  const b3 = b.binder('b', buffer)
  const domain = b.sortDomain(buffer)
  const countOf = b.place(table, b.inElement(b.use(b3)), b.inField('count'))

  test('visits its effects for every element', () => {
    const [text] = outcomes([b.forEach(b3, domain, [b.assign(countOf, x)])])
    expect(text).toBe(
      'act -> 1 2 [{"used":false,"count":1},{"used":false,"count":1},{"used":false,"count":1}]',
    )
  })

  test('conflicts with itself when its writes hit the same place', () => {
    const site = b.site()
    const effects = [b.forEach(b3, domain, [b.assign(x, y, site)])]
    expect(fault(effects)).toMatchObject({ kind: 'conflict', site })
  })

  test('goes through its domain in order up to the first problem', () => {
    const second = b.equal(b.use(b3), nth(1))
    const third = b.equal(b.use(b3), nth(2))
    const body = [b.whenEffect(third, [b.fail('third')]), b.assertThat(b.not(second), 'the second')]
    expect(outcomes([b.forEach(b3, domain, body)])).toEqual(['act ! the second'])
  })

  test('over nothing does nothing', () => {
    const nothing = b.elementsOf(b.collection(b.setOf(buffer), []))
    expect(outcomes([b.forEach(b3, nothing, [b.fail('never')])])).toEqual(['act -> 1 2'])
  })

  test('visits each position of a sequence', () => {
    const twice = b.collection(b.sequenceOf(buffer, 2), [nth(0), nth(0)])
    const effects = [b.forEach(b3, b.elementsOf(twice), [b.assign(countOf, x)])]
    expect(fault(effects)).toMatchObject({ kind: 'conflict' })
  })
})

describe('a pick', () => {
  const n = b.binder('n', digits)
  const m = b.binder('m', digits)
  const among = (...values: number[]) => {
    return b.elementsOf(b.collection(b.setOf(digits), values.map(number)))
  }

  test('gives a successor for each element, in order, and names it', () => {
    expect(outcomes([b.pick(n, among(7, 3)), b.assign(x, b.use(n))])).toEqual([
      'act n=3 -> 3 2',
      'act n=7 -> 7 2',
    ])
  })

  test('takes only elements that pass its filter', () => {
    const odd = b.equal(b.calculate(b.use(n), 'mod', b.number(2)), b.number(1))
    expect(outcomes([b.pick(n, among(4, 5, 7), odd), b.assign(x, b.use(n))])).toEqual([
      'act n=5 -> 5 2',
      'act n=7 -> 7 2',
    ])
  })

  test('after another varies faster', () => {
    const effects = [
      b.pick(n, among(3, 4)),
      b.pick(m, among(5, 6)),
      b.assign(x, b.use(n)),
      b.assign(y, b.use(m)),
    ]
    expect(outcomes(effects)).toEqual([
      'act n=3 m=5 -> 3 5',
      'act n=3 m=6 -> 3 6',
      'act n=4 m=5 -> 4 5',
      'act n=4 m=6 -> 4 6',
    ])
  })

  test('gives a successor even for choices that come to the same', () => {
    expect(outcomes([b.pick(n, among(3, 4))])).toEqual(['act n=3 -> 1 2', 'act n=4 -> 1 2'])
  })

  test('takes each distinct element of a bag once', () => {
    const bag = b.collection(b.bagOf(digits, 3), [3, 3, 4].map(number))
    expect(outcomes([b.pick(n, b.elementsOf(bag))])).toHaveLength(2)
  })

  test('inside a conditional effect forks what follows it too', () => {
    const effects = [
      b.whenEffect(b.yes, [b.pick(n, among(3, 4)), b.assign(x, b.use(n))]),
      b.assign(y, number(0)),
    ]
    expect(outcomes(effects)).toEqual(['act n=3 -> 3 0', 'act n=4 -> 4 0'])
  })

  test('from nothing faults', () => {
    const site = b.site()
    expect(fault([b.pick(n, among(), null, site)])).toMatchObject({ kind: 'pick', site })
  })

  test('faults when no element passes its filter', () => {
    expect(fault([b.pick(n, among(3), b.no)])).toMatchObject({ kind: 'pick' })
  })

  test('faults as a whole when its filter faults for one element', () => {
    const bad = b.test(b.equal(b.use(n), number(3)), 'or', b.faulty(b.bool))
    expect(outcomes([b.pick(n, among(3, 4), bad)])).toEqual(['act ! none'])
  })

  test('lets one choice fault and another succeed', () => {
    const effects = [b.pick(n, among(3, 4)), b.assertThat(b.equal(b.use(n), number(4)), 'four')]
    expect(outcomes(effects)).toEqual(['act n=3 ! four', 'act n=4 -> 1 2'])
  })
})

describe('an action', () => {
  const p = b.binder('p', b.bool)
  const q = b.binder('q', b.int(1, 2))

  test('is tried for every combination of its parameters, the first most significant', () => {
    expect(outcomes([b.assign(x, b.use(q))], [p, q])).toEqual([
      'act p=false q=1 -> 1 2',
      'act p=false q=2 -> 2 2',
      'act p=true q=1 -> 1 2',
      'act p=true q=2 -> 2 2',
    ])
  })

  test('puts picks behind its parameters', () => {
    const n = b.binder('n', b.bool)
    expect(outcomes([b.pick(n, b.sortDomain(b.bool))], [p])).toEqual([
      'act p=false n=false -> 1 2',
      'act p=false n=true -> 1 2',
      'act p=true n=false -> 1 2',
      'act p=true n=true -> 1 2',
    ])
  })

  test('is enabled only where its guard is true', () => {
    const system = interpret(
      b.model({
        variables: [['x', digits, number(1)]],
        actions: [
          ['one', [q], b.equal(x, b.use(q)), []],
          ['never', [], b.no, [b.fail('never')]],
        ],
      }),
    )
    expect(lines(system, initialState(system))).toEqual(['one q=1 -> 1'])
  })

  test('whose guard faults is a fault of the state, in its place in the order', () => {
    const guard = b.test(b.equal(b.use(q), b.number(2)), 'or', b.faulty(b.bool))
    const system = interpret(b.model({ actions: [['act', [q], guard, []]] }))
    expect(lines(system, initialState(system))).toEqual([
      'act q=1 ! none of the state',
      'act q=2 -> ',
    ])
  })
})
