/** Deciding by enumeration comes to what was worked out by hand. */

import { describe, expect, test } from 'vitest'
import type { Fairness, Formula, Model, Process, Statement } from '../../../dsl/ir.ts'
import { action, assign, label, modelOf, not, process, read, step, variables } from '../handmade.ts'
import { binary as infix, block, bool, int, number, site, statement, truth } from '../nodes.ts'
import { after, binary, decided, ended, state, taken, unary } from './by-hand.ts'

const [always, eventually, never, next] = [
  unary('always'),
  unary('eventually'),
  unary('not'),
  unary('next'),
]
const [and, leadsTo, until] = [binary('and'), binary('leadsTo'), binary('until')]
const [weakUntil, release] = [binary('weakUntil'), binary('release')]

function one<T>(list: readonly T[]): T {
  const [first] = list
  if (first === undefined) throw new Error('there is none')
  return first
}

const flags = variables([bool, truth(false)])
const flag = one(flags)
const isSet = state(read(flag))
const set = (value: boolean) => assign(flag, truth(value))
const flip = assign(flag, not(read(flag)))

function loop(...statements: readonly Statement[]): Statement {
  return statement('loop', { body: block(...statements) })
}

function saying(says: 'strong' | 'none', of: Statement): Statement {
  if (of.kind !== 'step') throw new Error('only a step says so')
  return { ...of, fairness: says }
}

/** Processes of one instance each, over the flag. */
function running(...bodies: readonly (readonly Statement[])[]): Model {
  const processes = bodies.map((body, position) => process(position, 1, block(...body)))
  return modelOf({ variables: flags, processes })
}

/** All the processes assume this. */
function assuming(model: Model, fairness: Process['fairness']): Model {
  return { ...model, processes: model.processes.map((each) => ({ ...each, fairness })) }
}

function declaring(model: Model, strength: Fairness['strength'], steps: Fairness['steps']): Model {
  return { ...model, fairness: [{ name: 'declared', strength, steps, site: site() }] }
}

describe('who waits for what opens and shuts again and again', () => {
  const wait = step([], read(flag))
  const keeper = loop(step([flip]))

  test('starves under weak fairness', () => {
    const model = running([wait], [keeper])
    expect(decided(model, eventually(ended(model, 0)))).toBe(false)
  })

  test.each<readonly [string, Model]>([
    ['of its process', assuming(running([wait], [keeper]), 'strong')],
    ['of its step', running([saying('strong', wait)], [keeper])],
    [
      'of an atomic that begins with it',
      running(
        [statement('atomic', { name: 'at once', body: block(saying('strong', wait)) })],
        [keeper],
      ),
    ],
    [
      'of its branch',
      running(
        [statement('either', { branches: [block(wait)], branchFairness: ['strong'] })],
        [keeper],
      ),
    ],
    [
      'of its label',
      declaring(running([step([]), label('waits'), wait], [keeper]), 'strong', {
        kind: 'label',
        process: one(running([]).processes).id,
        label: 'waits',
      }),
    ],
  ])('does not under strong fairness %s', (_, model) => {
    expect(decided(model, eventually(ended(model, 0)))).toBe(true)
  })

  test('starves where it waits in the second step of a strong branch', () => {
    const branches = [block(step([]), wait)]
    const either = statement('either', { branches, branchFairness: ['strong'] })
    const model = running([either], [keeper])
    expect(decided(model, eventually(ended(model, 0)))).toBe(false)
  })

  test('starves where its process says none, whatever the step says', () => {
    const [waiting, keeping] = running([saying('strong', wait)], [keeper]).processes
    if (waiting === undefined || keeping === undefined) throw new Error('there are two')
    const model = modelOf({
      variables: flags,
      processes: [{ ...waiting, fairness: null }, keeping],
    })
    expect(decided(model, eventually(ended(model, 0)))).toBe(false)
  })
})

describe('a run stays', () => {
  test.each<readonly [string, Model, boolean]>([
    ['where nothing is assumed', assuming(running([step([set(true)])]), null), false],
    ['not where a process can go on', running([step([set(true)])]), true],
    [
      'where it can go on only by a step that nobody relies on',
      running([saying('none', step([set(true)]))]),
      false,
    ],
    [
      'where it can go on only by a branch that nobody relies on',
      running([
        statement('either', { branches: [block(step([set(true)]))], branchFairness: ['none'] }),
      ]),
      false,
    ],
    [
      'not where it can go on by another branch',
      running([
        statement('either', {
          branches: [block(step([set(true)])), block(step([set(true)]))],
          branchFairness: [null, 'none'],
        }),
      ]),
      true,
    ],
    [
      'not because of steps that change nothing',
      running([
        loop(statement('either', { branches: [block(step([])), block(step([set(true)]))] })),
      ]),
      true,
    ],
    ['where it is blocked', running([step([set(true)], read(flag))]), false],
    [
      'for ever where an action is not assumed',
      modelOf({ variables: flags, actions: [action('set', [set(true)])] }),
      false,
    ],
    [
      'not where an action is',
      declaring(modelOf({ variables: flags, actions: [action('set', [set(true)])] }), 'weak', {
        kind: 'actions',
        actions: [0],
        each: false,
      }),
      true,
    ],
  ])('%s', (_, model, holds) => {
    expect(decided(model, eventually(isSet))).toBe(holds)
  })
})

describe('what counts besides', () => {
  // Of two branches that lead back, one sets the flag and one clears it; a third ends.
  const rounds = loop(
    statement('either', { branches: [block(step([set(true)])), block(step([set(false)]))] }),
  )

  test('a process that goes on by steps that change nothing else is fair', () => {
    const model = running([rounds])
    // It can set what is set, which is no step: so it clears it, and sets it again.
    expect(decided(model, always(eventually(isSet)))).toBe(true)
  })

  test('actions that are assumed together need not all be taken', () => {
    const counter = variables([int(0, 2), number(0)])
    const [number0] = [one(counter)]
    const to = (value: number) => action(`to ${value}`, [assign(number0, number(value))])
    const model = modelOf({ variables: counter, actions: [to(0), to(1), to(2)] })
    const at2 = state(infix('eq', read(number0), number(2), bool))
    const steps = { kind: 'actions', actions: [0, 1, 2] } as const
    const [together, each] = [false, true].map((is) => {
      return declaring(model, 'weak', { ...steps, each: is })
    })
    if (together === undefined || each === undefined) throw new Error('there are two')
    expect(decided(together, eventually(at2))).toBe(false)
    expect(decided(each, eventually(at2))).toBe(true)
  })
})

describe('of a run from 0 by 1 to 2, where it stays', () => {
  const counter = variables([int(0, 2), number(0)])
  const value = one(counter)
  const is = (n: number): Formula => state(infix('eq', read(value), number(n), bool))
  const to = (n: number): Formula => taken(infix('eq', after(read(value)), number(n), bool))
  const some = taken(truth(true))
  const model = modelOf({
    variables: counter,
    processes: [
      process(0, 1, block(step([assign(value, number(1))]), step([assign(value, number(2))]))),
    ],
  })

  test.each<readonly [string, Formula, boolean]>([
    ['it is 0', is(0), true],
    ['it is 1', is(1), false],
    ['next 1', next(is(1)), true],
    ['next next next 2', next(next(next(is(2)))), true],
    ['next next 1', next(next(is(1))), false],
    ['always next not 0', always(next(never(is(0)))), true],
    ['0 until 1', until(is(0), is(1)), true],
    ['0 until 2', until(is(0), is(2)), false],
    ['not 2 until 2', until(never(is(2)), is(2)), true],
    ['always not 2, or until', weakUntil(never(is(2)), is(2)), true],
    [
      'true weakUntil what never comes',
      weakUntil(never(never(state(truth(true)))), and(is(0), is(1))),
      true,
    ],
    ['true until what never comes', until(state(truth(true)), and(is(0), is(1))), false],
    ['1 releases not 2', release(is(1), never(is(2))), true],
    ['2 releases not 2', release(is(2), never(is(2))), false],
    [
      'what never comes releases what is always so',
      release(never(state(truth(true))), some),
      false,
    ],
    ['0 leads to 2', leadsTo(is(0), is(2)), true],
    ['1 leads to 0', leadsTo(is(1), is(0)), false],
    ['always eventually a step', always(eventually(some)), false],
    ['eventually always no step', eventually(always(never(some))), true],
    ['a step to 1 first', to(1), true],
    ['a step to 2 first', to(2), false],
    ['a step to 2 next', next(to(2)), true],
    ['a step, then one, then none', and(some, and(next(some), next(next(never(some))))), true],
    ['a step until 2', until(some, is(2)), true],
    ['no step to 1 behind 1', always(never(and(is(1), eventually(to(1))))), true],
    ['eventually 1 is always so', eventually(always(is(1))), false],
    ['not: always eventually 0', never(always(eventually(is(0)))), true],
  ])('%s', (_, formula, holds) => {
    expect(decided(model, formula)).toBe(holds)
  })
})

describe('a fair run goes everywhere in a component', () => {
  test('though no simple cycle of it is fair', () => {
    // From the middle, one process can only go left and back, the other right and back.
    const places = variables([int(0, 2), number(1)])
    const place = one(places)
    const go = (from: number, to: number) =>
      action(
        `${from} to ${to}`,
        [assign(place, number(to))],
        infix('eq', read(place), number(from), bool),
      )
    const actions = [go(1, 0), go(0, 1), go(1, 2), go(2, 1)]
    const at = (n: number): Formula => state(infix('eq', read(place), number(n), bool))
    const model = declaring(modelOf({ variables: places, actions }), 'strong', {
      kind: 'actions',
      actions: [0, 1, 2, 3],
      each: true,
    })
    expect(decided(model, always(eventually(at(0))))).toBe(true)
    expect(decided(model, eventually(always(never(at(1)))))).toBe(false)
    const onBothSides = and(always(eventually(at(0))), always(eventually(at(2))))
    expect(decided(model, never(onBothSides))).toBe(false)
  })

  test('and not where a strong condition is enabled there and taken elsewhere', () => {
    // 0 and 1 go round; from 1 a step leads to 2, for ever.
    const places = variables([int(0, 2), number(0)])
    const place = one(places)
    const go = (from: number, to: number) =>
      action(
        `${from} to ${to}`,
        [assign(place, number(to))],
        infix('eq', read(place), number(from), bool),
      )
    const model = modelOf({ variables: places, actions: [go(0, 1), go(1, 0), go(1, 2)] })
    const at2 = state(infix('eq', read(place), number(2), bool))
    const all = { kind: 'actions', actions: [0, 1, 2], each: true } as const
    expect(decided(declaring(model, 'weak', all), eventually(at2))).toBe(false)
    expect(decided(declaring(model, 'strong', all), eventually(at2))).toBe(true)
  })
})
