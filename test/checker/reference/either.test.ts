import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Block, Expr, Statement } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { after, initialState, lines, rests } from './explore.ts'

const digits = b.int(0, 9)
const x = b.variable(0, digits)
const set = (value: number, guard: Expr | null = null): Statement => {
  return b.step(`x := ${value}`, guard, [b.assign(x, b.literal(value, digits))])
}
const branch = (...statements: Statement[]): Block => b.block([], ...statements)

function processWith(body: Block) {
  return interpret(
    b.model({
      variables: [['x', digits, b.literal(0, digits)]],
      processes: [['p', b.identity('p', 1), body]],
      procedures: [['helper', [], [set(7), set(8)]]],
    }),
  )
}
const process = (...body: readonly Statement[]) => processWith(b.block([], ...body))

test('a process rests at an either, and offers the first step of each branch in order', () => {
  const system = process(b.either(branch(set(1), set(2)), branch(set(3))), set(4))
  expect(rests(system, initialState(system))).toEqual(['p#0'])
  expect(lines(system, initialState(system))).toEqual(['0 p#1 -> 1', '0 p#3 -> 3'])
})

test('a branch is taken by its first step, and goes on behind the either at its end', () => {
  const system = process(b.either(branch(set(1), set(2)), branch(set(3))), set(4))
  const first = [after(system, 0), after(system, 0, 0), after(system, 1)]
  expect(first.map((state) => rests(system, state).join())).toEqual(['p#2', 'p#4', 'p#4'])
})

test('a branch whose first step is blocked is not offered', () => {
  const system = process(b.either(branch(set(1, b.no)), branch(set(3))))
  expect(lines(system, initialState(system))).toEqual(['0 p#2 -> 3'])
})

test('the process is blocked when all branches are', () => {
  const system = process(b.either(branch(set(1, b.no)), branch(set(3, b.no))))
  expect(lines(system, initialState(system))).toEqual([])
})

test('a branch whose guard faults is a fault of the state, in its place in the order', () => {
  const system = process(b.either(branch(set(1)), branch(set(2, b.faulty(b.bool))), branch(set(3))))
  expect(lines(system, initialState(system))).toEqual([
    '0 p#1 -> 1',
    '0 p#2 ! none of the state',
    '0 p#3 -> 3',
  ])
})

test('a nested either offers its branches in place', () => {
  const inner = b.either(branch(set(2)), branch(set(3)))
  const system = process(b.either(branch(set(1)), branch(inner, set(5)), branch(set(4))))
  expect(lines(system, initialState(system))).toEqual([
    '0 p#1 -> 1',
    '0 p#3 -> 2',
    '0 p#4 -> 3',
    '0 p#6 -> 4',
  ])
  expect(rests(system, after(system, 1))).toEqual(['p#5'])
})

test('an either right after another rests before it', () => {
  const system = process(
    b.either(branch(set(1)), branch(set(2))),
    b.either(branch(set(3)), branch(set(4))),
  )
  expect(rests(system, after(system, 0))).toEqual(['p#3'])
})

describe('what a branch executes before its first step', () => {
  const a = b.local('a', digits)
  const first = b.compute(b.assign(a, b.literal(5, digits)))

  test('is part of taking it', () => {
    const store = b.step('store', null, [b.assign(x, b.read(a))])
    const system = process(b.either(b.block([a], first, store, set(1)), branch(set(2))))
    expect(rests(system, initialState(system))).toEqual(['p#0'])
    expect(lines(system, initialState(system))).toEqual(['0 p#2 -> 5', '0 p#4 -> 2'])
    expect(rests(system, after(system, 0))).toEqual(['p#3 a=5'])
  })

  test('is seen by its guard', () => {
    const system = process(
      b.either(
        b.block([a], first, set(1, b.equal(b.read(a), b.number(5)))),
        b.block([a], first, set(2, b.equal(b.read(a), b.number(6)))),
      ),
    )
    expect(lines(system, initialState(system))).toEqual(['0 p#2 -> 1'])
  })

  test('is undone where another branch is taken', () => {
    const system = processWith(
      b.block([a], b.either(branch(first, set(1)), branch(set(2))), set(3)),
    )
    expect([0, 1].map((position) => rests(system, after(system, position)).join())).toEqual([
      'p#4 a=5',
      'p#4',
    ])
  })

  test('has its labels forgotten', () => {
    const system = process(b.either(branch(b.label('gone'), set(1), b.label('here'))), set(2))
    expect(rests(system, after(system, 0))).toEqual(["p#4 'here'"])
  })

  test('leaves the labels of the process in force for its first step', () => {
    const self = b.node('self', b.identity('p', 1), {})
    const system = process(
      b.label('resting'),
      b.either(
        branch(b.label('gone'), set(1, b.at(0, self, 'resting'))),
        branch(b.label('gone'), set(2, b.at(0, self, 'gone'))),
      ),
    )
    expect(lines(system, initialState(system))).toEqual(['0 p#3 -> 1'])
  })

  test('is an outcome of that branch where it faults, which says where', () => {
    const site = b.site()
    const system = process(
      b.either(branch(set(1)), branch(b.compute(b.fail('bug', site)), set(2)), branch(set(3))),
    )
    expect(lines(system, initialState(system))).toEqual([
      '0 p#1 -> 1',
      '0 p#2 ! fail',
      '0 p#4 -> 3',
    ])
    expect(system.expand(initialState(system))[1]).toMatchObject({ result: { fault: { site } } })
  })

  test('is an outcome of that branch where its assertion fails, its guard notwithstanding', () => {
    const system = process(b.either(branch(b.compute(b.assertThat(b.no, 'held')), set(2, b.no))))
    expect(lines(system, initialState(system))).toEqual(['0 p#1 ! held'])
  })

  test('may decide which step is the first', () => {
    const chosen = (test: Expr) => b.when(test, false, branch(set(1)), branch(set(2)))
    const system = process(b.either(branch(chosen(b.yes)), branch(chosen(b.no))))
    expect(lines(system, initialState(system))).toEqual(['0 p#2 -> 1', '0 p#6 -> 2'])
  })

  test('may call a procedure, in which the first step then is', () => {
    const site = b.site()
    const system = process(b.either(branch(b.call(0, [], null, false, site)), branch(set(2))))
    expect(lines(system, initialState(system))).toEqual(['0 p/helper@1#0 -> 7', '0 p#2 -> 2'])
    expect(system.expand(initialState(system))[0]?.step.calls).toEqual([
      { procedure: 'helper', site },
    ])
  })
})

test('the test of a when can be the first step of a branch', () => {
  const system = process(
    b.either(branch(b.when(b.equal(x, x), true, branch(set(1)))), branch(set(2))),
  )
  expect(lines(system, initialState(system))).toEqual(['0 p#1 -> 0', '0 p#3 -> 2'])
  expect(rests(system, after(system, 0))).toEqual(['p#2'])
})

test('an atomic can be the first step of a branch', () => {
  const system = process(b.either(branch(b.atomic('both', branch(set(1), set(2)))), branch(set(3))))
  expect(lines(system, initialState(system))).toEqual(['0 p#1 -> 2', '0 p#4 -> 3'])
})

test('the locals of a branch die behind the either', () => {
  const a = b.local('a', digits)
  const body = b.block([a], set(1), b.compute(b.assign(a, b.number(1))), set(2))
  const system = process(b.either(body), set(3))
  expect(rests(system, after(system, 0))).toEqual(['p#3 a=1'])
  expect(rests(system, after(system, 0, 0))).toEqual(['p#4'])
})

test('a branch can leave the loop around the either', () => {
  const system = process(
    b.loop(branch(b.either(branch(set(1)), branch(set(2), b.leave())))),
    set(3),
  )
  expect([0, 1].map((position) => rests(system, after(system, position)).join())).toEqual([
    'p#1',
    'p#5',
  ])
})
