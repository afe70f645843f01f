import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Block, Local, Statement } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { after, explore, initialState, lines, rests } from './explore.ts'

const digits = b.int(0, 9)
const x = b.variable(0, digits)
const set = (value: number): Statement => {
  return b.step(`x := ${value}`, null, [b.assign(x, b.literal(value, digits))])
}
type Named = readonly [string, readonly Local[], Block | readonly Statement[]]

/** One process `p` and these procedures; `x` is 0 at first. */
function system(body: Block | readonly Statement[], ...procedures: readonly Named[]) {
  return interpret(
    b.model({
      variables: [['x', digits, b.literal(0, digits)]],
      processes: [['p', b.identity('p', 1), body]],
      procedures,
    }),
  )
}

function run(of: ReturnType<typeof system>, steps: number): readonly string[] {
  return Array.from({ length: steps + 1 }, (_, taken) => {
    return rests(of, after(of, ...Array.from({ length: taken }, () => 0))).join()
  })
}

test('a call over locals enters the procedure at once, and goes on behind it at its end', () => {
  const of = system([set(1), b.call(0), set(3)], ['f', [], [set(2)]])
  expect(run(of, 3)).toEqual(['p#0', 'p/f@1#0', 'p#2', 'terminated'])
})

test('a call that reads shared state is a step of its own', () => {
  const n = b.local('n', digits)
  const of = system([b.call(0, [x], null, true)], ['f', [n], [set(2)]])
  expect(run(of, 2)).toEqual(['p#0', 'p/f@0#0 n=0', 'terminated'])
  expect(of.expand(initialState(of))[0]?.step).toMatchObject({ id: 'p#0', name: 'call' })
})

test('arguments are the values at the call', () => {
  const n = b.local('n', digits)
  const store = b.step('store', null, [b.assign(x, b.plus(b.read(n), b.number(4)))])
  const of = system([set(1), b.call(0, [x], null, true)], ['f', [n], [set(5), store]])
  expect(lines(of, after(of, 0, 0, 0))).toEqual(['0 p/f@1#1 -> 5'])
})

test('arguments are evaluated in order', () => {
  const site = b.site()
  const parameters = [b.local('n', digits), b.local('m', digits)]
  const values = [b.faulty(digits, site), b.faulty(digits)]
  const of = system([b.call(0, values, null, true)], ['f', parameters, [set(1)]])
  expect(of.expand(initialState(of))[0]?.result).toMatchObject({ fault: { site } })
})

test('a step in a procedure knows the calls that led to it, outermost first', () => {
  const [outer, inner] = [b.site(), b.site()]
  const of = system(
    [b.call(0, [], null, false, outer)],
    ['f', [], [set(1), b.call(1, [], null, false, inner)]],
    ['g', [], [set(2), set(3)]],
  )
  expect(of.expand(after(of, 0, 0))[0]?.step).toMatchObject({
    id: 'p/f@0/g@1#1',
    actor: 'p',
    calls: [
      { procedure: 'f', site: outer },
      { procedure: 'g', site: inner },
    ],
  })
})

test('the same procedure called from two places rests at different places', () => {
  const of = system([b.call(0), b.call(0)], ['f', [], [set(0)]])
  expect(run(of, 1)).toEqual(['p/f@0#0', 'p/f@1#0'])
  expect(of.equal(after(of), after(of, 0))).toBe(false)
})

test('locals are listed from the outermost body inwards', () => {
  const n = b.local('n', digits)
  const m = b.local('m', digits)
  const body = b.block([m], b.compute(b.assign(m, b.number(1))), b.call(0, [b.read(m)]))
  expect(run(system(body, ['f', [n], [set(1)]]), 0)).toEqual(['p/f@1#0 m=1 n=1'])
})

test('locals of one body are listed in the order of their numbers', () => {
  const n = b.local('n', digits)
  const m = b.local('m', digits)
  const assign = (local: Local) => b.compute(b.assign(local, b.number(1)))
  expect(run(system(b.block([n, m], assign(m), assign(n), set(1))), 0)).toEqual(['p#2 n=1 m=1'])
})

describe('a result', () => {
  const r = b.local('r', digits)

  test('becomes a local of the caller', () => {
    const of = system(b.block([r], b.call(0, [], r), set(2)), [
      'f',
      [],
      [set(1), b.giveBack(b.number(7))],
    ])
    expect(run(of, 1)).toEqual(['p/f@0#0', 'p#1 r=7'])
  })

  test('that reads shared state is read by a step', () => {
    const of = system(b.block([r], b.call(0, [], r), set(2)), [
      'f',
      [],
      [set(4), b.giveBack(x, true)],
    ])
    expect(run(of, 2)).toEqual(['p/f@0#0', 'p/f@0#1', 'p#1 r=4'])
    expect(of.expand(after(of, 0))[0]?.step.name).toBe('return')
  })

  test('of nothing leaves no local behind', () => {
    const of = system(b.block([r], b.call(0, [], r), set(2)), ['f', [], [set(1)]])
    expect(run(of, 1)[1]).toBe('p#1')
  })

  test('dies with the block that holds the call', () => {
    const of = system(
      [b.when(b.yes, false, b.block([r], b.call(0, [], r), set(2))), set(3)],
      ['f', [], [b.giveBack(b.number(7))]],
    )
    expect(run(of, 1)).toEqual(['p#2 r=7', 'p#3'])
  })
})

test('a return leaves the procedure from any depth, and its locals die', () => {
  const a = b.local('a', digits)
  const c = b.local('c', digits)
  const inner = b.block([c], b.compute(b.assign(c, b.number(2))), set(1), b.giveBack(null))
  const round = b.block([a], b.compute(b.assign(a, b.number(1))), b.when(b.yes, false, inner))
  const of = system([b.call(0), set(2)], ['f', [], [b.loop(round), set(3)]])
  expect(run(of, 1)).toEqual(['p/f@0#4 a=1 c=2', 'p#1'])
})

test('a return goes back through a caller that has nothing left to do', () => {
  const of = system(
    [b.call(0), set(2)],
    ['f', [], [b.call(1)]],
    ['g', [], [set(1), b.giveBack(null)]],
  )
  expect(run(of, 1)).toEqual(['p/f@0/g@0#0', 'p#1'])
})

test('a procedure that does nothing is called and left at once', () => {
  expect(run(system([b.call(0), set(2)], ['f', [], []]), 0)).toEqual(['p#1'])
})

test('locals of the caller are kept during the call', () => {
  const a = b.local('a', digits)
  const body = b.block([a], b.compute(b.assign(a, b.number(1))), b.call(0), set(2))
  expect(run(system(body, ['f', [], [set(1)]]), 1)).toEqual(['p/f@1#0 a=1', 'p#2 a=1'])
})

test('a fault in an argument over locals is a fault of the step before the call', () => {
  const n = b.local('n', digits)
  const of = system([set(1), b.call(0, [b.faulty(digits)])], ['f', [n], [set(2)]])
  expect(lines(of, initialState(of))).toEqual(['0 p#0 ! none'])
})

test('a label in a procedure is one of the process', () => {
  const of = system([b.label('out'), b.call(0), set(2)], ['f', [], [b.label('in'), set(1)]])
  expect(run(of, 1)).toEqual(["p/f@1#1 'in' 'out'", 'p#2'])
})

test('a loop around a call comes back to an equal state', () => {
  const n = b.local('n', digits)
  const round = b.block([], b.call(0, [b.number(3)]), set(0))
  expect(explore(system([b.loop(round)], ['f', [n], [set(0)]])).distinct).toBe(2)
})
