/** Simultaneous effects in the generated code: what they write, in which order they fail, and how they fork. */

import { describe, expect, test } from 'vitest'
import {
  action,
  assert,
  assign,
  effectWhen,
  fail,
  forEach,
  pick,
  place,
} from '../../lower/build.ts'
import {
  array,
  arrayOf,
  binary,
  binder,
  bool,
  broken,
  collection,
  convert,
  element,
  eq,
  identity,
  int,
  its,
  lit,
  members,
  no,
  num,
  of,
  plus,
  record,
  sequence,
  set,
  values,
  variable,
  yes,
} from '../../lower/terms.ts'
import { effected, ofActions } from './outcomes.ts'

const small = int(0, 3)
const cpu = identity('cpu', 2)
const one = int(7, 7)
const x = variable(0, 'x', small, num(0))
const y = variable(1, 'y', small, num(3))
const locks = variable(2, 'locks', array(cpu, small), arrayOf(cpu, lit(small, 0)))
const all = [x, y, locks]
const i = binder(0, 'i', cpu)
const n = binder(1, 'n', small)
const at = (value: number) => lit(cpu, value)
const toSmall = (value: Parameters<typeof convert>[0]) => convert(value, small)

test('all effects read the moment before: two variables are swapped', () => {
  expect(effected(all, assign(x, of(y)), assign(y, of(x)))).toEqual(['[3,0,[0,0]]'])
})

test('wide variables are swapped too', () => {
  const many = identity('many', 70)
  const first = variable(0, 'first', set(many), collection(set(many), lit(many, 69)))
  const second = variable(1, 'second', set(many), collection(set(many)))
  const swapped = effected([first, second], assign(first, of(second)), assign(second, of(first)))
  expect(swapped).toEqual(['[[],[69]]'])
})

test('an action without effects gives the state itself', () => {
  expect(effected(all)).toEqual(['[0,3,[0,0]]'])
})

test('an index is read in the moment before', () => {
  const which = variable(3, 'which', cpu, at(0))
  const written = effected(
    [...all, which],
    assign(which, at(1)),
    assign(place(locks, of(which)), num(2)),
  )
  expect(written).toEqual(['[0,3,[2,0],1]'])
})

describe('conflicts', () => {
  const where = variable(3, 'where', cpu, at(0))
  const known = [...all, where]

  test('of computed indices fault where they meet, and only there', () => {
    const both = (other: number) =>
      effected(
        known,
        assign(place(locks, of(where)), num(1)),
        assign(place(locks, at(other)), num(2)),
      )
    expect(both(0)).toEqual(['conflict'])
    expect(both(1)).toEqual(['[0,3,[1,2],0]'])
  })

  test('of a whole and a part fault in either order', () => {
    const whole = assign(locks, of(locks))
    const part = assign(place(locks, of(where)), num(1))
    expect(effected(known, whole, part)).toEqual(['conflict'])
    expect(effected(known, part, whole)).toEqual(['conflict'])
  })

  test('of values without bits fault like others', () => {
    const only = variable(0, 'only', array(cpu, one), arrayOf(cpu, lit(one, 7)))
    const write = (to: number) => assign(place(only, at(to)), lit(one, 7))
    expect(effected([only], write(0), write(0))).toEqual(['conflict'])
    expect(effected([only], write(0), write(1))).toEqual(['[[7,7]]'])
  })

  test('are looked for after the value was evaluated', () => {
    expect(effected(all, assign(x, num(1)), assign(x, broken(small)))).toEqual(['zero'])
  })

  test('of rounds fault in the second, and do not where one round writes', () => {
    const each = (domain: number[]) =>
      effected(
        all,
        forEach(
          n,
          members(collection(set(small), ...domain.map((m) => lit(small, m)))),
          assign(x, its(n)),
        ),
      )
    expect(each([1, 2])).toEqual(['conflict'])
    expect(each([2])).toEqual(['[2,3,[0,0]]'])
    expect(each([])).toEqual(['[0,3,[0,0]]'])
  })

  test('are found among more parts than a word has bits', () => {
    const many = identity('many', 90)
    const wide = variable(0, 'wide', array(many, bool), arrayOf(many, no))
    const to = variable(1, 'to', many, lit(many, 88))
    const write = (number: number) => assign(place(wide, lit(many, number)), yes)
    const there = assign(place(wide, of(to)), yes)
    expect(effected([wide, to], write(3), write(88), there)).toEqual(['conflict'])
    expect(effected([wide, to], write(3), write(87), there)[0]).toMatch(/^\[\[0,0,0,1,0/)
    expect(effected([wide, to], there, assign(wide, of(wide)))).toEqual(['conflict'])
  })

  test('of places three arrays deep are told apart', () => {
    const zero = arrayOf(cpu, arrayOf(cpu, arrayOf(cpu, lit(small, 0))))
    const cube = variable(3, 'cube', zero.sort, zero)
    const here = variable(4, 'here', cpu, at(0))
    const there = variable(5, 'there', cpu, at(1))
    const one = assign(place(cube, of(here), of(there), at(1)), num(1))
    const write = (...to: readonly [number, number, number]) =>
      effected([...all, cube, here, there], one, assign(place(cube, ...to.map(at)), num(2)))
    expect(write(0, 1, 1)).toEqual(['conflict'])
    expect(write(1, 0, 1)).toEqual(['[0,3,[0,0],[[[0,0],[0,1]],[[0,2],[0,0]]],0,1]'])
  })

  test('of one way are not those of another', () => {
    const third = effected(
      known,
      assign(y, num(0)),
      pick(n, members(collection(set(small), num(1), num(2)))),
      assign(place(locks, of(where)), its(n)),
      pick(i, values(cpu)),
      assign(place(locks, its(i)), num(3)),
    )
    expect(third).toEqual(['conflict', '[0,0,[1,3],0]', 'conflict', '[0,0,[2,3],0]'])
  })
})

describe('a pick', () => {
  test('gives a successor for each element, and goes on from what was written before it', () => {
    const ways = effected(all, assign(y, num(1)), pick(n, values(small)), assign(x, its(n)))
    expect(ways).toEqual(['[0,1,[0,0]]', '[1,1,[0,0]]', '[2,1,[0,0]]', '[3,1,[0,0]]'])
  })

  test('takes what passes its filter', () => {
    const even = eq(binary('mod', its(n), num(2), int(0, 1)), num(0))
    expect(effected(all, pick(n, values(small), even), assign(x, its(n)))).toEqual([
      '[0,3,[0,0]]',
      '[2,3,[0,0]]',
    ])
  })

  test('of nothing is a fault', () => {
    expect(effected(all, pick(n, members(collection(set(small)))))).toEqual(['pick'])
    expect(effected(all, pick(n, values(small), no))).toEqual(['pick'])
  })

  test('whose filter faults for a later element gives nothing but that fault', () => {
    const filter = eq(
      binary('div', num(6), binary('minus', num(2), its(n), int(-1, 2)), int(-6, 6)),
      num(3),
    )
    expect(effected(all, pick(n, values(small), filter), assign(x, its(n)))).toEqual(['zero'])
  })

  test('fails for one element and succeeds for others', () => {
    const bound = toSmall(plus(its(n), of(y)))
    expect(effected(all, pick(n, values(small)), assign(x, bound))).toEqual([
      '[3,3,[0,0]]',
      'range',
      'range',
      'range',
    ])
  })

  test('after a pick varies faster, and each way has its own writes', () => {
    const ways = effected(
      all,
      pick(i, values(cpu)),
      assign(place(locks, its(i)), num(1)),
      pick(n, members(collection(set(small), num(1), num(2)))),
      assign(x, its(n)),
    )
    expect(ways).toEqual(['[1,3,[1,0]]', '[2,3,[1,0]]', '[1,3,[0,1]]', '[2,3,[0,1]]'])
  })

  test('in one list of a when forks what follows the when', () => {
    const either = (test: typeof yes) =>
      effected(
        all,
        effectWhen(test, [
          pick(n, members(collection(set(small), num(1), num(2)))),
          assign(x, its(n)),
        ]),
        assign(y, num(0)),
      )
    expect(either(yes)).toEqual(['[1,0,[0,0]]', '[2,0,[0,0]]'])
    expect(either(no)).toEqual(['[0,0,[0,0]]'])
  })
})

test('the first effect that fails ends the step', () => {
  expect(effected(all, assign(x, num(1)), assert(no, 'first'), fail('second'))).toEqual([
    'assertion first',
  ])
  expect(effected(all, fail('second'), assert(no, 'first'))).toEqual(['fail'])
  expect(effected(all, assert(yes, 'first'), assign(x, num(1)))).toEqual(['[1,3,[0,0]]'])
})

test('indices are evaluated before the value, outermost first', () => {
  const missing = {
    ...yes,
    kind: 'nth',
    sort: cpu,
    sequence: collection(sequence(cpu, 1)),
    index: num(0),
  } as const
  expect(effected(all, assign(place(locks, missing), broken(small)))).toEqual(['index'])
})

test('parts of records in arrays are written in place', () => {
  const pair = record({ left: small, right: array(cpu, small) })
  const pairs = variable(0, 'pairs', array(cpu, pair), {
    ...yes,
    kind: 'array',
    sort: array(cpu, pair),
    binder: i,
    body: {
      ...yes,
      kind: 'record',
      sort: pair,
      fields: [
        { name: 'left', value: num(0) },
        { name: 'right', value: arrayOf(cpu, lit(small, 0)) },
      ],
    },
  })
  const moved = assign(
    place(pairs, at(1), 'left'),
    toSmall(plus(element(arrayOf(cpu, num(1)), at(0)), num(1))),
  )
  const part = assign(place(pairs, at(1), 'right', at(0)), num(3))
  expect(effected([pairs], moved, part)).toEqual(['[[[0,[0,0]],[2,[3,0]]]]'])
})

test('an action is tried for each combination of its parameters, the first most significant', () => {
  const tried = action(
    'A',
    [i, n],
    binary('lt', its(n), num(2)),
    assign(place(locks, its(i)), its(n)),
  )
  expect(ofActions(all, tried)).toEqual([
    '[0,3,[0,0]]',
    '[0,3,[1,0]]',
    '[0,3,[0,0]]',
    '[0,3,[0,1]]',
  ])
})

test('a guard that faults is a fault of the state, for that combination only', () => {
  const guard = eq(binary('div', num(1), its(n), int(0, 1)), num(1))
  expect(ofActions(all, action('A', [n], guard, assign(x, its(n))))).toEqual([
    'zero of the state',
    '[1,3,[0,0]]',
  ])
})
