/** What each part of a state costs, derived by hand on models of a few states. */

import { describe, expect, test } from 'vitest'
import { engineNames } from '../../../checker/engine.ts'
import type { Model } from '../../../dsl/ir.ts'
import { array, bool, identity, int, model as declared, record } from '../../../dsl/index.ts'
import type { ModelBuilder } from '../../../dsl/index.ts'
import { assign, block, either, model, pick, process, step } from '../lower/build.ts'
import { binder, identity as identities, int as range, its, local, values } from '../lower/terms.ts'
import { figures, growthOf, whole } from './explained.ts'

const built = (build: (m: ModelBuilder) => void): Model =>
  declared('small', {}, build).instantiate()

/** Two that count each for itself. */
const counters = built((m) => {
  for (const [name, last] of [
    ['a', 2],
    ['b', 4],
  ] as const) {
    const counter = m.state(name, int(0, last))
    m.action(
      `count ${name}`,
      {},
      () => counter.lt(last),
      function* () {
        yield* counter.set(counter.plus(1))
      },
    )
  }
})

describe.each(engineNames)('with the %s engine', (engine) => {
  const found = async (of: Model) => figures(await growthOf(of, engine), of)

  test('a variable that is independent costs as many times the states as it has values', async () => {
    // All 3 * 5 combinations are reached.
    expect(await growthOf(counters, engine)).toMatchObject({ states: 15, complete: true })
    expect(await found(counters)).toEqual({
      a: '3 values, 5 without',
      b: '5 values, 3 without',
    })
  })

  test('what costs most comes first', async () => {
    const { parts } = await growthOf(counters, engine)
    expect(parts.map(({ without }) => without)).toEqual([3, 5])
  })

  test('a ghost costs the states that only it tells apart', async () => {
    // (x, flips) goes (false, 0) (true, 1) (false, 2) (true, 3) (false, 3), and round the last two.
    const flipped = built((m) => {
      const x = m.state('x', bool)
      const flips = m.ghost('flips', int(0, 3))
      m.action(
        'flip',
        {},
        () => true,
        function* () {
          yield* x.set(x.not())
          yield* flips.set(flips.plus(1).min(3))
        },
      )
    })
    expect(await found(flipped)).toEqual({
      x: '2 values, 4 without',
      flips: '4 values, 2 without',
    })
  })

  test('a local is told from another that has its bits', async () => {
    // Either a or b lives: at the start, with a = 0..2, with b = 0..4, at the end.
    const [a, b] = [local(0, 'a', range(0, 2)), local(1, 'b', range(0, 4))]
    const [x, y] = [binder(0, 'x', a.sort), binder(1, 'y', b.sort)]
    const branching = either(
      block(
        [a],
        step('first', null, pick(x, values(a.sort)), assign(a, its(x))),
        step('rest', null),
      ),
      block(
        [b],
        step('second', null, pick(y, values(b.sort)), assign(b, its(y))),
        step('rest', null),
      ),
    )
    const of = model({ processes: [process('p', [branching])] })
    expect(await found(of)).toEqual({
      'process p': '10 values, 1 without',
      // The points: at the branch, at each rest, at the end; without them the first and the last are one.
      'p: control point': '4 values, 9 without',
      'p: all locals': '9 values, 4 without',
      'p: a': '4 values, 8 without',
      'p: b': '6 values, 6 without',
    })
  })

  test('the instances of a process are counted one by one and together', async () => {
    // Each of 3 is at its beginning, or has n = 0 or 1, or is at its end: 4 * 4 * 4 states.
    const n = local(0, 'n', range(0, 1))
    const x = binder(0, 'x', n.sort)
    const choose = step('choose', null, pick(x, values(n.sort)), assign(n, its(x)))
    const body = block([n], choose, step('rest', null))
    const of = model({ processes: [process('p', body, { sort: identities('p', 3) })] })
    expect(await found(of)).toMatchObject({
      'process p': '64 values, 1 without',
      'p 0': '4 values, 16 without',
      'p 2': '4 values, 16 without',
      'p: control point': '27 values, 27 without',
      'p: n': '27 values, 27 without',
    })
  })

  test('a field is counted in all elements of an array together', async () => {
    // Of each cell, (v, w) goes (0, 0) (1, 0) (1, 1) (1, 2): 4 * 4 states.
    const celled = built((m) => {
      const cell = identity('cell', 2)
      const cells = m.state('cells', array(cell, record({ v: int(0, 1), w: int(0, 2) })))
      m.action(
        'v',
        { i: cell },
        ({ i }) => cells.at(i).field('v').eq(0),
        function* ({ i }) {
          yield* cells.at(i).field('v').set(1)
        },
      )
      m.action(
        'w',
        { i: cell },
        ({ i }) => cells.at(i).field('v').eq(1).and(cells.at(i).field('w').lt(2)),
        function* ({ i }) {
          yield* cells.at(i).field('w').set(cells.at(i).field('w').plus(1))
        },
      )
    })
    expect(await found(celled)).toEqual({
      cells: '16 values, 1 without',
      'cells.v': '4 values, 9 without',
      'cells.w': '9 values, 4 without',
    })
  })

  test('what is left after a bound is counted, and said not to be all', async () => {
    const cut = await growthOf(counters, engine, { ...whole, maxDepth: 1 })
    expect(cut).toMatchObject({ states: 3, complete: false, stop: null })
    expect(figures(cut, counters)).toEqual({ a: '2 values, 2 without', b: '2 values, 2 without' })
  })
})
