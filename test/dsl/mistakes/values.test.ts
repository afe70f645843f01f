/** Values and terms that do not fit where they are given: another sort, outside of a range. */

import { describe, expect, test } from 'vitest'
import {
  array,
  bool,
  cond,
  identity,
  index,
  int,
  just,
  nth,
  oneOf,
  optional,
  sequence,
  set,
} from '../../../dsl/index.ts'
import { completion } from '../../../dsl/kernel/index.ts'
import { rejection } from '../rejection.ts'

describe('a wrong sort', () => {
  test('in an assignment', () => {
    const said = rejection((m) => {
      const [flag, n] = [m.state('flag', bool), m.state('n', int(0, 3))]
      m.process('p', function* () {
        // @ts-expect-error: a bool is no int
        yield* n.set(flag) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: bool is given where int(0, 3) is expected. Give a term or value of that sort."`,
    )
  })

  test('in a comparison', () => {
    const said = rejection((m) => {
      const [flag, n] = [m.state('flag', bool), m.state('n', int(0, 3))]
      // @ts-expect-error: a bool is no int
      m.always('equal', flag.eq(n)) // here: eq
    })
    expect(said).toMatchInlineSnapshot(
      `"here: bool is compared with int(0, 3). Use terms of the same sort."`,
    )
  })

  test('of two identities with one name and different numbers', () => {
    const said = rejection((m) => {
      const x = m.state('x', set(identity('fence', 2)))
      const y = m.state('y', set(identity('fence', 3)))
      m.always('disjoint', x.intersection(y).isEmpty()) // here: intersection
    })
    expect(said).toMatchInlineSnapshot(
      `"here: set(identity('fence', 3)) is given where set(identity('fence', 2)) is expected. Give a term or value of that sort."`,
    )
  })

  test('in arithmetic', () => {
    const said = rejection((m) => {
      const [flag, n] = [m.state('flag', bool), m.state('n', int(0, 3))]
      // @ts-expect-error: a bool is no int
      m.always('sum', n.plus(flag).eq(1)) // here: plus
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'plus' needs two ints. Give an int term or a whole number."`,
    )
  })

  test("of the two sides of 'cond'", () => {
    const said = rejection((m) => {
      const [flag, n] = [m.state('flag', bool), m.state('n', int(0, 3))]
      // @ts-expect-error: a bool is no int
      m.always('either', cond(flag, n, flag).eq(1)) // here: cond
    })
    expect(said).toMatchInlineSnapshot(
      `"here: one side of 'cond' is int(0, 3) and the other bool. Give both sides the same sort."`,
    )
  })

  test("of no side of 'cond' that says its sort", () => {
    const said = rejection((m) => {
      const [flag, phase] = [m.state('flag', bool), m.state('phase', oneOf('idle', 'busy'))]
      // @ts-expect-error: a name is no term
      m.always('either', phase.eq(cond(flag, 'idle', 'busy'))) // here: cond
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the first side of 'cond' is a plain value, whose sort is not known. Give it as a term: 'value(sort, …)'."`,
    )
  })

  test('in a condition', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: an int is no condition
      m.always('n', n) // here: always
    })
    expect(said).toMatchInlineSnapshot(
      `"here: int(0, 3) is given where bool is expected. Give a term or value of that sort."`,
    )
  })

  test('for a name that is not in the enumeration', () => {
    const said = rejection((m) => {
      const phase = m.state('phase', oneOf('idle', 'busy'))
      // @ts-expect-error: no such name
      m.never('busy', phase.eq('buzy')) // here: eq
    })
    expect(said).toMatchInlineSnapshot(
      `"here: "buzy" is given where oneOf('idle', 'busy') is expected. Give a term or value of that sort."`,
    )
  })

  test('where an optional needs just or none', () => {
    const said = rejection((m) => {
      const slot = m.state('slot', optional(int(0, 3)))
      m.process('p', function* () {
        // @ts-expect-error: a number is no optional
        yield* slot.set(3) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 3 is given where optional(int(0, 3)) is expected. Write 'just(value)' or 'none'."`,
    )
  })
})

describe('a range', () => {
  test('left by an initial value', () => {
    const said = rejection((m) => {
      m.state('n', int(0, 3), 4) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 4 is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('left by an assigned number', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* n.set(4) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 4 is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('left by every value of an assigned term', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* n.set(n.plus(4)) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: int(4, 7) is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('that a compared number can never have', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.never('full', n.eq(4)) // here: eq
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 4 is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('that an element can never have', () => {
    const said = rejection((m) => {
      const free = m.state('free', set(int(0, 3)))
      m.never('4 is free', free.has(4)) // here: has
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 4 is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('that beyond 2^53 is not exact', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 2 ** 40))
      m.always('small', n.times(n).ge(0)) // here: times
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the range of this expression exceeds 2^53. Give its operands smaller ranges."`,
    )
  })

  test('of a fraction', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* n.set(1.5) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 1.5 is given where int(0, 3) is expected. Give a term or value of that sort."`,
    )
  })

  test('of a constant zero that divides', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.always('quotient', n.div(0).eq(0)) // here: div
    })
    expect(said).toMatchInlineSnapshot(`"here: this always divides by zero. Give another divisor."`)
  })

  test('of a constant zero that is a modulus', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.always('remainder', n.mod(0).eq(0)) // here: mod
    })
    expect(said).toMatchInlineSnapshot(`"here: this always divides by zero. Give another divisor."`)
  })

  test('of an index sort', () => {
    const said = rejection((m) => {
      const slot = index('slot', 4)
      const head = m.state('head', slot)
      m.never('past the end', head.eq(nth(slot, 4))) // here: nth
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 4 is outside of int(0, 3). Give a value in the range, or widen the range."`,
    )
  })

  test('of the positions of a sequence', () => {
    const said = rejection((m) => {
      const queue = m.state('queue', sequence(bool, 2))
      m.never('third', queue.at(2)) // here: at
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 2 is outside of int(0, 1). Give a value in the range, or widen the range."`,
    )
  })

  test('of the length of a sequence', () => {
    const said = rejection((m) => {
      m.state('queue', sequence(bool, 2), [true, false, true]) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 3 elements are given where sequence(bool, 2) is expected. Give at most 2, or raise the bound."`,
    )
  })

  test('of the indices of an array', () => {
    const said = rejection((m) => {
      m.state('owned', array(identity('buffer', 3), bool), [true, false]) // here: state
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 2 elements are given, and identity('buffer', 3) has 3 values. Give one for each, or a function."`,
    )
  })
})

test('a number is not outside of an order, only of an equality', () => {
  const said = rejection((m) => {
    const n = m.state('n', int(0, 3))
    m.always('small', n.lt(100))
    m.always('one of two', cond(n.eq(0), n, 100).ge(0))
    m.state('other', optional(int(0, 3)), just(2))
  })
  expect(said).toBe('')
})

test('a primitive whose function is not called', () => {
  const said = rejection((m) => {
    // @ts-expect-error: a function is no primitive
    m.state('done', completion) // place: state
  })
  expect(said).toBe(
    "place: 'done' is declared with a function. Call it: what it gives is declared.",
  )
})
