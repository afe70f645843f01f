/** Formulas about runs that are lost, stand where a test should, or say what they should not. */

import { describe, expect, test } from 'vitest'
import { mostAtoms, obligationsOf } from '../../../checker/liveness/obligation.ts'
import {
  after,
  all,
  always,
  alwaysEventually,
  and,
  array,
  atomic,
  bool,
  either,
  eventually,
  holdsUntil,
  int,
  label,
  leadsTo,
  model,
  next,
  not,
  or,
  record,
  set,
  skip,
  some,
  taken,
  thread,
  waitUntil,
  type BoolTerm,
  type Claim,
  type IntTerm,
} from '../../../dsl/index.ts'
import { rejection } from '../rejection.ts'

describe('a formula that is lost', () => {
  test('is told by the name with which it was built, and its tests are not', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      leadsTo(n.eq(0), n.eq(1)) // here: leadsTo
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'leadsTo' is built and never used. Give it to 'm.temporal', and use 'and', 'or', 'not' for '&&', '||', '!'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("is lost as a whole, and in JavaScript's '&&' on the left", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.temporal('both', and(alwaysEventually(n.eq(0)), true) && eventually(n.eq(1))) // here: and
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'and' is built and never used. Give it to 'm.temporal', and use 'and', 'or', 'not' for '&&', '||', '!'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("is the test of an 'if'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      if (alwaysEventually(n.eq(0))) m.always('small', n.lt(3)) // here: alwaysEventually
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'alwaysEventually' is built and never used. Give it to 'm.temporal', and use 'and', 'or', 'not' for '&&', '||', '!'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('is in a quantified one that is lost, and is told once', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const each = (k: IntTerm) => eventually(n.eq(k))
      all(int(0, 3), each) // here: all
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'all' is built and never used. Give it to 'm.temporal', and use 'and', 'or', 'not' for '&&', '||', '!'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test('is in a body of which only the test is given back', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const body = (k: number) => {
        eventually(n.eq(0)) // here: eventually
        return n.ge(k)
      }
      m.always('positive', body(0))
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'eventually' is built and never used. Give it to 'm.temporal', and use 'and', 'or', 'not' for '&&', '||', '!'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("is said to be unused with 'm.unused'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.unused(leadsTo(n.eq(0), eventually(n.eq(1))))
    })
    expect(said).toBe('')
  })

  test('is used in two properties', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const small = eventually(n.eq(0))
      m.temporal('one', small)
      m.alwaysEventually('two', small)
    })
    expect(said).toBe('')
  })
})

describe('a test that is lost on the way into a formula', () => {
  test("by JavaScript's '&&'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.eventually('small', n.lt(2) && n.gt(0)) // here: lt
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'lt' is built and never used. Is it in a JavaScript 'if', '&&' or '||'? Use 'when', 'and' or 'or'. If it is unused on purpose, say so with 'm.unused(…)'."`,
    )
  })

  test("by JavaScript's '!'", () => {
    const said = rejection((m) => {
      const broken = m.state('broken', bool)
      // @ts-expect-error: '!' gives a JavaScript boolean
      m.temporal('whole', eventually(!broken)) // here: eventually
    })
    expect(said).toMatchInlineSnapshot(
      `"here: JavaScript's 'false' is given where a condition is expected. Write 'not(x)' for '!x', 'x.eq(y)' for 'x === y', 'value(bool, false)' for what is never true."`,
    )
  })
})

describe('a formula where a test is expected', () => {
  test("in 'm.always'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: a formula is no test
      m.always('small', eventually(n.eq(0))) // here: always
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'eventually', a formula about runs, is given where bool is expected. Say it with 'm.temporal', or inside of another formula."`,
    )
  })

  test('in a guard', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        // @ts-expect-error: a formula is no test
        yield* waitUntil(leadsTo(n.eq(0), n.eq(1))) // here: waitUntil
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'leadsTo', a formula about runs, is given where bool is expected. Say it with 'm.temporal', or inside of another formula."`,
    )
  })

  test('in a test of a step', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: a formula is no test
      m.temporal('small', eventually(taken(eventually(n.eq(0))))) // here: taken
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'eventually', a formula about runs, is given where bool is expected. Say it with 'm.temporal', or inside of another formula."`,
    )
  })

  test('in a comparison', () => {
    const said = rejection((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      // @ts-expect-error: a formula is no test
      m.always('same', a.eq(eventually(b))) // here: eq
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'eventually', a formula about runs, is given where bool is expected. Say it with 'm.temporal', or inside of another formula."`,
    )
  })

  test('in a JavaScript operator', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // What the compiler refuses, a cast or JavaScript lets through.
      expect((eventually(n.eq(0)) as unknown as number) < 3).toBe(true)
    })
    expect(said.replace(/^\S+: /, '')).toMatchInlineSnapshot(
      `"a formula is used as a JavaScript value, which it does not have while the model is built. Compose formulas with 'and', 'or', 'not' and 'implies'."`,
    )
  })
})

describe('a quantified formula', () => {
  test('goes through no elements of a set, which change', () => {
    const said = rejection((m) => {
      const ready = m.state('ready', set(int(0, 3)))
      const served = (k: IntTerm) => eventually(ready.has(k).not())
      // @ts-expect-error: a set is no sort
      m.temporal('served', all(ready, served)) // here: all
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a formula about runs is quantified over the elements of set(int(0, 3)), which change. Quantify over a sort or a process, and ask inside of the formula who is an element."`,
    )
  })

  test.each([
    ['a record', record({ a: bool, b: bool })],
    ['threads', thread],
    ['arrays', array(bool, bool)],
  ])('goes not through %s', (_, sort) => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.temporal(
        'served',
        some(sort, () => eventually(n.eq(0))),
      )
    })
    expect(said).toContain(
      'Quantify over a process, an identity, an index, a range of numbers, a bool, or names.',
    )
  })

  test('has not too many parts', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 256))
      const come = (k: IntTerm) => eventually(n.eq(k))
      m.temporal('all', all(int(0, 256), come)) // here: all
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a formula about runs is quantified over 257 values. Use a sort of at most 256 values."`,
    )
  })
})

describe("'next'", () => {
  test('is a mistake at its place, wherever it stands in the formula', () => {
    const said = rejection((m) => {
      const a = m.state('a', bool)
      // prettier-ignore
      m.temporal('soon', always(a.implies(next(not(a))))) // here: next
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'next' in 'soon' counts steps: whoever splits a step in two changes what it says. Use 'holdsUntil' or 'leadsTo', or say that it is meant: 'm.temporal(…, { next: true })'."`,
    )
  })

  test('is fine where the property says so', () => {
    const said = rejection((m) => {
      const a = m.state('a', bool)
      m.temporal('soon', always(a.implies(next(not(a)))), { next: true })
    })
    expect(said).toBe('')
  })
})

describe('the tests of one part of a property', () => {
  const disjunction = (tests: readonly BoolTerm[]): Claim => or(...tests.map((t) => eventually(t)))

  test('are not more than a search keeps apart', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 31))
      const tests = Array.from({ length: 32 }, (_, k) => n.eq(k))
      m.temporal('some', disjunction(tests)) // here: temporal
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a part of 'some' has 32 different tests of a state, more than 31. Join tests with 'and', 'or', 'all' or 'some' before they are part of it."`,
    )
  })

  test('are as many as a search keeps apart, whatever the other parts have', () => {
    const built = model('most', {}, (m) => {
      const n = m.state('n', int(0, 30))
      const tests = Array.from({ length: mostAtoms }, (_, k) => n.eq(k))
      m.temporal('some', and(disjunction(tests), eventually(n.gt(3))))
    }).instantiate()
    expect(obligationsOf(built).map(({ stateAtoms }) => stateAtoms.length)).toEqual([mostAtoms, 1])
  })

  test('count once where they are one term', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 31))
      const zero = n.eq(0)
      m.temporal('zero', disjunction(Array.from({ length: 40 }, () => zero)))
    })
    expect(said).toBe('')
  })
})

describe('names in a formula', () => {
  test('are used where they mean something', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* (self) {
        m.eventually('ends', self.eq(self).and(n.eq(0))) // here: self
        yield* skip()
      })
    })
    expect(said).toContain('the instance of a process is used outside of it')
  })

  test("are read by 'after' only in a test of a step", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.temporal('grows', eventually(after(n).gt(0))) // here: after
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'after' stands outside of a step property, in a definition, or in an 'after'. Use it in 'm.step' or 'taken', around the whole term."`,
    )
  })

  test('of labels are those at which a process can rest', () => {
    const said = rejection((m) => {
      const p = m.process('p', function* () {
        yield* atomic(function* () {
          yield* label('inside')
          yield* skip()
        })
        yield* either(function* () {
          yield* skip()
        })
      })
      m.eventually('comes', p.only.at('inside')) // here: at
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'p' is never at 'inside': where it stands a label is forgotten. Put the label before the 'atomic' or 'either', or behind a step of the branch."`,
    )
  })

  test('of properties are told apart, whatever kind they are', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.always('small', n.lt(3)) // first: always
      m.eventually('small', n.eq(0)) // second: eventually
      m.temporal('small', holdsUntil(n.eq(0), n.eq(1))) // third: temporal
    })
    expect(said).toMatchInlineSnapshot(`
      "second: the property 'small' is declared twice (first at first). Rename one.
      third: the property 'small' is declared twice (first at first). Rename one."
    `)
  })
})

test('a fault in a formula is no mistake twice', () => {
  const said = rejection((m) => {
    const p = m.process('p', function* () {
      yield* skip()
    })
    const n = m.state('n', array(p.sort, int(0, 3)))
    // prettier-ignore
    m.temporal('divides', eventually(taken(n.at(p.only).mod(n.at(p.only)).eq(after(after(n)).at(p.only))))) // here: after
  })
  expect(said.split('\n')).toHaveLength(1)
})
