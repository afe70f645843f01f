/** From what an author writes to the IR: records, variants, arrays and collections, node by node. */

import { describe, expect, test } from 'vitest'
import {
  array,
  bag,
  bool,
  index,
  int,
  nth,
  optional,
  record,
  sequence,
  set,
  variant,
} from '../../dsl/index.ts'
import { texts } from './built-terms.ts'

const slot = index('slot', 4)
const message = variant({ sent: int(0, 3), lost: null })
const job = record({ id: int(0, 3), done: bool })

describe('terms of sort', () => {
  test('record', () => {
    const found = texts((m) => {
      const one = m.state('one', job)
      return [
        one.field('done'),
        one.with({ done: true }),
        one.with({ done: true, id: 3 }),
        one.eq({ id: 1, done: false }),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "field(one, done): bool",
        "withField(one, done, true): record({ id: int(0, 3), done: bool })",
        "withField(withField(one, done, true), id, 3): record({ id: int(0, 3), done: bool })",
        "eq(one, record(id 1, done false)): bool",
      ]
    `)
  })

  test('variant', () => {
    const found = texts((m) => {
      const last = m.state('last', message, { tag: 'lost' })
      return [
        last.is('sent'),
        last.get('sent'),
        last.match(int(0, 9), { sent: (id) => id.plus(1), lost: () => 9 }),
        last.eq({ tag: 'sent', value: 2 }),
        last.eq({ tag: 'lost' }),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "isTag(last, sent): bool",
        "match(last, sent sent, lost unwrap(none)): int(0, 3)",
        "match(last, sent plus(id, 1), lost 9): int(0, 9)",
        "eq(last, variant(sent, 2)): bool",
        "eq(last, variant(lost)): bool",
      ]
    `)
  })

  test('array', () => {
    const found = texts((m) => {
      const held = m.state('held', array(slot, int(0, 3)))
      const head = m.state('head', slot)
      return [
        held.at(head),
        held.at(head.next()).plus(1),
        held.with(head, 2),
        held.eq([0, 1, 2, 3]),
        held.eq((i) => held.at(i.next())),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "element(held, head): int(0, 3)",
        "plus(element(held, neighbour(head, 1)), 1): int(1, 4)",
        "withElement(held, head, 2): array(index('slot', 4), int(0, 3))",
        "eq(held, table(0, 1, 2, 3)): bool",
        "eq(held, array(element(held, neighbour(i, 1)))): bool",
      ]
    `)
  })

  test('set', () => {
    const found = texts((m) => {
      const [a, b] = [m.state('a', set(int(0, 3))), m.state('b', set(int(2, 5)))]
      const n = m.state('n', int(0, 3))
      return [
        a.has(n),
        a.add(n, 2),
        a.remove(n),
        a.union([0, n]),
        a.intersection([n]),
        a.minus(a),
        a.subsetOf([]),
        a.size(),
        a.isEmpty(),
        a.eq([1, n]),
        a.union(b),
        a.subsetOf(b),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "member(a, n): bool",
        "union(a, collection(n, 2)): set(int(0, 3))",
        "difference(a, collection(n)): set(int(0, 3))",
        "union(a, collection(0, n)): set(int(0, 3))",
        "intersection(a, collection(n)): set(int(0, 3))",
        "difference(a, a): set(int(0, 3))",
        "subset(a, collection): bool",
        "size(a): int(0, 4)",
        "eq(a, collection): bool",
        "eq(a, collection(1, n)): bool",
        "union(convert(a, set(int(0, 5))), convert(b, set(int(0, 5)))): set(int(0, 5))",
        "subset(convert(a, set(int(0, 5))), convert(b, set(int(0, 5)))): bool",
      ]
    `)
  })

  test('sequence', () => {
    const found = texts((m) => {
      const queue = m.state('queue', sequence(int(0, 3), 3))
      const n = m.state('n', int(0, 3))
      return [
        queue.length(),
        queue.isEmpty(),
        queue.has(n),
        queue.at(n),
        queue.at(0),
        queue.first(),
        queue.rest(),
        queue.append(n),
        queue.concat([1, n]),
        queue.slice(1, n),
        queue.slice(2),
        queue.with(n, 3),
        queue.eq([n]),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "size(queue): int(0, 3)",
        "eq(queue, collection): bool",
        "member(queue, n): bool",
        "nth(queue, n): int(0, 3)",
        "nth(queue, 0): int(0, 3)",
        "nth(queue, 0): int(0, 3)",
        "slice(queue, 1, size(queue)): sequence(int(0, 3), 3)",
        "concat(queue, collection(n)): sequence(int(0, 3), 3)",
        "concat(queue, collection(1, n)): sequence(int(0, 3), 3)",
        "slice(queue, 1, n): sequence(int(0, 3), 3)",
        "slice(queue, 2, size(queue)): sequence(int(0, 3), 3)",
        "withNth(queue, n, 3): sequence(int(0, 3), 3)",
        "eq(queue, collection(n)): bool",
      ]
    `)
  })

  test('bag', () => {
    const found = texts((m) => {
      const sent = m.state('sent', bag(message, 2))
      return [
        sent.size(),
        sent.isEmpty(),
        sent.has({ tag: 'lost' }),
        sent.occurrences({ tag: 'sent', value: 1 }),
        sent.add({ tag: 'lost' }),
        sent.remove({ tag: 'lost' }),
        sent.eq([{ tag: 'lost' }, { tag: 'lost' }]),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "size(sent): int(0, 2)",
        "eq(sent, collection): bool",
        "member(sent, variant(lost)): bool",
        "occurrences(sent, variant(sent, 1)): int(0, 2)",
        "add(sent, variant(lost)): bag(variant({ sent: int(0, 3), lost: null }), 2)",
        "remove(sent, variant(lost)): bag(variant({ sent: int(0, 3), lost: null }), 2)",
        "eq(sent, collection(variant(lost), variant(lost))): bool",
      ]
    `)
  })
})

describe('a term of another range', () => {
  test('is converted where it is stored, and compared as it is', () => {
    const found = texts((m) => {
      const [small, large] = [m.state('small', int(0, 3)), m.state('large', int(0, 9))]
      const held = m.state('held', array(slot, int(0, 3)))
      return [
        small.eq(large),
        held.with(nth(slot, 0), large),
        held.with(nth(slot, 0), small.plus(1)),
        held.with(nth(slot, 0), small.min(2)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "eq(small, large): bool",
        "withElement(held, 0, convert(large, int(0, 3))): array(index('slot', 4), int(0, 3))",
        "withElement(held, 0, convert(plus(small, 1), int(0, 3))): array(index('slot', 4), int(0, 3))",
        "withElement(held, 0, min(small, 2)): array(index('slot', 4), int(0, 3))",
      ]
    `)
  })

  test('does not fault where it is only looked for', () => {
    const found = texts((m) => {
      const [free, large] = [m.state('free', set(int(0, 3))), m.state('large', int(0, 9))]
      const [queue, sent] = [
        m.state('queue', sequence(int(0, 3), 2)),
        m.state('sent', bag(int(0, 3), 2)),
      ]
      const owner = m.state('owner', optional(int(0, 3)))
      return [
        free.has(large),
        free.remove(large),
        queue.has(large),
        sent.occurrences(large),
        owner.is(large),
        queue.eq([large, 2]),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "member(convert(free, set(int(0, 9))), large): bool",
        "difference(convert(free, set(int(0, 9))), collection(large)): set(int(0, 9))",
        "member(convert(queue, sequence(int(0, 9), 2)), large): bool",
        "occurrences(convert(sent, bag(int(0, 9), 2)), large): int(0, 2)",
        "eq(convert(owner, optional(int(0, 9))), some(large)): bool",
        "eq(convert(queue, sequence(int(0, 9), 2)), collection(large, 2)): bool",
      ]
    `)
  })
})
