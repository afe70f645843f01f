/** Transitions of processes in the generated code: every way through their operations, in order. */

import { describe, expect, test } from 'vitest'
import { flowOf, stations } from '../../../../checker/compiled/step/flow.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Block, Statement } from '../../../../dsl/ir.ts'
import {
  asStep,
  assert,
  assign,
  atomic,
  block,
  compute,
  either,
  label,
  loop,
  model,
  pick,
  place,
  process,
  step,
  when,
} from '../../lower/build.ts'
import {
  array,
  arrayOf,
  at,
  binder,
  broken,
  convert,
  eq,
  get,
  identity,
  int,
  its,
  lit,
  local,
  no,
  num,
  of,
  plus,
  self,
  set,
  collection,
  members,
  variable,
  yes,
} from '../../lower/terms.ts'
import { begun, outcomes } from './outcomes.ts'

const small = int(0, 3)
const cpu = identity('cpu', 2)
const x = variable(0, 'x', small, num(0))
const locks = variable(1, 'locks', array(cpu, small), arrayOf(cpu, lit(small, 0)))
const a = local(0, 'a', small)
const n = binder(0, 'n', small)
const toX = (value: number): Statement => step('store', null, assign(x, num(value)))
const next = (value: Parameters<typeof convert>[0]) => convert(plus(value, num(1)), small)

/** What one process that executes these statements comes to. */
function steps(...statements: Statement[]): readonly string[] {
  return ofBody(block([a], ...statements))
}

function ofBody(body: Block): readonly string[] {
  return outcomes(model({ variables: [x], processes: [process('p', body)] }))
}

test('instances take their steps in order, each on its own part', () => {
  const own = process('p', [step('own', null, assign(place(locks, self(cpu)), num(2)))], {
    sort: cpu,
  })
  expect(outcomes(model({ variables: [x, locks], processes: [own] }))).toEqual([
    '[0,[2,0]] @1[] @0[]',
    '[0,[0,2]] @0[] @1[]',
  ])
})

test('processes go before actions', () => {
  const whole = model({
    variables: [x],
    processes: [process('p', [toX(1)])],
    actions: [
      { name: 'A', parameters: [], guard: null, effects: [assign(x, num(2))], site: x.site },
    ],
  })
  expect(outcomes(whole)).toEqual(['[1] @1[]', '[2] @0[]'])
  const { state, answers } = begun(whole)
  expect(answers.expand(state).outcomes.map(({ actor }) => actor)).toEqual([0, 1])
})

describe('a guard', () => {
  test('that is false leaves no outcome and nothing enabled', () => {
    const whole = model({ variables: [x], processes: [process('p', [step('s', no)])] })
    const { state, answers } = begun(whole)
    expect(answers.expand(state)).toMatchObject({ outcomes: [], enabled: false })
  })

  test('that faults is a fault of the state, and enables nothing', () => {
    const whole = model({ variables: [x], processes: [process('p', [step('s', broken())])] })
    const { state, answers } = begun(whole)
    const { outcomes: all, enabled } = answers.expand(state)
    expect(all.map(({ text }) => text)).toEqual(['zero of the state'])
    expect(enabled).toBe(false)
  })

  test('before a step that fails enables it', () => {
    const failing = step('s', yes, assert(no, 'wrong'))
    const whole = model({ variables: [x], processes: [process('p', [failing])] })
    const { state, answers } = begun(whole)
    const { outcomes: all, enabled } = answers.expand(state)
    expect(all.map(({ text }) => text)).toEqual(['assertion wrong'])
    expect(enabled).toBe(true)
  })
})

describe('an either', () => {
  test('offers its branches in order, and one that fails ends nothing else', () => {
    expect(steps(either([toX(1)], [step('s', null, assign(x, broken(small)))], [toX(3)]))).toEqual([
      '[1] @1[null]',
      'zero',
      '[3] @1[null]',
    ])
  })

  test('inside an atomic goes on from what was written before it, in each branch anew', () => {
    const branches = either([step('s', null, assign(x, next(of(x))))], [toX(0)])
    expect(
      steps(atomic('all', [toX(1), branches, step('t', null, assign(x, next(of(x))))])),
    ).toEqual(['[3] @1[null]', '[1] @1[null]'])
  })

  test('inside an atomic fails in one branch alone', () => {
    const branches = either([step('s', null, assign(x, broken(small)))], [toX(2)])
    expect(steps(atomic('all', [toX(1), branches]))).toEqual(['zero', '[2] @1[null]'])
  })
})

test('an atomic step reads what those before it wrote', () => {
  const twice = step('s', null, assign(x, next(of(x))))
  expect(steps(atomic('all', [twice, twice, twice]))).toEqual(['[3] @1[null]'])
})

test('inside an atomic a process is at none of its labels after the first step', () => {
  const here = convert(
    {
      ...num(0),
      kind: 'conditional',
      sort: small,
      test: at(0, lit(identity('p', 1), 0), 'in'),
      then: num(1),
      otherwise: num(2),
    },
    small,
  )
  const look = step('look', null, assign(x, here))
  expect(steps(label('in'), atomic('all', [look]))).toEqual(['[1] @1[null]'])
  expect(steps(label('in'), atomic('all', [toX(0), look]))).toEqual(['[2] @1[null]'])
})

test('a silent branch behind a step reads what the step wrote', () => {
  const remember = step('s', null, assign(a, of(x)))
  const chosen = when(eq(get(a), num(0)), [toX(1)], [toX(2)])
  expect(steps(remember, chosen)).toEqual(['[0] @1[0]'])
})

test('a local dies with its block, and its bits are those of a dead one', () => {
  const b = local(1, 'b', small)
  const inner = when(yes, block([b], compute(assign(b, num(3))), toX(1)))
  // The comparison with the packed state of the executor is in `outcomes`: an unpacked state has its own words.
  expect(ofBody(block([a], asStep(inner), toX(2)))).toEqual(['[0] @1[null,3]'])
})

test('a pick in an atomic forks all that follows', () => {
  const two = members(collection(set(small), num(1), num(2)))
  const picked = step('s', null, pick(n, two), assign(x, its(n)))
  const more = step('t', null, assign(x, next(of(x))))
  expect(steps(atomic('all', [picked, more]))).toEqual(['[2] @1[null]', '[3] @1[null]'])
})

describe('operations to which several lead', () => {
  const flows = (...statements: Statement[]) => {
    const [flat] = lower(
      model({ variables: [x], processes: [process('p', block([a], ...statements))] }),
    ).processes
    if (flat === undefined) throw new Error('there is a process')
    return flowOf(flat, stations(flat)).functions.size
  }

  test('are a function', () => {
    const silent = when(
      eq(get(a), num(0)),
      [compute(assign(a, num(1)))],
      [compute(assign(a, num(2)))],
    )
    const behind = compute(assign(a, next(get(a))))
    expect(flows(step('s', null, assign(a, of(x))), silent, behind, toX(1))).toBe(1)
  })

  test('are none when they only come to rest', () => {
    const silent = when(
      eq(get(a), num(0)),
      [compute(assign(a, num(1)))],
      [compute(assign(a, num(2)))],
    )
    expect(flows(step('s', null, assign(a, of(x))), silent, toX(1))).toBe(0)
  })

  test('are executed alike from everywhere', () => {
    const silent = when(
      eq(get(a), num(0)),
      [compute(assign(a, num(1)))],
      [compute(assign(a, num(2)))],
    )
    const behind = compute(assign(a, next(get(a))))
    expect(steps(step('s', null, assign(a, of(x))), silent, behind, toX(1))).toEqual(['[0] @1[2]'])
  })
})

test('control points that differ in labels only have one station', () => {
  const [flat] = lower(
    model({
      variables: [x],
      processes: [process('p', [loop([toX(1), label('again')])])],
    }),
  ).processes
  expect(flat?.points.length).toBe(2)
  expect(flat === undefined ? null : stations(flat).map(({ points }) => points)).toEqual([[0, 1]])
})
