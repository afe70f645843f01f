import { expect, test } from 'vitest'
import {
  assert,
  assign,
  block,
  compute,
  condition,
  label,
  model,
  pick,
  process,
  step,
} from './build.ts'
import {
  binary,
  binder,
  bool,
  broken,
  collection,
  eq,
  get,
  identity,
  int,
  its,
  local,
  no,
  num,
  of,
  set,
  values,
  variable,
} from './terms.ts'
import { initials } from './runs.ts'

const small = int(0, 2)
const x = variable(0, 'x', small, 'any')
const y = variable(1, 'y', bool, 'any')
const a = local(0, 'a', small)
const n = binder(0, 'n', int(1, 2))

test('all combinations of initial values come in order, the first variable most significant', () => {
  expect(initials(model({ variables: [x, y] }))).toEqual([
    'x=0 y=false',
    'x=0 y=true',
    'x=1 y=false',
    'x=1 y=true',
    'x=2 y=false',
    'x=2 y=true',
  ])
})

test('a variable can start with any value of a set', () => {
  const from = variable(0, 'x', small, { anyOf: collection(set(small), num(2), num(0)) })
  expect(initials(model({ variables: [from] }))).toEqual(['x=0', 'x=2'])
})

test('only what satisfies every condition is an initial state', () => {
  const initially = [
    condition('not zero', binary('ne', of(x), num(0))),
    condition('one or y', binary('or', eq(of(x), num(1)), of(y))),
  ]
  expect(initials(model({ variables: [x, y], initially }))).toEqual([
    'x=1 y=false',
    'x=1 y=true',
    'x=2 y=true',
  ])
})

test('no value for one variable is no initial state', () => {
  const from = variable(0, 'x', small, { anyOf: collection(set(small)) })
  expect(initials(model({ variables: [from, y] }))).toEqual([])
})

test('a fault in an initial value is one of its combinations', () => {
  const second = variable(1, 'z', small, broken(small))
  expect(initials(model({ variables: [x, second] }))).toEqual([
    'fault zero',
    'fault zero',
    'fault zero',
  ])
})

test('a fault in a condition is one of its combination', () => {
  const initially = [condition('inverse', eq(binary('div', num(2), of(x), small), num(1)))]
  expect(initials(model({ variables: [x], initially }))).toEqual(['fault zero', 'x=2'])
})

test('a false condition keeps a later one from faulting', () => {
  const initially = [condition('never', no), condition('broken', broken())]
  expect(initials(model({ variables: [x], initially }))).toEqual([])
})

test('every process comes to its first point', () => {
  const p = process(
    'p',
    block([a], label('here'), compute(assign(a, num(1))), step('use', eq(get(a), num(1)))),
    { sort: identity('p', 2) },
  )
  expect(initials(model({ processes: [p] }))).toEqual(['p#2 [here] a=1 | p#2 [here] a=1'])
})

test('what a process picks before its first point makes initial states', () => {
  const p = process(
    'p',
    block(
      [a],
      compute(pick(n, values(n.sort)), assign(a, its(n))),
      step('use', eq(get(a), num(1))),
    ),
    { sort: identity('p', 2) },
  )
  expect(initials(model({ processes: [p] }))).toEqual([
    'p#1 a=1 | p#1 a=1',
    'p#1 a=1 | p#1 a=2',
    'p#1 a=2 | p#1 a=1',
    'p#1 a=2 | p#1 a=2',
  ])
})

test('a failure before the first point is one of the combination', () => {
  const p = process('p', [compute(assert(no, 'early')), step('use', null)])
  const q = process('q', [compute(assert(no, 'late'))], { id: 1 })
  expect(initials(model({ variables: [y], processes: [p, q] }))).toEqual([
    'failed: early',
    'failed: early',
  ])
})
