/** Two that wait for each other are found while others run on, as precisely as indices are known. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  forever,
  index,
  local,
  procedure,
  skip,
  waitUntil,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { answer, locksIn, which, type Locks } from './stuck-models.ts'

/** Two that take the locks 0 and 1 in opposite orders, and whoever else there is. */
function abba(others: (m: ModelBuilder, locks: Locks) => void) {
  return (m: ModelBuilder): void => {
    const locks = locksIn(m)
    const { take, put } = locks
    for (const [name, one, other] of [
      ['a', 0, 1],
      ['b', 1, 0],
    ] as const) {
      m.process(name, function* () {
        yield* take(one)
        yield* take(other)
        yield* put(other)
        yield* put(one)
      })
    }
    others(m, locks)
  }
}

describe('two locks in two orders', () => {
  test('are found in two steps while a third spins on a variable of its own', async () => {
    const build = abba((m) => {
      const busy = m.state('busy', bool)
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* busy.set(busy.not())
        })
      })
    })
    expect(await answer(build)).toBe('circular after 2: a, b round a, b')
  })

  test('are found while a third spins on another lock of the same array', async () => {
    const build = abba((m, { take, put }) => {
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* take(2)
          yield* put(2)
        })
      })
    })
    expect(await answer(build)).toBe('circular after 2: a, b round a, b')
  })

  test('are found where a local is always the number of another lock', async () => {
    const build = abba((m, { take, put }) => {
      m.process('spinner', function* () {
        const mine = yield* local('mine', which, 2)
        yield* forever(function* () {
          yield* take(mine)
          yield* put(mine)
        })
      })
    })
    expect(await answer(build)).toBe('circular after 2: a, b round a, b')
  })

  test('are not found where the local could be one of theirs, but on the state graph', async () => {
    const build = abba((m, { take, put }) => {
      const wanted = m.state('wanted', which, 2)
      m.process('spinner', function* () {
        const mine = yield* local('mine', which, wanted)
        yield* forever(function* () {
          yield* take(mine)
          yield* put(mine)
        })
      })
    })
    expect(await answer(build)).toBe('holds')
    expect(await answer(build, { stuck: true })).toBe('circular after 2: a, b round a, b')
  })

  test('are found through the parameter of a procedure', async () => {
    const build = abba((m, { take, put }) => {
      const spin = procedure({ params: { at: which } }, function* spin({ at }) {
        yield* take(at)
        yield* put(at)
      })
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* spin({ at: 2 })
        })
      })
    })
    expect(await answer(build)).toBe('circular after 2: a, b round a, b')
  })

  test('are found while each of several spins on its own', async () => {
    const build = (m: ModelBuilder): void => {
      const { take, put } = locksIn(m)
      m.process('p', { each: index('p', 3) }, function* (self) {
        yield* forever(function* () {
          yield* take(self.ordinal())
          yield* put(self.ordinal())
        })
      })
      const [x, y] = [m.state('x', bool), m.state('y', bool)]
      m.process('a', function* () {
        yield* waitUntil(x)
        yield* y.set(true)
      })
      m.process('b', function* () {
        yield* waitUntil(y)
        yield* x.set(true)
      })
    }
    expect(await answer(build)).toBe('circular after 0: a, b round a, b')
  })

  test('are none while a third may still let go of one', async () => {
    const build = abba((m, { put }) => {
      m.process('helper', function* () {
        yield* skip()
        yield* put(0)
        yield* put(1)
      })
    })
    expect(await answer(build)).toBe('global after 5: a, b round a, b')
  })

  test('are none while an action may let go of one, until the graph says that it does not', async () => {
    const build = (open: boolean) =>
      abba((m, { taken }) => {
        m.action(
          'Reset',
          {},
          () => (open ? true : taken.at(2)),
          function* () {
            yield* taken.at(0).set(false)
          },
        )
        m.process('spinner', function* () {
          yield* forever(function* () {
            yield* skip()
          })
        })
      })
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe('holds')
    expect(await answer(build(false), { stuck: true })).toBe('partial after 2: a, b')
  })

  test('are found behind an action that writes another lock', async () => {
    const build = abba((m, { taken }) => {
      m.action(
        'Toggle',
        {},
        () => true,
        function* () {
          yield* taken.at(2).set(taken.at(2).not())
        },
      )
    })
    expect(await answer(build)).toBe('circular after 2: a, b round a, b')
  })

  test('are no deadlock where the model may end, nor where nobody looks', async () => {
    const build = abba((m, { taken }) => {
      m.process('spinner', function* () {
        yield* forever(function* () {
          yield* skip()
        })
      })
      m.mayEnd('both taken', taken.at(0).and(taken.at(1)))
    })
    expect(await answer(build)).toBe('holds')
    const open = abba(() => undefined)
    expect(await answer(open)).toBe('global after 2: a, b round a, b')
    expect(await answer(open, { deadlock: false })).toBe('holds')
  })
})
