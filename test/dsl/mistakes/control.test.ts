/** Control that goes wrong: loops and branches without a step, jumps to nowhere, statements that are never reached. */

import { describe, expect, test } from 'vitest'
import {
  again,
  either,
  forever,
  int,
  label,
  leave,
  local,
  loop,
  procedure,
  ret,
  skip,
  until,
  when,
} from '../../../dsl/index.ts'
import { rejection } from '../rejection.ts'

describe('a loop whose round can pass without a step', () => {
  test("is a 'forever'", () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* forever(function* () {
          // here: forever
          yield* label('round')
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a round of this loop can pass without a step, and would never end. Give each path through it a step, such as 'skip()'."`,
    )
  })

  test("is an 'until' over locals", () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        const n = yield* local('n', int(0, 3), 0)
        yield* until(n.eq(3), function* () {
          // here: until
          yield* n.set(n.plus(1))
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a round of this loop can pass without a step, and would never end. Give each path through it a step, such as 'skip()'."`,
    )
  })

  test("is a 'loop' that comes back early", () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        const n = yield* local('n', int(0, 3), 0)
        yield* loop(function* () {
          // here: loop
          yield* when(n.eq(0), function* () {
            yield* again()
          })
          yield* skip()
          yield* leave()
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a round of this loop can pass without a step, and would never end. Give each path through it a step, such as 'skip()'."`,
    )
  })

  test('calls a procedure that may take none', () => {
    const said = rejection((m) => {
      const maybe = procedure({ params: { n: int(0, 3) } }, function* maybe({ n }) {
        yield* when(n.eq(0), function* () {
          yield* ret()
        })
        yield* skip()
      })
      m.process('p', function* () {
        yield* forever(function* () {
          // here: forever
          yield* maybe({ n: 1 })
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a round of this loop can pass without a step, and would never end. Give each path through it a step, such as 'skip()'."`,
    )
  })

  test('is none when its test reads shared state, or every path has a step', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* until(n.eq(0), function* () {})
        const k = yield* local('k', int(0, 3), 0)
        yield* loop(function* () {
          yield* when(k.eq(0), function* () {
            yield* leave()
          })
          yield* either(
            function* () {
              yield* skip()
            },
            function* () {
              yield* n.set(0)
            },
          )
        })
      })
    })
    expect(said).toBe('')
  })
})

describe('a jump', () => {
  test("'leave' outside of a loop", () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* skip()
        yield* leave() // here: leave
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'leave' stands outside of a loop. Use it in 'loop' or 'until'."`,
    )
  })

  test("'again' in a procedure called in a loop", () => {
    const said = rejection((m) => {
      const next = procedure(function* next() {
        yield* skip()
        yield* again() // here: again
      })
      m.process('p', function* () {
        yield* forever(function* () {
          yield* next()
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'again' stands outside of a loop. Use it in 'loop' or 'until'."`,
    )
  })

  test("'leave' in a 'forever'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* forever(function* () {
          yield* when(n.eq(3), function* () {
            yield* leave() // here: leave
          })
        })
      })
    })
    expect(said).toMatchInlineSnapshot(`"here: 'leave' stands in a 'forever'. Use 'loop'."`)
  })

  test("'ret' in a process", () => {
    const said = rejection((m) => {
      // @ts-expect-error: a process has no result
      m.process('p', function* () {
        yield* skip()
        yield* ret() // here: ret
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'ret' stands outside of a procedure. Let the body end, or use a procedure."`,
    )
  })
})

describe('a statement where control never comes', () => {
  test("after a 'forever'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* forever(function* () {
          yield* skip()
        })
        yield* n.set(1) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: control never comes to this statement. Remove it, or give what stands before it a way on."`,
    )
  })

  test('after both branches have returned', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const f = procedure(function* f() {
        yield* when(
          n.eq(0),
          function* () {
            yield* ret()
          },
          function* () {
            yield* ret()
          },
        )
        yield* skip() // here: skip
        yield* skip()
      })
      m.process('p', function* () {
        yield* f()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: control never comes to this statement. Remove it, or give what stands before it a way on."`,
    )
  })

  test('after a call that never comes back', () => {
    const said = rejection((m) => {
      const serve = procedure(function* serve() {
        yield* forever(function* () {
          yield* skip()
        })
      })
      m.process('p', function* () {
        yield* serve()
        yield* skip() // here: skip
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: control never comes to this statement. Remove it, or give what stands before it a way on."`,
    )
  })
})

describe("an 'either'", () => {
  test('with a branch that takes no step', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* either(
          // here: either
          function* () {
            yield* skip()
          },
          function* () {
            yield* label('nothing')
          },
        )
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a branch of this 'either' can be passed without a step. A branch is taken by its first step; begin it with one, such as 'skip()'."`,
    )
  })

  test('with a branch that leaves a loop before its step', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* loop(function* () {
          yield* either(
            // here: either
            function* () {
              yield* leave()
            },
            function* () {
              yield* skip()
            },
          )
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a branch of this 'either' can be passed without a step. A branch is taken by its first step; begin it with one, such as 'skip()'."`,
    )
  })

  test('without branches', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* either() // here: either
      })
    })
    expect(said).toMatchInlineSnapshot(`"here: 'either' has no branch. Give it two or more."`)
  })
})
