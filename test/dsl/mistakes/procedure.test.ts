/** Procedures that go wrong: results, recursion. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  int,
  procedure,
  ret,
  skip,
  when,
  type AnyStatement,
  type Callable,
} from '../../../dsl/index.ts'
import { rejection } from '../rejection.ts'

describe('a procedure', () => {
  test('that can end without its result', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const isZero = procedure({ returns: bool }, function* isZero() {
        // here: procedure
        yield* when(n.eq(0), function* () {
          yield* ret(true)
        })
      })
      m.process('p', function* () {
        yield* isZero()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'isZero' can end without its result. Give it back with 'ret' on every path."`,
    )
  })

  test('that returns a value without a declared result', () => {
    const said = rejection((m) => {
      // @ts-expect-error: no result is declared
      const one = procedure(function* one() {
        yield* skip()
        yield* ret(1) // here: ret
      })
      m.process('p', function* () {
        yield* one()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'ret' has a value, and 'one' has no result. Declare the result: 'procedure({ returns: … }, …)'."`,
    )
  })

  test('that returns nothing though a result is declared', () => {
    const said = rejection((m) => {
      // @ts-expect-error: the result is an int
      const one = procedure({ returns: int(0, 3) }, function* one() {
        yield* skip()
        yield* ret() // here: ret
      })
      m.process('p', function* () {
        yield* one()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'ret' has no value, and 'one' has a result. Give the value."`,
    )
  })

  test('that returns another sort', () => {
    const said = rejection((m) => {
      // @ts-expect-error: the result is an int
      const one = procedure({ returns: int(0, 3) }, function* one() {
        yield* skip()
        yield* ret(true) // here: ret
      })
      m.process('p', function* () {
        yield* one()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: true is given where int(0, 3) is expected. Give a term or value of that sort."`,
    )
  })

  test('that calls itself', () => {
    const said = rejection((m) => {
      type Plain = Callable<Record<never, never>, undefined, never>
      const recurse: Plain = procedure(function* down() {
        yield* skip()
        yield* recurse() // here: recurse
      })
      m.process('p', function* () {
        yield* recurse()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'down' calls itself. Write recursion as a loop: a model has no stack."`,
    )
  })

  test('whose generator function calls itself', () => {
    const said = rejection((m) => {
      const down = procedure(function* down(): Generator<AnyStatement<never, undefined>, void> {
        yield* skip()
        yield* down() // here: down
      })
      m.process('p', function* () {
        yield* down()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a body calls itself without end. Write recursion as a loop: a model has no stack."`,
    )
  })

  test('that calls itself through another', () => {
    const said = rejection((m) => {
      type Plain = Callable<Record<never, never>, undefined, never>
      const ping: Plain = procedure(function* ping() {
        yield* skip()
        yield* pong()
      })
      const pong: Plain = procedure(function* pong() {
        yield* skip()
        yield* ping() // here: ping
      })
      m.process('p', function* () {
        yield* ping()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'ping' calls itself through 'pong'. Write recursion as a loop: a model has no stack."`,
    )
  })
})
