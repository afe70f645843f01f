/** Sets, sequences and bags in the generated code. */

import { expect, test } from 'vitest'
import type { FaultKind } from '../../../../checker/system.ts'
import type { Expr } from '../../../../dsl/ir.ts'
import { bound, expr, int, truth } from '../../../random/nodes.ts'
import {
  array,
  bag,
  binary,
  binder,
  bool,
  broken,
  collection,
  eq,
  identity,
  its,
  members,
  num,
  quantifier,
  sequence,
  set,
  values,
} from '../../lower/terms.ts'
import { valueOf } from './kit.ts'

const small = int(0, 3)
const listSort = sequence(small, 3)
const bagSort = bag(small, 3)
const list = (...numbers: number[]): Expr => collection(listSort, ...numbers.map(num))
const bagOf = (...numbers: number[]): Expr => collection(bagSort, ...numbers.map(num))
const zero = broken(small)
const outside = expr('nth', small, { sequence: list(1), index: num(1) })
const noList = expr('slice', listSort, { sequence: list(), from: num(1), to: num(2) })
const x = binder(0, 'x', small)
const is = (value: number): Expr => eq(its(x), num(value))
const brokenAt = (value: number, otherwise: Expr): Expr =>
  expr('conditional', bool, { test: is(value), then: broken(), otherwise })

test.each<[string, Expr, FaultKind]>([
  ['elements, then the bound', collection(sequence(small, 1), num(1), zero), 'zero'],
  ['too many elements in a bag', collection(bag(small, 1), num(1), num(1)), 'bound'],
  ['an element, then where it is sought', member(zero, noList), 'zero'],
  ['where an element is sought', member(num(1), noList), 'index'],
  ['the position, then whether it is one', withNth(list(), num(5), zero), 'zero'],
  ['a position below the first', withNth(list(1), num(-1), num(2)), 'index'],
  ['a position behind the last', withNth(list(1), num(1), num(2)), 'index'],
  ['both parts, then the bound', concat(list(1, 2, 3), noList), 'index'],
  ['one element too many', concat(list(1, 2, 3), list(1)), 'bound'],
  ['a slice from below the first', slice(list(1, 2), -1, 1), 'index'],
  ['a slice to below its beginning', slice(list(1, 2), 2, 1), 'index'],
  ['a slice to below the first', slice(list(1, 2), 0, -1), 'index'],
  ['a slice to behind the last', slice(list(1, 2), 0, 3), 'index'],
  ['the element, then the full bag', change('add', bagOf(1, 1, 1), zero), 'zero'],
  ['a full bag', change('add', bagOf(1, 1, 1), num(1)), 'bound'],
  ['the element, then the bag without it', change('remove', bagOf(), zero), 'zero'],
  ['a bag without the element', change('remove', bagOf(1, 3), num(2)), 'absent'],
  ['the left set first', union(zero, outside), 'zero'],
  ['the domain, then what a fold begins with', fold(members(noList), zero, its(x)), 'index'],
  ['what a fold begins with, then its body', fold(members(list(1)), outside, zero), 'index'],
  ['nothing passes', quantifier('the', x, values(small), truth(false), small), 'unique'],
  ['two pass', quantifier('the', x, members(list(1, 2, 1)), is(1), small), 'unique'],
  ['an element after two that pass', the(brokenAt(3, truth(true))), 'zero'],
  ['an element after what is counted', count(brokenAt(3, is(0))), 'zero'],
  ['an element after the second of one', one(brokenAt(3, truth(true))), 'zero'],
  ['an element before what decides', all(brokenAt(0, is(0))), 'zero'],
])('the first fault is the one that shows: %s', (_, it, fault) => {
  expect(valueOf(it)).toBe(fault)
})

test.each<[string, Expr, number]>([
  ['all, at the first that fails', all(brokenAt(2, is(0))), 0],
  ['some, at the first that passes', some(brokenAt(2, is(1))), 1],
])('nothing is evaluated behind the element that decides: %s', (_, it, value) => {
  expect(valueOf(it)).toBe(value)
})

const nobody = identity('nobody', 0)
const none = binder(1, 'nobody', nobody)

test.each<[string, Expr, unknown]>([
  ['all', quantifier('all', none, values(nobody), broken()), 1],
  ['some', quantifier('some', none, values(nobody), broken()), 0],
  ['count', quantifier('count', none, values(nobody), broken(), int(0, 0)), 0],
  ['the', quantifier('the', none, values(nobody), broken(), nobody), 'unique'],
  ['filter', quantifier('filter', none, values(nobody), broken(), set(nobody)), []],
  [
    'an array',
    expr('array', { kind: 'array', index: nobody, element: small }, { binder: none, body: zero }),
    [],
  ],
  ['an empty set', quantifier('all', x, members(collection(set(small))), broken()), 1],
  ['an empty sequence', quantifier('all', x, members(list()), broken()), 1],
  ['an empty bag', quantifier('all', x, members(bagOf()), broken()), 1],
])('no body is evaluated where there is no element: %s', (_, it, value) => {
  expect(valueOf(it)).toEqual(value)
})

test('a set is left without those elements that are written down', () => {
  const all = quantifier('filter', x, values(small), truth(true), set(small))
  const right = collection(set(small), num(3), num(1))
  const rest = expr('setOperation', set(small), { operator: 'difference', left: all, right })
  expect(valueOf(rest)).toEqual([0, 2])
})

test('a bag has each distinct element once, a sequence each position', () => {
  expect(valueOf(count(truth(true), members(bagOf(2, 1, 2))))).toBe(2)
  expect(valueOf(count(truth(true), members(list(2, 1, 2))))).toBe(3)
})

const y = binder(2, 'y', small)
const isBelow = binary('lt', its(y), its(x))
const below = quantifier('filter', y, values(small), isBelow, set(small))
const above = expr('conditional', small, { test: isBelow, then: its(y), otherwise: its(x) })
const images = expr('image', set(small), { binder: y, domain: values(small), body: above })
const flags = array(small, bool)
const comparison = expr('array', flags, { binder: y, body: isBelow })
const isNone = eq(comparison, expr('array', flags, { binder: y, body: truth(false) }))
const count99 = int(0, 99)
const z = binder(5, 'z', count99)
const wideSet = quantifier('filter', z, values(count99), truth(true), set(count99))
const isBelowInWide = binary('lt', its(z), its(x))
const sofar = binder(3, 'sofar', count99)

test.each<[string, Expr, number]>([
  ['a count', quantifier('count', y, values(small), isBelow, int(0, 4)), 6],
  ['what visits a wide set', quantifier('count', z, members(wideSet), isBelowInWide, count99), 6],
  ['a filter', expr('size', int(0, 4), { of: below }), 6],
  ['an image', expr('size', int(0, 4), { of: images }), 10],
  ['an array', expr('conditional', count99, { test: isNone, then: num(1), otherwise: num(0) }), 1],
])('an inner loop begins anew in each round of an outer one: %s', (_, inner, sum) => {
  const total = expr('fold', count99, {
    binder: x,
    accumulator: sofar,
    domain: members(collection(sequence(small, 4), num(3), num(2), num(1), num(0))),
    initial: num(0),
    body: binary('plus', bound(sofar), inner, count99),
  })
  expect(valueOf(total)).toBe(sum)
})

function member(element: Expr, of: Expr): Expr {
  return expr('member', bool, { element, of })
}

function withNth(sequence_: Expr, index: Expr, value: Expr): Expr {
  return expr('withNth', listSort, { sequence: sequence_, index, value })
}

function concat(left: Expr, right: Expr): Expr {
  return expr('concat', listSort, { left, right })
}

function slice(of: Expr, from: number, to: number): Expr {
  return expr('slice', listSort, { sequence: of, from: num(from), to: num(to) })
}

function change(how: 'add' | 'remove', of: Expr, element: Expr): Expr {
  return expr('bagChange', bagSort, { change: how, bag: of, element })
}

function union(left: Expr, right: Expr): Expr {
  const [a, b] = [left, right].map((each) => collection(set(small), each))
  return expr('setOperation', set(small), { operator: 'union', left: a!, right: b! })
}

function fold(domain: ReturnType<typeof values>, initial: Expr, body: Expr): Expr {
  const accumulator = binder(4, 'sofar', small)
  return expr('fold', small, { binder: x, accumulator, domain, initial, body })
}

function all(body: Expr): Expr {
  return quantifier('all', x, values(small), body)
}

function some(body: Expr): Expr {
  return quantifier('some', x, values(small), body)
}

function one(body: Expr): Expr {
  return quantifier('one', x, values(small), body)
}

function count(body: Expr, domain = values(small)): Expr {
  return quantifier('count', x, domain, body, int(0, 4))
}

function the(body: Expr): Expr {
  return quantifier('the', x, values(small), body, small)
}
