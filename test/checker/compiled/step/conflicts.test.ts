/** Which writes are watched at run time: all that could hit the same place, and as few others as can be told. */

import { describe, expect, test } from 'vitest'
import { conflicting } from '../../../../checker/compiled/step/conflicts.ts'
import type { Effect, Expr } from '../../../../dsl/ir.ts'
import { assign, effectWhen, fail, forEach, pick, place } from '../../lower/build.ts'
import {
  array,
  arrayOf,
  binder,
  collection,
  identity,
  index,
  int,
  its,
  lit,
  members,
  num,
  of,
  record,
  self,
  sequence,
  set,
  values,
  variable,
  yes,
} from '../../lower/terms.ts'

const small = int(0, 3)
const cpu = identity('cpu', 2)
const seat = index('seat', 3)
const zero = lit(small, 0)
const x = variable(0, 'x', small, num(0))
const y = variable(1, 'y', small, num(0))
const locks = variable(2, 'locks', array(cpu, small), arrayOf(cpu, zero))
const forks = variable(3, 'forks', array(seat, small), arrayOf(seat, zero))
const grid = variable(4, 'grid', array(cpu, array(cpu, small)), arrayOf(cpu, arrayOf(cpu, zero)))
const pair = variable(5, 'pair', record({ left: small, right: small }), 'any')
const i = binder(0, 'i', cpu)
const j = binder(1, 'j', cpu)

const next = (from: Expr, by: 1 | -1): Expr => ({
  ...yes,
  kind: 'neighbour',
  sort: seat,
  index: from,
  by,
})
const lock = (at: Expr): Effect => assign(place(locks, at), num(1))
const fork = (at: Expr): Effect => assign(place(forks, at), num(1))
const cell = (...at: readonly Expr[]): Effect => assign(place(grid, ...at), num(1))

/** How many of the writes are watched. */
const watched = (...effects: Effect[]): number => conflicting(effects).size

test('writes to two variables are not watched', () => {
  expect(watched(assign(x, num(1)), assign(y, num(1)))).toBe(0)
})

test('two writes to one variable are', () => {
  expect(watched(assign(x, num(1)), assign(x, num(2)))).toBe(2)
})

test('a write is watched that one to the whole could hit, and one that another variable could is not', () => {
  expect(watched(lock(lit(cpu, 0)), assign(locks, of(locks)), assign(x, num(1)))).toBe(2)
})

describe('elements', () => {
  test('of two literal indices are not watched', () => {
    expect(watched(lock(lit(cpu, 0)), lock(lit(cpu, 1)))).toBe(0)
  })

  test('of one literal index are', () => {
    expect(watched(lock(lit(cpu, 1)), lock(lit(cpu, 1)))).toBe(2)
  })

  test('of two names are, as they may be one', () => {
    expect(watched(pick(i, values(cpu)), pick(j, values(cpu)), lock(its(i)), lock(its(j)))).toBe(2)
  })

  test('of neighbours on a ring are not watched', () => {
    expect(watched(fork(self(seat)), fork(next(self(seat), 1)))).toBe(0)
    expect(watched(fork(next(self(seat), 1)), fork(next(self(seat), -1)))).toBe(0)
  })

  test('a whole round apart on a ring are', () => {
    const round = next(next(next(self(seat), 1), 1), 1)
    expect(watched(fork(self(seat)), fork(round))).toBe(2)
  })
})

test('fields of two names are not watched, and those of one are', () => {
  const [left, right] = [place(pair, 'left'), place(pair, 'right')]
  expect(watched(assign(left, num(1)), assign(right, num(1)))).toBe(0)
  expect(watched(assign(left, num(1)), assign(left, num(1)))).toBe(2)
})

describe('the two lists of a when', () => {
  test('are not watched for each other', () => {
    expect(watched(effectWhen(yes, [assign(x, num(1))], [assign(x, num(2))]))).toBe(0)
  })

  test('are watched for what follows', () => {
    const either = effectWhen(yes, [assign(x, num(1))], [assign(x, num(2))])
    expect(watched(either, assign(x, num(3)))).toBe(3)
  })

  test('are watched for each other when they are in a loop, as rounds can differ', () => {
    const either = effectWhen(yes, [assign(x, num(1))], [assign(x, num(2))])
    expect(watched(forEach(i, values(cpu), either))).toBe(2)
  })
})

describe('a loop', () => {
  test('that writes for each element at that element is not watched', () => {
    expect(watched(forEach(i, values(cpu), lock(its(i))))).toBe(0)
    expect(watched(forEach(i, members(collection(set(cpu))), lock(its(i))))).toBe(0)
  })

  test('over the positions of a sequence is, as elements come back', () => {
    expect(watched(forEach(i, members(collection(sequence(cpu, 2))), lock(its(i))))).toBe(1)
  })

  test('that writes the same place in each round is', () => {
    expect(watched(forEach(i, values(cpu), assign(x, num(1))))).toBe(1)
    expect(watched(forEach(i, values(cpu), lock(lit(cpu, 0))))).toBe(1)
  })

  test('that writes twice at its element is', () => {
    expect(watched(forEach(i, values(cpu), lock(its(i)), lock(its(i))))).toBe(2)
  })

  test('inside a loop has to be told apart from other rounds of both', () => {
    const inner = (...at: readonly Expr[]): Effect =>
      forEach(i, values(cpu), forEach(j, values(cpu), cell(...at)))
    expect(watched(inner(its(i), its(j)))).toBe(0)
    expect(watched(inner(its(j), its(i)))).toBe(0)
    expect(watched(inner(its(i)))).toBe(1)
    expect(watched(inner(lit(cpu, 0), its(j)))).toBe(1)
  })

  test('is watched for another loop, whose element may be the same', () => {
    const loop = forEach(i, values(cpu), lock(its(i)))
    expect(watched(loop, loop)).toBe(1)
    expect(watched(loop, forEach(j, values(cpu), lock(its(j))))).toBe(2)
  })

  test('at the element and its neighbour is: a round hits what another wrote', () => {
    const s = binder(2, 's', seat)
    expect(watched(forEach(s, values(seat), fork(its(s)), fork(next(its(s), 1))))).toBe(2)
  })
})

test('what writes nothing is not watched', () => {
  expect(watched(fail('no'), pick(i, values(cpu)))).toBe(0)
})
