/** Deadlocks that no state shows by itself are found on the state graph, and nothing else is. */

import { describe, expect, test } from 'vitest'
import { check } from '../../checker/check.ts'
import { lower } from '../../checker/lower/lower.ts'
import { execute } from '../../checker/lower/executor.ts'
import { packedSystem } from '../../checker/packed-system.ts'
import { search } from '../../checker/search.ts'
import { diningPhilosophers } from '../../models/classics/dining-philosophers.ts'
import {
  bool,
  forever,
  int,
  model,
  skip,
  step,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../dsl/index.ts'

/** A flag that its text allows the spinner to set, and that is set only where `does`. */
const flagged = (does: boolean) => (m: ModelBuilder) => {
  const [flag, n] = [m.state('flag', bool), m.state('n', int(0, 1))]
  m.process('waiter', function* () {
    yield* skip()
    yield* waitUntil(flag)
  })
  m.process('spinner', function* () {
    yield* forever(function* () {
      yield* step('spin', {}, function* () {
        yield* n.set(does ? 1 : 0)
        yield* when(n.eq(1), function* () {
          yield* flag.set(true)
        })
      })
    })
  })
}

function built(build: (m: ModelBuilder) => void) {
  return model('small', {}, build).instantiate()
}

describe('the state graph', () => {
  test('is looked at only where that is asked for, and the report says so', async () => {
    expect((await check(built(flagged(false)))).verdict.kind).toBe('holds')
    const { verdict, deadlock, steps } = await check(built(flagged(false)), { stuck: true })
    expect(verdict).toEqual({ kind: 'deadlock', onGraph: [0] })
    expect(deadlock).toMatchObject({ decidedOn: 'graph', stuck: [0], shape: 'partial' })
    // From the first state on the waiter can only take its first step; before it, it is not stuck.
    expect(steps).toBe(1)
  })

  test('shows nobody who is released on some run', async () => {
    expect((await check(built(flagged(true)), { stuck: true })).verdict.kind).toBe('holds')
  })

  test('is not looked at where something else is wrong, or deadlocks are no matter', async () => {
    const wrong = built((m) => {
      flagged(false)(m)
      m.never('anything', true)
    })
    expect((await check(wrong, { stuck: true })).verdict.kind).toBe('violated')
    const options = { stuck: true, deadlock: false } as const
    expect((await check(built(flagged(false)), options)).verdict.kind).toBe('holds')
  })

  test('that a constraint has cut shows nothing', async () => {
    const cut = built((m) => {
      flagged(false)(m)
      const k = m.state('k', int(0, 3))
      m.process('counter', function* () {
        yield* k.set(2)
      })
      m.constraint('small', k.lt(2))
    })
    expect((await check(cut, { stuck: true })).verdict.kind).toBe('incomplete')
  })

  test('shows no deadlock where the model may end, nor of daemons alone', async () => {
    const ending = built((m) => {
      flagged(false)(m)
      m.mayEnd('any time', true)
    })
    expect((await check(ending, { stuck: true })).verdict.kind).toBe('holds')
    const idle = built((m) => {
      const [flag, n] = [m.state('flag', bool), m.state('n', int(0, 1))]
      m.process('idle', { daemon: true }, function* () {
        yield* waitUntil(flag)
      })
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* when(n.eq(1), function* () {
            yield* flag.set(true)
          })
        })
      })
    })
    expect((await check(idle, { stuck: true })).verdict.kind).toBe('holds')
  })

  test('for which there is no time is said to be cut', async () => {
    const { verdict } = await check(built(flagged(false)), { stuck: true, timeout: 0 })
    expect(verdict).toMatchObject({ kind: 'incomplete', cuts: [{ bound: 'time', limit: 0 }] })
  })
})

test('states as texts are explored as they are', async () => {
  // Among its states are some whose halves are a pair of surrogates.
  const program = lower(diningPhilosophers.instantiate({ n: 8 }))
  const [plain, packed] = [
    await search(execute(program), { continue: true }),
    await search(packedSystem(program), { continue: true }),
  ]
  expect(packed.store.size).toBe(plain.store.size)
  expect(packed.generated).toBe(plain.generated)
  expect(packed.levels).toEqual(plain.levels)
})
