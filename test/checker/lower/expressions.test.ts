import { expect, test } from 'vitest'
import type { BinaryOperator, Expr } from '../../../dsl/ir.ts'
import { nowhere as site } from '../../../dsl/site.ts'
import {
  bool,
  thread,
  int,
  enumOf,
  index,
  set,
  sequence,
  bag,
  binder,
  lit,
  num,
  yes,
  no,
  its,
  not,
  binary,
  eq,
  plus,
  collection,
  quantifier,
  values,
  members,
  broken,
} from './terms.ts'
import type { Case } from './value-of.ts'
import { processes, valueOf } from './value-of.ts'

const wide = int(-99, 99)
const ints = (operator: BinaryOperator, left: number, right: number): Expr =>
  binary(operator, num(left), num(right), wide)

test.each<Case>([
  ['7 div 2', ints('div', 7, 2), 3],
  ['-7 div 2', ints('div', -7, 2), -4],
  ['7 div -2', ints('div', 7, -2), -4],
  ['-7 div -2', ints('div', -7, -2), 3],
  ['7 mod 2', ints('mod', 7, 2), 1],
  ['-7 mod 2', ints('mod', -7, 2), 1],
  ['7 mod -2', ints('mod', 7, -2), -1],
  ['-6 mod 3', ints('mod', -6, 3), 0],
  ['0 times -1', ints('times', 0, -1), 0],
  ['2 minus 5', ints('minus', 2, 5), -3],
  ['min', ints('min', 2, -5), -5],
  ['max', ints('max', 2, -5), 2],
  ['negate', { ...num(0), kind: 'unary', operator: 'negate', operand: num(4) }, -4],
  ['1 div 0', ints('div', 1, 0), 'fault zero'],
  ['1 mod 0', ints('mod', 1, 0), 'fault zero'],
])('arithmetic is exact, and division rounds towards minus infinity: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

const slot = index('slot', 3)
const at = (number: number): Expr => lit(slot, number)

test.each<Case>([
  ['false and fault', binary('and', no, broken()), false],
  ['true and fault', binary('and', yes, broken()), 'fault zero'],
  ['true or fault', binary('or', yes, broken()), true],
  ['false or fault', binary('or', no, broken()), 'fault zero'],
  ['false implies fault', binary('implies', no, broken()), true],
  ['true implies false', binary('implies', yes, no), false],
  ['false iff fault', binary('iff', no, broken()), 'fault zero'],
  ['false iff false', binary('iff', no, no), true],
  ['not', not(no), true],
  [
    'a conditional evaluates one side',
    { kind: 'conditional', sort: wide, site, test: yes, then: num(1), otherwise: broken(wide) },
    1,
  ],
])('booleans stop at the left operand when it decides: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

test.each<Case>([
  ['ints of different ranges', eq(lit(int(0, 3), 2), lit(int(2, 9), 2)), true],
  ['2 lt 2', binary('lt', num(2), num(2)), false],
  ['2 le 2', binary('le', num(2), num(2)), true],
  ['indices are ordered', binary('gt', at(2), at(1)), true],
  ['2 ge 3', binary('ge', num(2), num(3)), false],
  ['ne', binary('ne', num(1), num(2)), true],
])('comparisons: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

const i = binder(0, 'i', int(0, 3))
const total = binder(1, 'total', wide)
const small = int(0, 3)
const list = (...numbers: number[]): Expr => collection(sequence(small, 4), ...numbers.map(num))
const bagOf = (...numbers: number[]): Expr => collection(bag(small, 4), ...numbers.map(num))
const setOf = (...numbers: number[]): Expr => collection(set(small), ...numbers.map(num))
const odd = eq(binary('mod', its(i), num(2), small), num(1))
/** Faults where the name is 0. */
const inverse = eq(binary('div', num(1), its(i), small), num(1))

test.each<Case>([
  ['all', quantifier('all', i, members(setOf(1, 3)), odd), true],
  ['all of none', quantifier('all', i, members(setOf()), no), true],
  ['all stops at the first false', quantifier('all', i, members(list(2, 0)), inverse), false],
  ['some stops at the first true', quantifier('some', i, members(list(1, 0)), inverse), true],
  ['some goes on', quantifier('some', i, members(list(2, 0)), inverse), 'fault zero'],
  ['one counts each position', quantifier('one', i, members(list(1, 1)), odd), false],
  ['one of a bag counts each element once', quantifier('one', i, members(bagOf(1, 1)), odd), true],
  ['one visits all', quantifier('one', i, members(list(1, 0)), inverse), 'fault zero'],
  ['count', quantifier('count', i, values(small), odd, small), 2],
  ['the', quantifier('the', i, values(small), eq(its(i), num(2)), small), 2],
  ['the of none', quantifier('the', i, values(small), no, small), 'fault unique'],
  ['the of two', quantifier('the', i, values(small), odd, small), 'fault unique'],
  ['filter', quantifier('filter', i, members(list(3, 2, 3, 1)), odd, set(small)), [1, 3]],
  [
    'image',
    {
      kind: 'image',
      sort: set(wide),
      site,
      binder: i,
      domain: members(list(3, 0, 3)),
      body: plus(its(i), num(1)),
    },
    [1, 4],
  ],
  [
    'fold goes from the first to the last',
    {
      kind: 'fold',
      sort: wide,
      site,
      binder: i,
      accumulator: total,
      domain: members(list(1, 2, 3)),
      initial: num(0),
      body: plus(binary('times', its(total), num(2), wide), its(i)),
    },
    11,
  ],
  [
    'let evaluates its value even where it is not used',
    { kind: 'let', sort: bool, site, binder: i, value: broken(small), body: yes },
    'fault zero',
  ],
  [
    'let',
    { kind: 'let', sort: wide, site, binder: i, value: num(3), body: plus(its(i), its(i)) },
    6,
  ],
])('quantifiers: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

test.each<Case>([
  ['all threads', collection(set(thread), lit(thread, 3), lit(thread, 0)), [0, 3]],
  [
    'an instance of the second process',
    {
      kind: 'thread',
      sort: thread,
      site,
      process: processes[1]!.id,
      instance: yes,
    },
    3,
  ],
  [
    'the number of threads',
    quantifier('count', binder(4, 't', thread), values(thread), yes, wide),
    4,
  ],
  ['enum', lit(enumOf('idle', 'busy'), 'busy'), 'busy'],
  ['definition', { kind: 'definition', sort: wide, site, name: 'three', body: num(3) }, 3],
])('threads: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})
