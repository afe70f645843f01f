/** What is built and lost: a forgotten `yield*`, a JavaScript `if`, an operator of JavaScript's. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  either,
  int,
  label,
  not,
  pick,
  procedure,
  ret,
  set,
  skip,
  step,
  when,
} from '../../../dsl/index.ts'
import { mutex, plain } from '../../../dsl/kernel/index.ts'
import { rejection } from '../rejection.ts'

describe("a forgotten 'yield*'", () => {
  test('before a write', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* n.set(1)
        n.set(2) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'n.set' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('before a primitive', () => {
    const said = rejection((m) => {
      const resv = m.state('resv', mutex('resv'))
      m.process('p', function* () {
        resv.lock() // here: lock
        yield* resv.unlock()
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'mutex_lock(resv)' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('before a procedure', () => {
    const said = rejection((m) => {
      const pin = procedure(function* pin() {
        yield* skip()
      })
      m.process('p', function* () {
        yield* skip()
        pin() // here: pin
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'pin' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("before a 'when', once for all that is inside", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* skip()
        when(n.eq(0), function* () {
          // here: when
          yield* n.set(n.plus(1))
          yield* label('set')
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'when' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('inside of a step', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* step('reset', {}, function* () {
          n.set(0) // here: set
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'n.set' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("before a 'pick' in an action", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.action('choose', {}, function* () {
        pick(int(0, 3)) // here: pick
        yield* n.set(1)
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'pick' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('before a load, where JavaScript finds the result missing first', () => {
    const said = rejection((m) => {
      const users = m.state('users', plain(int(0, 3)))
      m.process('p', function* () {
        const before = users.load() // here: load
        // @ts-expect-error: the statement is no term
        yield* users.store(before.plus(1))
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'read(users)' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('before a load whose result is given on', () => {
    const said = rejection((m) => {
      const users = m.state('users', plain(int(0, 3)))
      m.process('p', function* () {
        const before = users.load()
        // @ts-expect-error: the statement is no term
        yield* users.store(before) // here: store
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: the statement 'read(users)' is given where int(0, 3) is expected. In a process write 'const x = yield* …', and give x; a property reads state."`,
    )
  })

  test('in two places, in the order of the text', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* either(
          function* () {
            yield* skip()
            n.set(1) // first: set
          },
          function* () {
            yield* skip()
          },
        )
        n.set(2) // second: set
      })
    })
    expect(said).toMatchInlineSnapshot(`
      "first: 'n.set' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'.
      second: 'n.set' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."
    `)
  })
})

describe('a wrong yield', () => {
  test('without its star', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield n.set(1) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(`"here: 'n.set' is yielded without a star. Write 'yield*'."`)
  })

  test('of something that is no statement', () => {
    const said = rejection((m) => {
      // @ts-expect-error: numbers are no statements
      m.process('p', function* () {
        // here: process
        yield* skip()
        yield 3
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: something that is no statement is yielded in this body. Write 'yield*' before each statement of the model, and nowhere else."`,
    )
  })

  test('of the same statement twice', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        const reset = n.set(0) // here: set
        yield* reset
        yield* n.set(1)
        yield* reset
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'n.set' is yielded twice, or was built outside of this model. Build a new one for each place where it stands."`,
    )
  })

  test('of a statement that was built outside of the model', () => {
    const rest = skip()
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* rest
      })
    })
    expect(said.replace(/^\S+: /, '')).toMatchInlineSnapshot(
      `"'skip' is yielded twice, or was built outside of this model. Build a new one for each place where it stands."`,
    )
  })

  test("that is JavaScript's return", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: a body gives back nothing
      m.process('p', function* () {
        yield* n.set(1)
        return n.set(0) // here: set
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'n.set' is built and never used. Is a 'yield*' missing? If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })
})

describe('a JavaScript operator', () => {
  test("in the test of an 'if'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        if (n.eq(0)) yield* n.set(1) // here: eq
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'eq' is built and never used. Is it in a JavaScript 'if', '&&' or '||'? Use 'when', 'and' or 'or'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("'&&', which forgets its left side", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* n.set(1)
      })
      m.always('small', n.lt(2) && n.gt(0)) // here: lt
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'lt' is built and never used. Is it in a JavaScript 'if', '&&' or '||'? Use 'when', 'and' or 'or'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("'!' in a property", () => {
    const said = rejection((m) => {
      const broken = m.state('broken', bool)
      m.process('p', function* () {
        yield* broken.set(false)
      })
      // @ts-expect-error: '!' gives a JavaScript boolean
      m.always('whole', !broken) // here: always
    })
    expect(said).toMatchInlineSnapshot(
      `"here: JavaScript's 'false' is given where a condition is expected. Write 'not(x)' for '!x', 'x.eq(y)' for 'x === y', 'value(bool, false)' for what is never true."`,
    )
  })

  test("'!' inside of a term", () => {
    const said = rejection((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      m.process('p', function* () {
        yield* a.set(true)
      })
      // @ts-expect-error: '!' gives a JavaScript boolean
      m.always('implied', a.implies(!b)) // here: implies
    })
    expect(said).toMatchInlineSnapshot(
      `"here: JavaScript's 'false' is given where a condition is expected. Write 'not(x)' for '!x', 'x.eq(y)' for 'x === y', 'value(bool, false)' for what is never true."`,
    )
  })

  test.each([
    ["'<'", (n: number) => n < 3],
    ["'+'", (n: number) => n + 1],
    ["'-'", (n: number) => -n],
    ['a template', (n: number) => `${n}`],
    ["'=='", (n: number) => n == 3], // oxlint-disable-line eqeqeq
  ])('%s', (_, use) => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // What the compiler refuses, a cast or JavaScript lets through.
      use(n as unknown as number)
    })
    expect(said.replace(/^\S+: /, '')).toMatchInlineSnapshot(
      `"a term is used as a JavaScript value, which it does not have while the model is built. Use the term's methods, such as 'x.lt(3)' for 'x < 3', and 'when' for 'if'."`,
    )
  })
})

describe('no false alarm', () => {
  test("of what is said to be unused with 'm.unused'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.unused(n.set(n.plus(1)), n.eq(2), pick(int(0, 1)), not(n.eq(3)))
      m.process('p', function* () {
        yield* n.set(1)
      })
    })
    expect(said).toBe('')
  })

  test('of variables, definitions, procedures and results that nobody uses', () => {
    const said = rejection((m) => {
      const n = m.state('n', plain(int(0, 3)))
      m.state('spare', set(int(0, 3)))
      m.define('none left', n.value.eq(0))
      procedure(function* never() {
        yield* skip()
      })
      const read = procedure({ returns: int(0, 3) }, function* read() {
        const before = yield* n.load()
        yield* ret(before)
      })
      m.process('p', function* () {
        yield* n.load()
        yield* read()
        yield* step('peek', {}, function* () {
          return n.value.plus(1).eq(2)
        })
      })
    })
    expect(said).toBe('')
  })

  test('of a term that is used twice', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const small = n.lt(2)
      m.process('p', function* () {
        yield* when(small, function* () {
          yield* n.set(3)
        })
      })
      m.reachable('small', small)
    })
    expect(said).toBe('')
  })
})

describe('a known limit', () => {
  test("a bare variable in a JavaScript 'if' is not noticed", () => {
    const said = rejection((m) => {
      const flag = m.state('flag', bool)
      m.process('p', function* () {
        if (flag) yield* flag.set(false)
      })
    })
    expect(said).toBe('')
  })

  test("'!' where a value is compared is not noticed: the other value is taken", () => {
    const said = rejection((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      m.always('differ', a.eq(!b))
    })
    expect(said).toBe('')
  })

  test('a generator function that is called and not yielded is not noticed', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      function* reset() {
        yield* n.set(0)
      }
      m.process('p', function* () {
        yield* skip()
        reset()
      })
    })
    expect(said).toBe('')
  })
})
