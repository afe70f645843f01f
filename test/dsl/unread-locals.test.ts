/** Locals that nobody reads: no part of the state, unless a write to them can fault. */

import { expect, test } from 'vitest'
import {
  either,
  int,
  local,
  model,
  procedure,
  step,
  when,
  type IntSort,
  type ModelBuilder,
  type PlaceOf,
} from '../../dsl/index.ts'
import { checkIn, testedEngines } from '../engines.ts'
import { mistakes } from '../random/well-formed.ts'
import { bodyText } from './body-text.ts'
import { rejection } from './rejection.ts'

/** The bodies of the processes, then of the procedures. */
function bodies(build: (m: ModelBuilder) => void): string {
  const built = model('unread', {}, build).instantiate()
  expect(mistakes(built)).toEqual([])
  return [...built.processes, ...built.procedures]
    .map(({ name, body }) => `${name}\n${bodyText(body, built)}`)
    .join('\n')
}

test('two ways that differ only in such a local lead to one state', async () => {
  const built = model('ways', {}, (m) => {
    m.process('p', function* () {
      const way = yield* local('way', int(0, 2), 0)
      yield* either(
        function* () {
          yield* step('left', {}, function* () {
            yield* way.set(1)
          })
        },
        function* () {
          yield* step('right', {}, function* () {
            yield* way.set(2)
          })
        },
      )
      yield* step('end', {}, function* () {})
    })
  }).instantiate()
  for (const engine of testedEngines) {
    const { distinct } = await checkIn(engine, built)
    expect(distinct).toBe(3)
  }
})

test('what is written to one is left out wherever it is written', () => {
  const text = bodies((m) => {
    const n = m.state('n', int(0, 3))
    m.process('p', function* () {
      const seen = yield* local('seen', int(0, 3), n)
      yield* step('looks', {}, function* () {
        yield* seen.set(n)
        yield* n.set(0)
      })
      yield* seen.set(1)
    })
  })
  expect(text).toMatchInlineSnapshot(`
    "p
    0 step seen =
    1 step looks: n := 0
    2 compute"
  `)
})

test('what a procedure is given stays, whether it reads it or not', () => {
  const text = bodies((m) => {
    const n = m.state('n', int(0, 3))
    const ignore = procedure({ params: { k: int(0, 3) } }, function* ignore({ k }) {
      yield* k.set(0)
    })
    m.process('p', function* () {
      yield* ignore({ k: n })
    })
  })
  expect(text).toMatchInlineSnapshot(`
    "p
    0 call (step) ignore(n)
    ignore
    locals k
    0 compute: k := 0"
  `)
})

test('a write to one that can fault faults', async () => {
  const built = model('faults', {}, (m) => {
    const n = m.state('n', int(0, 3), 3)
    m.process('p', function* () {
      const more = yield* local('more', int(0, 3), 0)
      yield* more.set(n.plus(1))
    })
  }).instantiate()
  for (const engine of testedEngines) {
    const { verdict } = await checkIn(engine, built)
    expect(verdict.kind).toBe('fault')
  }
})

test('a write to one where it does not live is a mistake', () => {
  const said = rejection((m) => {
    const n = m.state('n', int(0, 3))
    m.process('p', function* () {
      let mine: PlaceOf<IntSort> | undefined
      yield* when(n.eq(0), function* () {
        mine = yield* local('mine', int(0, 3), 0)
      })
      if (mine !== undefined) yield* mine.set(1) // here: set
    })
  })
  expect(said).toMatchInlineSnapshot(
    `"here: the local 'mine' is written where it does not live. Use it inside its block."`,
  )
})
