/** What a step has written so far, when several ways go on from it: none sees what another wrote. */

import { describe, expect, test } from 'vitest'
import { coding } from '../../../../checker/compiled/code.ts'
import { layout } from '../../../../checker/compiled/layout.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Effect, Expr, SortOf, Statement } from '../../../../dsl/ir.ts'
import {
  asStep,
  assign,
  atomic,
  block,
  compute,
  either,
  model,
  pick,
  place,
  process,
  step,
  when,
} from '../../lower/build.ts'
import {
  binder,
  collection,
  convert,
  eq,
  get,
  identity,
  int,
  its,
  lit,
  local,
  members,
  num,
  of,
  plus,
  record,
  set,
  variable,
} from '../../lower/terms.ts'
import { compiledDifference } from '../../../random/compiled-agreement.ts'
import { outcomes } from './outcomes.ts'

const small = int(0, 7)
const x = variable(0, 'x', small, num(0))
const a = local(0, 'a', small)
const b = local(1, 'b', small)
const n = binder(0, 'n', small)
const many = set(identity('many', 130))
/** With it a state is several words, in memory from the beginning; without, one word in a local. */
const wide = variable(1, 'wide', many, collection(many))

const next = (value: Expr, by = 1): Expr => convert(plus(value, num(by)), small)
const toX = (value: number): Statement => step('store', null, assign(x, num(value)))
const more = step('more', null, assign(x, next(of(x))))
const picked = (...values: number[]): Effect =>
  pick(n, members(collection(set(small), ...values.map(num))))

describe.each([
  { words: 'one word', variables: [x] },
  { words: 'several words', variables: [x, wide] },
])('in $words', ({ variables }) => {
  /** The values of `x` and of the locals after each way through the statements. */
  function ways(...statements: Statement[]): readonly string[] {
    const all = outcomes(
      model({ variables, processes: [process('p', block([a, b], ...statements, toX(0)))] }),
    )
    return all.map((each) => each.replace(',[]', '').replace(/ @\d+/, ' '))
  }

  test('branches go on from what was written before them', () => {
    expect(ways(atomic('all', [toX(1), either([more, more, more], [more, more], [more])]))).toEqual(
      ['[4] [null,null]', '[3] [null,null]', '[2] [null,null]'],
    )
  })

  test('branches behind a test of what was written do too', () => {
    const branches = either([more, more, more], [more, more], [more])
    const tested = asStep(when(eq(of(x), num(1)), [branches]))
    expect(ways(atomic('all', [toX(1), tested]))).toEqual([
      '[4] [null,null]',
      '[3] [null,null]',
      '[2] [null,null]',
    ])
  })

  test('branches inside branches do too', () => {
    const inner = either([more, more], [more])
    expect(ways(atomic('all', [toX(1), either([more, inner], [inner, more])]))).toEqual([
      '[4] [null,null]',
      '[3] [null,null]',
      '[4] [null,null]',
      '[3] [null,null]',
    ])
  })

  test('each picked element goes on from what was written before the pick', () => {
    const add = assign(x, next(of(x)))
    const first = step('s', null, picked(1, 2), assign(a, its(n)))
    const then = step('t', null, picked(3, 4), add, assign(b, its(n)))
    expect(ways(atomic('all', [toX(1), first, then, more]))).toEqual([
      '[3] [1,3]',
      '[3] [1,4]',
      '[3] [2,3]',
      '[3] [2,4]',
    ])
  })

  test('effects behind effects are simultaneous too', () => {
    const set_ = step('set', null, assign(a, num(1)), assign(b, num(2)))
    const swap = step('swap', null, assign(a, get(b)), assign(b, get(a)))
    expect(ways(atomic('all', [set_, swap, more]))).toEqual(['[1] [2,1]'])
    expect(ways(atomic('all', [set_, swap]))).toEqual(['[0] [2,1]'])
  })

  test('what several operations lead to reads all that was written', () => {
    const remember = step('s', null, assign(a, of(x)), assign(b, num(5)))
    const silent = when(
      eq(get(a), num(0)),
      [compute(assign(a, num(1)))],
      [compute(assign(b, num(2)))],
    )
    const swap = compute(assign(a, get(b)), assign(b, get(a)))
    expect(ways(remember, silent, swap)).toEqual(['[0] [5,1]'])
  })

  test('what several operations lead to leaves alone what else goes on from there', () => {
    const either_ = either([more], [more, more])
    const swap = step('swap', null, assign(x, next(of(x), 3)))
    expect(ways(atomic('all', [toX(1), either([either_], [more]), swap, more]))).toEqual([
      '[6] [null,null]',
      '[7] [null,null]',
      '[6] [null,null]',
    ])
  })
})

describe('a local that is dead on some ways to a control point', () => {
  const pair = record({ left: small, right: small })
  const both = record({ left: small, right: many })
  const sorts: readonly {
    readonly name: string
    readonly sort: SortOf<'record'>
    readonly right: Expr
  }[] = [
    { name: 'few bits', sort: pair, right: num(7) },
    { name: 'several words', sort: both, right: collection(many, lit(many.of, 129)) },
  ]

  test.each(sorts)(
    'is written where it is alive, as a whole and in part: $name',
    ({ sort, right }) => {
      const r = local(0, 'r', sort)
      const value: Expr = {
        ...num(0),
        kind: 'record',
        sort,
        fields: [
          { name: 'left', value: convert(num(2), small) },
          { name: 'right', value: sort === pair ? convert(right, small) : right },
        ],
      }
      const alive = asStep(
        when(eq(of(x), num(0)), [
          compute(assign(r, value)),
          step('part', null, assign(place(r, 'left'), num(3))),
        ]),
      )
      const choose = step('choose', null, picked(0, 1), assign(x, its(n)))
      const whole = model({
        variables: [x],
        processes: [process('p', block([r], choose, alive, toX(5), toX(6)))],
      })
      const program = lower(whole)
      const [place_] = layout(program, coding(program.threads)).processes
      expect(place_?.slots.map(({ mayBeDead }) => mayBeDead)).toEqual([true])
      expect(compiledDifference(whole, { states: 100, depth: 20 })).toBeNull()
    },
  )
})
