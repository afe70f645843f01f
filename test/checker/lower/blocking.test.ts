/** Who could wait for whom, as far as the text of a program tells. */

import { describe, expect, test } from 'vitest'
import { blocking } from '../../../checker/lower/blocking.ts'
import type { Blocking } from '../../../checker/lower/blocking.ts'
import { lower } from '../../../checker/lower/lower.ts'
import { keptCells, projected } from '../../../checker/lower/merge-cells.ts'
import {
  array,
  atomic,
  bool,
  forever,
  index,
  int,
  local,
  model,
  skip,
  step,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../../dsl/index.ts'

function blockingIn(build: (m: ModelBuilder) => void): Blocking | null {
  return blocking(lower(model('small', {}, build).instantiate()))
}

/** Whether one thread, at this statement, may ever write what the other needs at its own. */
function releases(
  known: Blocking | null,
  [writer, at]: readonly [number, number],
  [needer, resting]: readonly [number, number],
): boolean {
  const writes = known?.threads[writer]?.statements[at]?.writes ?? 0n
  const needs = known?.threads[needer]?.statements[resting]?.needs ?? null
  if (needs === null) throw new Error('nobody waits there')
  return (writes & needs) !== 0n
}

describe('what a process may write', () => {
  test('is what it can still come to, and nothing that lies behind it', () => {
    const known = blockingIn((m) => {
      const [x, y] = [m.state('x', bool), m.state('y', bool)]
      m.process('p', function* () {
        yield* x.set(true)
        yield* y.set(true)
      })
      m.process('q', function* () {
        yield* waitUntil(x)
        yield* waitUntil(y)
      })
    })
    const answers = [0, 1].map((at) => [0, 1].map((to) => releases(known, [0, at], [1, to])))
    expect(answers).toEqual([
      [true, true],
      [false, true],
    ])
  })

  test('goes round a loop', () => {
    const known = blockingIn((m) => {
      const x = m.state('x', bool)
      m.process('p', function* () {
        yield* forever(function* () {
          yield* x.set(true)
          yield* skip()
        })
      })
      m.process('q', function* () {
        yield* waitUntil(x)
      })
    })
    expect(releases(known, [0, 1], [1, 0])).toBe(true)
  })

  test('at an index in the middle of an atomic is known from the locals', () => {
    const known = blockingIn((m) => {
      const x = m.state('x', array(int(0, 2), bool))
      const y = m.state('y', bool)
      m.process('p', function* () {
        const mine = yield* local('mine', int(0, 2), 1)
        yield* when(y, function* () {
          yield* mine.set(2)
        })
        yield* atomic(function* both() {
          yield* y.set(true)
          yield* x.at(mine).set(true)
        })
      })
      for (const one of [0, 1, 2]) {
        m.process(`q${one}`, function* () {
          yield* waitUntil(x.at(one))
        })
      }
    })
    expect([1, 2, 3].map((thread) => releases(known, [0, 0], [thread, 0]))).toEqual([
      false,
      true,
      true,
    ])
  })
})

describe('a cell', () => {
  test('is one with another that the same threads need and write, and none where nobody writes it', () => {
    const known = blockingIn((m) => {
      const x = m.state('x', array(int(0, 9), bool))
      const never = m.state('never', bool)
      m.process('p', function* () {
        for (let i = 0; i < 10; i++) yield* x.at(i).set(true)
        yield* skip()
      })
      m.process('q', function* () {
        yield* step('all', { guard: x.at(0).and(x.at(1)).and(never) }, function* () {})
      })
    })
    // Whoever may write x[0] may write x[1] too.
    expect(known?.cells).toBe(1)
  })

  test('that an action may write makes nobody wait', () => {
    const known = blockingIn((m) => {
      const x = m.state('x', bool)
      m.process('q', function* () {
        yield* waitUntil(x)
      })
      m.action(
        'Set',
        {},
        () => true,
        function* () {
          yield* x.set(true)
        },
      )
    })
    expect(known).toBe(null)
  })

  test('is of each instance', () => {
    const known = blockingIn((m) => {
      const x = m.state('x', array(index('p', 3), bool))
      m.process('p', { each: index('p', 3) }, function* (self) {
        yield* waitUntil(x.at(self))
        yield* x.at(self.next()).set(true)
      })
    })
    const answers = [0, 1, 2].map((writer) =>
      [0, 1, 2].map((needer) => releases(known, [writer, 0], [needer, 0])),
    )
    expect(answers).toEqual([
      [false, true, false],
      [false, false, true],
      [true, false, false],
    ])
  })
})

test('a program in which nothing is ever waited for has nobody who blocks', () => {
  const known = blockingIn((m) => {
    const n = m.state('n', int(0, 1))
    m.process('p', { count: 2 }, function* () {
      yield* n.set(1)
    })
  })
  expect(known).toBe(null)
})

test('a program in which only daemons wait has none either', () => {
  const known = blockingIn((m) => {
    const x = m.state('x', bool)
    m.process('idle', { daemon: true }, function* () {
      yield* waitUntil(x)
    })
    m.process('p', function* () {
      yield* x.set(true)
    })
  })
  expect(known).toBe(null)
})

test('masks with fewer cells tell the same of different threads', () => {
  // Drawn by hand: cells 0 and 1 are alike, 2 is covered by 3, and 4 is the needer's own.
  const rows = [
    { thread: 0, needs: 0b10011n, writes: 0b10000n },
    { thread: 1, needs: 0b01100n, writes: 0b00011n },
    { thread: 2, needs: 0b01000n, writes: 0b01100n },
    { thread: 0, needs: 0n, writes: 0b01000n },
  ]
  const kept = keptCells(rows, 5)
  expect(kept).toEqual([0, 3])
  for (const one of rows) {
    for (const other of rows) {
      if (one.thread === other.thread) continue
      const before = (one.writes & other.needs) !== 0n
      const after = (projected(one.writes, kept) & projected(other.needs, kept)) !== 0n
      expect(after).toBe(before)
    }
  }
})
