import { expect, test } from 'vitest'
import type { Expr, Sort } from '../../../dsl/ir.ts'
import { nowhere as site } from '../../../dsl/site.ts'
import {
  bool,
  int,
  index,
  optional,
  array,
  set,
  sequence,
  bag,
  record,
  variant,
  binder,
  lit,
  num,
  yes,
  its,
  eq,
  plus,
  convert,
  element,
  field,
  collection,
} from './terms.ts'
import type { Case } from './value-of.ts'
import { valueOf } from './value-of.ts'

const wide = int(-99, 99)
const small = int(0, 3)
const slot = index('slot', 3)
const at = (number: number): Expr => lit(slot, number)
const i = binder(0, 'i', int(0, 3))
const k = binder(2, 'k', slot)
const list = (...numbers: number[]): Expr => collection(sequence(small, 4), ...numbers.map(num))
const bagOf = (...numbers: number[]): Expr => collection(bag(small, 4), ...numbers.map(num))
const setOf = (...numbers: number[]): Expr => collection(set(small), ...numbers.map(num))

const nested = record({ list: sequence(wide, 4), each: optional(wide) })
const wideRecord = (numbers: number[], each: number): Expr => ({
  kind: 'record',
  sort: nested,
  site,
  fields: [
    { name: 'list', value: collection(sequence(wide, 4), ...numbers.map(num)) },
    {
      name: 'each',
      value: { kind: 'some', sort: optional(wide), site, value: num(each) },
    },
  ],
})
const narrow = record({ list: sequence(small, 2), each: optional(small) })

test.each<Case>([
  ['within', convert(wideRecord([1, 2], 3), narrow), { list: [1, 2], each: { some: 3 } }],
  ['an int outside', convert(wideRecord([1], 4), narrow), 'fault range'],
  ['an int in a sequence', convert(wideRecord([1, -1], 3), narrow), 'fault range'],
  ['too long', convert(wideRecord([1, 2, 3], 3), narrow), 'fault bound'],
  ['a set', convert(collection(set(wide), num(5)), set(small)), 'fault range'],
  ['a bag', convert(bagOf(1, 1, 1), bag(small, 2)), 'fault bound'],
  [
    'an array',
    convert(
      { kind: 'table', sort: array(slot, wide), site, entries: [num(0), num(9), num(0)] },
      array(slot, small),
    ),
    'fault range',
  ],
  [
    'a variant',
    convert(
      { kind: 'variant', sort: variant({ no: null, n: wide }), site, tag: 'n', value: num(9) },
      variant({ no: null, n: small }),
    ),
    'fault range',
  ],
])('convert looks into a value: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

const maybe = optional(small)
const none: Expr = { kind: 'none', sort: maybe, site }
const some = (number: number): Expr => ({ kind: 'some', sort: maybe, site, value: num(number) })
const message = variant({ data: small, ack: null })
const data: Expr = { kind: 'variant', sort: message, site, tag: 'data', value: num(2) }
const ack: Expr = { kind: 'variant', sort: message, site, tag: 'ack', value: null }
const matching = (subject: Expr): Expr => ({
  kind: 'match',
  sort: wide,
  site,
  subject,
  cases: [
    { tag: 'data', binder: i, body: plus(its(i), num(1)) },
    { tag: 'ack', binder: null, body: num(-1) },
  ],
})
const pair = record({ a: small, b: bool })
const pairOf: Expr = {
  kind: 'record',
  sort: pair,
  site,
  fields: [
    { name: 'a', value: num(1) },
    { name: 'b', value: yes },
  ],
}

test.each<Case>([
  ['none is no some', { kind: 'isSome', sort: bool, site, optional: none }, false],
  ['some is some', { kind: 'isSome', sort: bool, site, optional: some(0) }, true],
  ['unwrap', { kind: 'unwrap', sort: small, site, optional: some(2) }, 2],
  ['unwrap none', { kind: 'unwrap', sort: small, site, optional: none }, 'fault none'],
  ['field', field(pairOf, 'b'), true],
  [
    'withField',
    { kind: 'withField', sort: pair, site, record: pairOf, field: 'a', value: num(3) },
    { a: 3, b: true },
  ],
  ['isTag', { kind: 'isTag', sort: bool, site, variant: data, tag: 'ack' }, false],
  ['match with payload', matching(data), 3],
  ['match without', matching(ack), -1],
  ['a case without payload', ack, { tag: 'ack', value: null }],
  ['records are equal by fields', eq(pairOf, pairOf), true],
])('optionals, records and variants: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

const cells: Expr = {
  kind: 'array',
  sort: array(slot, wide),
  site,
  binder: k,
  body: { kind: 'ordinal', sort: wide, site, index: its(k) },
}
const overSets = array(set(bool), bool)
const bySet: Expr = {
  kind: 'array',
  sort: overSets,
  site,
  binder: binder(3, 's', set(bool)),
  body: {
    kind: 'member',
    sort: bool,
    site,
    element: yes,
    of: its(binder(3, 's', set(bool))),
  },
}

test.each<Case>([
  ['by index', cells, [0, 1, 2]],
  ['element', element(cells, at(1)), 1],
  [
    'withElement',
    { kind: 'withElement', sort: cells.sort, site, array: cells, index: at(2), value: num(7) },
    [0, 1, 7],
  ],
  ['an index may be a set', bySet, [false, false, true, true]],
  ['element by set', element(bySet, collection(set(bool), yes)), true],
  ['ordinal', { kind: 'ordinal', sort: small, site, index: at(2) }, 2],
  ['indexOf', { kind: 'indexOf', sort: slot, site, ordinal: num(2) }, 2],
  ['indexOf too large', { kind: 'indexOf', sort: slot, site, ordinal: num(3) }, 'fault index'],
  ['indexOf negative', { kind: 'indexOf', sort: slot, site, ordinal: num(-1) }, 'fault index'],
  ['the last has a next', { kind: 'neighbour', sort: slot, site, index: at(2), by: 1 }, 0],
  ['the first has a previous', { kind: 'neighbour', sort: slot, site, index: at(0), by: -1 }, 2],
])('arrays and indices: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})

const sets = (operator: 'union' | 'intersection' | 'difference' | 'subset', sort: Sort): Expr => ({
  kind: 'setOperation',
  sort,
  site,
  operator,
  left: setOf(3, 1),
  right: setOf(2, 3),
})
const size = (from: Expr): Expr => ({ kind: 'size', sort: small, site, of: from })
const has = (from: Expr, number: number): Expr => ({
  kind: 'member',
  sort: bool,
  site,
  element: num(number),
  of: from,
})
const nth = (number: number): Expr => ({
  kind: 'nth',
  sort: small,
  site,
  sequence: list(3, 1),
  index: num(number),
})
const slice = (from: number, to: number): Expr => ({
  kind: 'slice',
  sort: sequence(small, 4),
  site,
  sequence: list(3, 1, 2),
  from: num(from),
  to: num(to),
})
const concat = (bound: number): Expr => ({
  kind: 'concat',
  sort: sequence(small, bound),
  site,
  left: list(3, 1),
  right: list(2),
})
const change = (how: 'add' | 'remove', number: number, bound = 3): Expr => ({
  kind: 'bagChange',
  sort: bag(small, bound),
  site,
  change: how,
  bag: bagOf(3, 1),
  element: num(number),
})

test.each<Case>([
  ['a set has no repeats', setOf(2, 0, 2), [0, 2]],
  ['a sequence keeps its order', list(2, 0, 2), [2, 0, 2]],
  ['a bag keeps its repeats', bagOf(2, 0, 2), [0, 2, 2]],
  ['a sequence too long', collection(sequence(small, 1), num(0), num(1)), 'fault bound'],
  ['a bag too large', collection(bag(small, 1), num(0), num(1)), 'fault bound'],
  ['union', sets('union', set(small)), [1, 2, 3]],
  ['intersection', sets('intersection', set(small)), [3]],
  ['difference', sets('difference', set(small)), [1]],
  ['subset', sets('subset', bool), false],
  ['size of a bag', size(bagOf(1, 1)), 2],
  ['size of a set', size(setOf(1, 1)), 1],
  ['member', has(list(1, 2), 2), true],
  ['no member', has(setOf(1, 2), 3), false],
  ['nth', nth(1), 1],
  ['nth behind the end', nth(2), 'fault index'],
  ['nth before the beginning', nth(-1), 'fault index'],
  [
    'withNth',
    {
      kind: 'withNth',
      sort: list().sort,
      site,
      sequence: list(3, 1),
      index: num(0),
      value: num(2),
    },
    [2, 1],
  ],
  [
    'withNth outside',
    { kind: 'withNth', sort: list().sort, site, sequence: list(), index: num(0), value: num(2) },
    'fault index',
  ],
  ['concat', concat(3), [3, 1, 2]],
  ['concat too long', concat(2), 'fault bound'],
  ['slice', slice(1, 3), [1, 2]],
  ['an empty slice', slice(3, 3), []],
  ['a slice backwards', slice(2, 1), 'fault index'],
  ['a slice behind the end', slice(0, 4), 'fault index'],
  ['add', change('add', 2), [1, 2, 3]],
  ['add too much', change('add', 2, 2), 'fault bound'],
  ['remove', change('remove', 3), [1]],
  ['remove what is not there', change('remove', 2), 'fault absent'],
  [
    'occurrences',
    { kind: 'occurrences', sort: small, site, bag: bagOf(1, 2, 1), element: num(1) },
    2,
  ],
])('sets, sequences and bags: %s', (_, expr, expected) => {
  expect(valueOf(expr)).toEqual(expected)
})
