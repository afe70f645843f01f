import { describe, expect, test } from 'vitest'
import { interpret } from '../../../checker/reference/interpreter.ts'
import type { Block, Statement } from '../../../dsl/ir.ts'
import * as b from './build.ts'
import { after, explore, initialState, lines, rests } from './explore.ts'

const digits = b.int(0, 9)
const x = b.variable(0, digits)
const set = (value: number, name = `x := ${value}`): Statement => {
  return b.step(name, null, [b.assign(x, b.literal(value, digits))])
}

/** One process `p` with this body, and a variable `x` that is 0 at first. */
function process(...body: readonly Statement[]) {
  return processWith(b.block([], ...body))
}

function processWith(body: Block) {
  return interpret(
    b.model({
      variables: [['x', digits, b.literal(0, digits)]],
      processes: [['p', b.identity('p', 1), body]],
    }),
  )
}

/** Where the process rests at first, and after the first outcome of each state on the way. */
function run(system: ReturnType<typeof processWith>, steps: number): readonly string[] {
  return Array.from({ length: steps + 1 }, (_, taken) => {
    return rests(system, after(system, ...Array.from({ length: taken }, () => 0))).join()
  })
}

describe('a step', () => {
  test('is taken where the process rests, which then goes on to the next', () => {
    expect(run(process(set(1), set(2)), 2)).toEqual(['p#0', 'p#1', 'terminated'])
  })

  test('has the name, place and identity of its statement', () => {
    const site = b.site()
    const system = process(set(1), b.step('mutex_lock', null, [], null, site))
    const [outcome] = system.expand(after(system, 0))
    expect(outcome?.step).toEqual({
      id: 'p#1',
      actor: 'p',
      name: 'mutex_lock',
      calls: [],
      site,
      requests: [],
    })
  })

  test('is the same object in every state', () => {
    const system = process(b.loop(b.block([], set(1))))
    const steps = [after(system), after(system, 0)].map((state) => system.expand(state)[0]?.step)
    expect(steps[0]).toBe(steps[1])
  })

  test('blocks the process where its guard is false', () => {
    const system = process(b.step('wait', b.equal(x, b.number(1)), []))
    expect(lines(system, initialState(system))).toEqual([])
  })

  test('whose guard faults is a fault of the state', () => {
    const system = process(b.step('wait', b.faulty(b.bool), []))
    expect(lines(system, initialState(system))).toEqual(['0 p#0 ! none of the state'])
  })

  test('whose effect faults is a fault of the step', () => {
    const system = process(b.step('bug', null, [b.fail('bug')]))
    expect(lines(system, initialState(system))).toEqual(['0 p#0 ! fail'])
  })

  test('is taken by each process and instance in order, and then come actions', () => {
    const system = interpret(
      b.model({
        variables: [['x', digits, b.literal(0, digits)]],
        actions: [['act', [], null, []]],
        processes: [
          ['p', b.identity('p', 2), [set(1)]],
          ['q', b.identity('q', 1), [set(2)]],
        ],
      }),
    )
    expect(lines(system, initialState(system))).toEqual([
      '0 p#0 -> 1',
      '1 p#0 -> 1',
      '2 q#0 -> 2',
      'act -> 0',
    ])
  })

  test('that picks goes on once for each choice', () => {
    const n = b.binder('n', b.int(1, 2))
    const chosen = b.local('chosen', n.sort)
    const picking = b.step('pick', null, [
      b.pick(n, b.sortDomain(n.sort)),
      b.assign(chosen, b.use(n)),
    ])
    const system = processWith(b.block([chosen], picking, set(1)))
    const states = [0, 1].map((position) => rests(system, after(system, position)).join())
    expect(states).toEqual(['p#1 chosen=1', 'p#1 chosen=2'])
    expect(system.equal(after(system, 0), after(system, 1))).toBe(false)
  })
})

describe('a compute', () => {
  const a = b.local('a', digits)
  const c = b.local('c', digits)
  const one = b.literal(1, digits)

  test('is executed as part of the step before it', () => {
    expect(run(processWith(b.block([a], set(1), b.compute(b.assign(a, one)), set(2))), 1)).toEqual([
      'p#0',
      'p#2 a=1',
    ])
  })

  test('before the first step is part of the initial state', () => {
    expect(run(processWith(b.block([a], b.compute(b.assign(a, one)), set(2))), 0)).toEqual([
      'p#1 a=1',
    ])
  })

  test('reads locals as they were before it', () => {
    const body = b.block(
      [a, c],
      b.compute(b.assign(a, one), b.assign(c, b.literal(2, digits))),
      b.compute(b.assign(a, b.read(c)), b.assign(c, b.read(a))),
      set(1),
    )
    expect(run(processWith(body), 0)).toEqual(['p#2 a=2 c=1'])
  })

  test('reads what a compute before it wrote', () => {
    const body = b.block(
      [a, c],
      b.compute(b.assign(a, one)),
      b.compute(b.assign(c, b.plus(b.read(a), one))),
      set(1),
    )
    expect(run(processWith(body), 0)).toEqual(['p#2 a=1 c=2'])
  })

  test('that faults is a fault of the step before it, where it faulted', () => {
    const site = b.site()
    const system = process(set(1, 'first'), b.compute(b.fail('bug', site)), set(2))
    const [outcome] = system.expand(initialState(system))
    expect(outcome?.step.name).toBe('first')
    expect(outcome?.result).toMatchObject({ kind: 'fault', fault: { kind: 'fail', site } })
    expect(outcome?.ofState).toBe(false)
  })

  test('whose assertion is false is a failed assertion of the step before it', () => {
    const system = process(set(1), b.compute(b.assertThat(b.no, 'held')), set(2))
    expect(lines(system, initialState(system))).toEqual(['0 p#0 ! held'])
  })

  test('conflicts with itself', () => {
    const body = b.block([a], set(1), b.compute(b.assign(a, one), b.assign(a, one)), set(2))
    const system = processWith(body)
    expect(lines(system, initialState(system))).toEqual(['0 p#0 ! conflict'])
  })

  test('writes to a part of a local', () => {
    const pair = b.local('pair', b.arrayOf(b.bool, digits))
    const entries = [one, one]
    const body = b.block(
      [pair],
      b.compute(b.assign(pair, b.node('table', pair.sort, { entries }))),
      b.compute(b.assign(b.place(pair, b.inElement(b.yes)), b.literal(7, digits))),
      set(1),
    )
    expect(run(processWith(body), 0)).toEqual(['p#2 pair=[1,7]'])
  })
})

describe('a label', () => {
  test('counts where the process next rests, and is cleared by the next step', () => {
    expect(run(process(set(1), b.label('here'), set(2), set(3)), 2)).toEqual([
      'p#0',
      "p#2 'here'",
      'p#3',
    ])
  })

  test('adds to the labels passed before it, in alphabetical order', () => {
    expect(run(process(set(1), b.label('b'), b.label('a'), set(2)), 1)[1]).toBe("p#3 'a' 'b'")
  })

  test('before the first step counts in the initial state', () => {
    expect(run(process(b.label('here'), set(1)), 0)).toEqual(["p#1 'here'"])
  })

  test('at the end counts where the process has terminated', () => {
    expect(run(process(set(1), b.label('done')), 1)[1]).toBe("terminated 'done'")
  })

  test('makes states differ', () => {
    const passing = b.block([], b.label('here'))
    const body = [
      set(1),
      b.loop(b.block([], b.when(b.equal(x, b.number(1)), true, passing), set(1))),
    ]
    const system = process(...body)
    expect(run(system, 3)).toEqual(['p#0', 'p#2', "p#4 'here'", 'p#2'])
    expect(system.equal(after(system, 0), after(system, 0, 0, 0))).toBe(true)
  })
})

test('two states that differ only in labels are not equal', () => {
  const system = process(
    b.either(b.block([], set(1), b.label('here')), b.block([], set(1))),
    set(2),
  )
  const [labelled, plain] = [after(system, 0), after(system, 1)]
  expect([labelled, plain].map((state) => rests(system, state).join())).toEqual([
    "p#4 'here'",
    'p#4',
  ])
  expect(system.equal(labelled, plain)).toBe(false)
})

describe('a when', () => {
  const then = b.block([], set(1))
  const otherwise = b.block([], set(2))

  test('over locals enters a block at once', () => {
    expect(run(process(b.when(b.yes, false, then, otherwise)), 0)).toEqual(['p#1'])
    expect(run(process(b.when(b.no, false, then, otherwise)), 0)).toEqual(['p#2'])
  })

  test('over shared state is a step of its own', () => {
    const system = process(b.when(b.equal(x, b.number(1)), true, then, otherwise), set(3))
    expect(run(system, 3)).toEqual(['p#0', 'p#2', 'p#3', 'terminated'])
    expect(system.expand(initialState(system))[0]?.step).toMatchObject({ id: 'p#0', name: 'when' })
  })

  test('with nothing to do goes on behind it', () => {
    expect(run(process(b.when(b.no, false, then), set(3)), 0)).toEqual(['p#2'])
  })

  test('over locals that faults is a fault of the step before it', () => {
    const system = process(set(1), b.when(b.faulty(b.bool), false, then), set(3))
    expect(lines(system, initialState(system))).toEqual(['0 p#0 ! none'])
  })

  test('over shared state that faults is a fault of its step, not of the state', () => {
    const system = process(b.when(b.faulty(b.bool), true, then))
    expect(lines(system, initialState(system))).toEqual(['0 p#0 ! none'])
  })

  test('lets the locals of its block die behind it', () => {
    const a = b.local('a', digits)
    const body = b.block([a], b.compute(b.assign(a, b.number(1))), set(1))
    expect(run(process(b.when(b.yes, false, body), set(2)), 1)).toEqual(['p#2 a=1', 'p#3'])
  })
})

describe('a loop', () => {
  test('executes its body again and again, and rests only at steps', () => {
    const system = process(b.loop(b.block([], set(1), set(2))))
    expect(run(system, 3)).toEqual(['p#1', 'p#2', 'p#1', 'p#2'])
  })

  test('comes back to an equal state, its locals having died', () => {
    const a = b.local('a', digits)
    const body = b.block([a], set(1), b.compute(b.assign(a, b.number(1))), set(0))
    const system = process(b.loop(body))
    expect(run(system, 2)).toEqual(['p#1', 'p#3 a=1', 'p#1'])
    expect(explore(system).distinct).toBe(2)
  })

  test('is left by `leave`, out of all blocks in between, whose locals die', () => {
    const a = b.local('a', digits)
    const c = b.local('c', digits)
    const inner = b.block([c], b.compute(b.assign(c, b.number(2))), set(1), b.leave())
    const body = b.block([a], b.compute(b.assign(a, b.number(1))), b.when(b.yes, false, inner))
    expect(run(process(b.loop(body), set(2)), 1)).toEqual(['p#4 a=1 c=2', 'p#6'])
  })

  test('goes back to its head with `again`, the locals of its round having died', () => {
    const a = b.local('a', digits)
    const inner = b.block([], set(1), b.again())
    const body = b.block(
      [a],
      set(2),
      b.compute(b.assign(a, b.number(1))),
      b.when(b.yes, false, inner),
      set(3),
    )
    expect(run(process(b.loop(body)), 2)).toEqual(['p#1', 'p#4 a=1', 'p#1'])
  })

  test('`leave` leaves only the innermost', () => {
    const inner = b.loop(b.block([], set(1), b.leave()))
    expect(run(process(b.loop(b.block([], inner, set(2)))), 2)).toEqual(['p#2', 'p#4', 'p#2'])
  })

  test('without a step is found out', () => {
    const system = () => process(set(1), b.loop(b.block([], b.compute())))
    expect(() => system().expand(initialState(system()))).toThrow('p#1: ')
  })
})

describe('an until', () => {
  const one = b.equal(x, b.number(1))

  test('over shared state tests in a step, and goes on where it is true', () => {
    const system = process(b.until(one, true, b.block([], set(1))), set(2))
    expect(run(system, 3)).toEqual(['p#0', 'p#1', 'p#0', 'p#2'])
    expect(system.expand(initialState(system))[0]?.step.name).toBe('until')
  })

  test('over locals tests at once, first before its body', () => {
    const n = b.local('n', digits)
    const round = b.block([], set(1), b.compute(b.assign(n, b.plus(b.read(n), b.number(1)))))
    const twice = b.until(b.equal(b.read(n), b.number(2)), false, round)
    const body = b.block([n], b.compute(b.assign(n, b.number(0))), twice, set(2))
    expect(run(processWith(body), 3)).toEqual(['p#2 n=0', 'p#2 n=1', 'p#4 n=2', 'terminated'])
  })

  test('is left by `leave`, past its test', () => {
    const body = b.block([], set(2), b.leave())
    expect(run(process(b.until(one, true, body), set(3)), 2)).toEqual(['p#0', 'p#1', 'p#3'])
  })

  test('tests again after `again`', () => {
    const body = b.block([], set(1), b.again(), set(3))
    expect(run(process(b.until(one, true, body), set(4)), 3)).toEqual(['p#0', 'p#1', 'p#0', 'p#4'])
  })

  test('over locals alone may go round more often than JavaScript may nest calls', () => {
    const n = b.local('n', b.int(0, 50_000))
    const round = b.block([], b.compute(b.assign(n, b.plus(b.read(n), b.number(1)))))
    const many = b.until(b.equal(b.read(n), b.number(50_000)), false, round)
    const body = b.block([n], b.compute(b.assign(n, b.number(0))), many, set(1))
    expect(run(processWith(body), 0)).toEqual(['p#3 n=50000'])
  })
})

test('a return at the top ends the process', () => {
  const body = b.block([], b.giveBack(null))
  expect(run(process(set(1), b.loop(b.block([], b.when(b.yes, false, body)))), 1)).toEqual([
    'p#0',
    'terminated',
  ])
})

test('an empty body is terminated at once', () => {
  expect(run(process(), 0)).toEqual(['terminated'])
})
