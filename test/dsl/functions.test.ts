/** From what an author writes to the IR: each free function. */

import { describe, expect, test } from 'vitest'
import {
  after,
  all,
  and,
  array,
  arrayOf,
  bag,
  bool,
  changed,
  cond,
  count,
  elementsOf,
  filter,
  fold,
  given,
  identity,
  image,
  int,
  just,
  not,
  oneOf,
  one,
  optional,
  or,
  record,
  sequence,
  set,
  some,
  the,
  value,
  variant,
} from '../../dsl/index.ts'
import { texts } from './built-terms.ts'

const fence = identity('fence', 3)

describe('free functions', () => {
  test('connect conditions', () => {
    const found = texts((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      return [not(a), and(), and(a), and(a, b, a), or(), or(a, b), cond(a, b, true)]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "not(a): bool",
        "true: bool",
        "a: bool",
        "and(and(a, b), a): bool",
        "false: bool",
        "or(a, b): bool",
        "conditional(a, b, true): bool",
      ]
    `)
  })

  test('quantify over a sort', () => {
    const found = texts((m) => {
      const free = m.state('free', set(fence))
      return [
        all(fence, (x) => free.has(x)),
        some(fence, (x) => free.has(x)),
        one(fence, (x) => free.has(x)),
        count(fence, (x) => free.has(x)),
        the(fence, (x) => free.has(x)),
        filter(fence, (x) => free.has(x)),
        elementsOf(fence),
        image(fence, bool, (x) => free.has(x)),
        arrayOf(fence, bool, (x) => free.has(x)),
        fold(fence, int(0, 3), 0, (sum, x) => cond(free.has(x), sum.plus(1), sum)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "all(x in identity('fence', 3), member(free, x)): bool",
        "some(x in identity('fence', 3), member(free, x)): bool",
        "one(x in identity('fence', 3), member(free, x)): bool",
        "count(x in identity('fence', 3), member(free, x)): int(0, 3)",
        "the(x in identity('fence', 3), member(free, x)): identity('fence', 3)",
        "filter(x in identity('fence', 3), member(free, x)): set(identity('fence', 3))",
        "filter(x in identity('fence', 3), true): set(identity('fence', 3))",
        "image(x in identity('fence', 3), member(free, x)): set(bool)",
        "array(member(free, x)): array(identity('fence', 3), bool)",
        "fold(x in identity('fence', 3), 0, convert(conditional(member(free, x), plus(sum, 1), sum), int(0, 3))): int(0, 3)",
      ]
    `)
  })

  test('quantify over elements', () => {
    const found = texts((m) => {
      const free = m.state('free', set(int(0, 3)))
      const queue = m.state('queue', sequence(int(0, 3), 2))
      const sent = m.state('sent', bag(int(0, 3), 2))
      return [
        all(free, (k) => k.lt(3)),
        count(free, (k) => k.lt(3)),
        count(queue, (k) => k.lt(3)),
        count(sent, (k) => k.lt(3)),
        filter(queue, (k) => k.lt(3)),
        elementsOf(sent),
        fold(queue, int(0, 6), 0, (sum, k) => sum.plus(k)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "all(k in free, lt(k, 3)): bool",
        "count(k in free, lt(k, 3)): int(0, 4)",
        "count(k in queue, lt(k, 3)): int(0, 2)",
        "count(k in sent, lt(k, 3)): int(0, 4)",
        "filter(k in queue, lt(k, 3)): set(int(0, 3))",
        "filter(x in sent, true): set(int(0, 3))",
        "fold(k in queue, 0, convert(plus(sum, k), int(0, 6))): int(0, 6)",
      ]
    `)
  })

  test('quantify over the instances of a process', () => {
    const found = texts((m) => {
      const p = m.process('p', { count: 2 }, function* () {})
      return [
        p.every((each) => each.terminated()),
        p.some((each) => each.terminated()),
        p.count((each) => each.terminated()),
        filter(p, (each) => each.terminated()),
        one(p, (each) => each.terminated()),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "all(each in identity('p', 2), terminated(0, each)): bool",
        "some(each in identity('p', 2), terminated(0, each)): bool",
        "count(each in identity('p', 2), terminated(0, each)): int(0, 2)",
        "filter(each in identity('p', 2), terminated(0, each)): set(identity('p', 2))",
        "one(each in identity('p', 2), terminated(0, each)): bool",
      ]
    `)
  })

  test('quantify over sets, records and arrays as TLA+ does', () => {
    const found = texts((m) => {
      const held = m.state('held', set(fence))
      return [
        all(set(fence), (part) => part.subsetOf(held).implies(part.size().le(held.size()))),
        some(record({ a: fence, b: bool }), (pair) => held.has(pair.field('a'))),
        some(array(bool, fence), (f) => held.has(f.at(true))),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "all(part in set(identity('fence', 3)), implies(subset(part, held), le(size(part), size(held)))): bool",
        "some(pair in record({ a: identity('fence', 3), b: bool }), member(held, field(pair, a))): bool",
        "some(f in array(bool, identity('fence', 3)), member(held, element(f, true))): bool",
      ]
    `)
  })

  test('name values', () => {
    const found = texts((m) => {
      const n = m.state('n', int(0, 3))
      return [
        given(n.plus(1), bool, (next) => next.lt(3).and(next.gt(1))),
        m.define('full', n.eq(3)),
        value(int(0, 3), 2),
        value(oneOf('a', 'b'), 'b'),
        value(optional(int(0, 3)), just(2)),
        value(set(int(0, 3)), [1, n]),
        value(record({ a: int(0, 3), b: bool }), { b: true, a: n }),
        value(variant({ a: int(0, 3), b: null }), { tag: 'b' }),
        value(array(bool, int(0, 3)), [n, 3]),
        value(sequence(bool, 2), []),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "let(plus(n, 1), and(lt(next, 3), gt(next, 1))): bool",
        "definition(full, eq(n, 3)): bool",
        "2: int(2, 2)",
        ""b": oneOf('a', 'b')",
        "some(2): optional(int(0, 3))",
        "collection(1, n): set(int(0, 3))",
        "record(a n, b true): record({ a: int(0, 3), b: bool })",
        "variant(b): variant({ a: int(0, 3), b: null })",
        "table(n, 3): array(bool, int(0, 3))",
        "collection: sequence(bool, 2)",
      ]
    `)
  })

  test('choose between values', () => {
    const found = texts((m) => {
      const [small, large] = [m.state('small', int(0, 3)), m.state('large', int(2, 9))]
      const test = m.state('test', bool)
      return [
        cond(test, small, large),
        cond(test, small, 7),
        cond(test, value(optional(int(0, 3)), null), just(2)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "conditional(test, small, large): int(0, 9)",
        "conditional(test, small, 7): int(0, 7)",
        "conditional(test, none, some(2)): optional(int(0, 3))",
      ]
    `)
  })

  test('speak of the state after a step', () => {
    const found = texts((m) => {
      const n = m.state('n', int(0, 3))
      return [after(n), after(n.plus(1)).eq(n), changed(n)]
    }, 'step')
    expect(found).toMatchInlineSnapshot(`
      [
        "after(n): int(0, 3)",
        "eq(after(plus(n, 1)), n): bool",
        "ne(after(n), n): bool",
      ]
    `)
  })
})

describe('a name that is bound', () => {
  test("is that of the callback's parameter", () => {
    const found = texts((m) => {
      const free = m.state('free', set(fence))
      return [
        all(fence, (someFence) => free.has(someFence)),
        all(fence, function (someFence) {
          return free.has(someFence)
        }),
        all(fence, () => true),
        fold(fence, int(0, 3), 0, (total, each) => cond(free.has(each), total.plus(1), total)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "all(someFence in identity('fence', 3), member(free, someFence)): bool",
        "all(someFence in identity('fence', 3), member(free, someFence)): bool",
        "all(x in identity('fence', 3), true): bool",
        "fold(each in identity('fence', 3), 0, convert(conditional(member(free, each), plus(total, 1), total), int(0, 3))): int(0, 3)",
      ]
    `)
  })
})
