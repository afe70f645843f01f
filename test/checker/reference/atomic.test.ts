import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Block, Expr, Statement } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { after, initialState, lines, rests } from './explore.ts'

const digits = b.int(0, 9)
const x = b.variable(0, digits)
const number = (value: number): Expr => b.literal(value, digits)
const set = (value: number, guard: Expr | null = null): Statement => {
  return b.step(`x := ${value}`, guard, [b.assign(x, number(value))])
}
const add = (value: number): Statement => {
  return b.step(`x += ${value}`, null, [b.assign(x, b.plus(x, number(value)))])
}
const is = (value: number): Expr => b.equal(x, number(value))
const branch = (...statements: Statement[]): Block => b.block([], ...statements)
const self = b.node('self', b.identity('p', 1), {})
const result = b.local('result', digits)

function processWith(body: Block) {
  return interpret(
    b.model({
      variables: [['x', digits, number(0)]],
      processes: [['p', b.identity('p', 1), body]],
      procedures: [
        ['double', [], [b.step('load', null, [b.assign(x, b.plus(x, x))]), b.giveBack(x, true)]],
      ],
    }),
  )
}
const process = (...body: readonly Statement[]) => processWith(b.block([], ...body))
const outcomes = (...body: readonly Statement[]) => {
  const system = process(...body)
  return lines(system, initialState(system))
}

test('the steps of an atomic are one step, each reading what the ones before it wrote', () => {
  expect(
    outcomes(
      b.atomic(
        'all',
        branch(add(2), add(3), b.step('x * x', null, [b.assign(x, b.calculate(x, 'times', x))])),
      ),
    ),
  ).toEqual(['0 p#0 -> 25'])
})

test('the step is the atomic, with its name', () => {
  const system = process(b.atomic('all', branch(add(2))))
  expect(system.expand(initialState(system))[0]?.step).toMatchObject({ id: 'p#0', name: 'all' })
})

test('two steps in an atomic may write to the same place', () => {
  expect(outcomes(b.atomic('all', branch(set(1), set(2))))).toEqual(['0 p#0 -> 2'])
})

test('the process rests at the next step behind it, having executed what is none', () => {
  const a = b.local('a', digits)
  const system = processWith(
    b.block([a], b.atomic('all', branch(set(1))), b.compute(b.assign(a, number(4))), set(2)),
  )
  expect(rests(system, after(system, 0))).toEqual(['p#3 a=4'])
})

test('it blocks where its first step does', () => {
  expect(outcomes(b.atomic('all', branch(set(1, is(1)), set(2))))).toEqual([])
})

test('it is a fault of the state where the guard of its first step faults', () => {
  expect(outcomes(b.atomic('all', branch(set(1, b.faulty(b.bool)))))).toEqual([
    '0 p#0 ! none of the state',
  ])
})

test('a fault in a later step is a fault of the step, at its own place', () => {
  const site = b.site()
  const system = process(b.atomic('all', branch(set(1), b.step('bug', null, [b.fail('', site)]))))
  const [outcome] = system.expand(initialState(system))
  expect(outcome).toMatchObject({ ofState: false, result: { kind: 'fault', fault: { site } } })
  expect(outcome?.step.id).toBe('p#0')
})

test('a failed assertion in a later step reads what the ones before it wrote', () => {
  const check = b.step('check', null, [b.assertThat(is(0), 'x is 0')])
  expect(outcomes(b.atomic('all', branch(set(1), check)))).toEqual(['0 p#0 ! x is 0'])
})

test('tests inside are no steps of their own, and read what was written before them', () => {
  const decide = b.when(is(1), true, branch(set(5)), branch(set(6)))
  expect(outcomes(b.atomic('all', branch(set(1), decide)))).toEqual(['0 p#0 -> 5'])
})

test('a test can be the first, and what follows needs no guard', () => {
  const decide = b.when(is(0), true, branch(set(5)), branch(set(6)))
  expect(outcomes(b.atomic('all', branch(decide)))).toEqual(['0 p#0 -> 5'])
})

test('each branch of an either inside is a choice and a successor, in order', () => {
  const choose = b.either(branch(set(1)), branch(set(2)))
  expect(outcomes(b.atomic('all', branch(choose, add(3))))).toEqual([
    '0 p#0 either=0 -> 4',
    '0 p#0 either=1 -> 5',
  ])
})

test('a branch whose guard is false gives no successor', () => {
  const choose = b.either(branch(set(1, is(1))), branch(set(2, is(0))))
  expect(outcomes(b.atomic('all', branch(choose)))).toEqual(['0 p#0 either=1 -> 2'])
})

test('picks and branches are listed in the order in which they were decided', () => {
  const n = b.binder('n', b.int(1, 2))
  const picking = b.step('pick', null, [b.pick(n, b.sortDomain(n.sort)), b.assign(x, b.use(n))])
  const choose = b.either(branch(add(3)), branch(add(5)))
  expect(outcomes(b.atomic('all', branch(picking, choose)))).toEqual([
    '0 p#0 n=1 either=0 -> 4',
    '0 p#0 n=1 either=1 -> 6',
    '0 p#0 n=2 either=0 -> 5',
    '0 p#0 n=2 either=1 -> 7',
  ])
})

test('a procedure called inside is executed inside, and its result is used', () => {
  const call = b.call(0, [], result)
  const use = b.step('use', null, [b.assign(x, b.plus(b.read(result), number(1)))])
  const system = process(b.atomic('all', b.block([result], set(2), call, use)))
  expect(lines(system, initialState(system))).toEqual(['0 p#0 -> 5'])
  expect(rests(system, after(system, 0))).toEqual(['terminated'])
})

describe('labels', () => {
  test('inside are forgotten, those behind it count', () => {
    const body = branch(b.label('before'), set(1), b.label('inside'))
    const system = process(b.atomic('all', body), b.label('behind'), set(2))
    expect(rests(system, after(system, 0))).toEqual(["p#5 'behind'"])
  })

  test('are in force for the first step inside, and cleared after it', () => {
    const here = b.at(0, self, 'here')
    const check = (holds: Expr) => b.step('check', null, [b.assertThat(holds, 'no')])
    const body = branch(b.step('first', here, []), check(b.not(here)))
    const system = process(b.label('here'), b.atomic('all', body), set(2))
    expect(lines(system, initialState(system))).toEqual(['0 p#1 -> 0'])
    expect(rests(system, after(system, 0))).toEqual(['p#4'])
  })

  test('inside are not passed, not even for what follows inside', () => {
    const check = b.step('check', null, [b.assertThat(b.not(b.at(0, self, 'inside')), 'passed')])
    const body = branch(set(1), b.label('inside'), check)
    expect(outcomes(b.atomic('all', body))).toEqual(['0 p#0 -> 1'])
  })

  test('are cleared by an atomic in which no step is met', () => {
    const system = process(b.label('here'), b.atomic('all', branch(b.compute())), set(2))
    expect(rests(system, after(system, 0))).toEqual(['p#3'])
  })
})

describe('an atomic ends', () => {
  test('where a `leave` leaves it', () => {
    const body = branch(set(1), b.when(is(1), true, branch(b.leave())), set(2))
    const system = process(b.loop(branch(b.atomic('all', body))), b.label('out'), set(3))
    expect(lines(system, initialState(system))).toEqual(['0 p#1 -> 1'])
    expect(rests(system, after(system, 0))).toEqual(["p#7 'out'"])
  })

  test('where an `again` leaves it', () => {
    const body = branch(set(1), b.again())
    const system = process(b.loop(branch(b.label('head'), b.atomic('all', body), set(2))))
    expect(rests(system, after(system, 0))).toEqual(["p#2 'head'"])
  })

  test('where a return leaves it', () => {
    const body = branch(set(1), b.giveBack(null))
    const system = interpret(
      b.model({
        variables: [['x', digits, number(0)]],
        processes: [['p', b.identity('p', 1), [b.call(0), b.label('back'), set(2)]]],
        procedures: [['f', [], [b.atomic('all', body), set(3)]]],
      }),
    )
    expect(lines(system, initialState(system))).toEqual(['0 p/f@0#0 -> 1'])
    expect(rests(system, after(system, 0))).toEqual(["p#2 'back'"])
  })
})

test('the locals of an atomic die at its end', () => {
  const a = b.local('a', digits)
  const body = b.block(
    [a],
    b.compute(b.assign(a, number(3))),
    b.step('s', null, [b.assign(x, b.read(a))]),
  )
  const system = process(b.atomic('all', body), set(2))
  expect(lines(system, initialState(system))).toEqual(['0 p#0 -> 3'])
  expect(rests(system, after(system, 0))).toEqual(['p#3'])
})
