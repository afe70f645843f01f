/** From what an author writes to the IR: each method of each sort of term, node by node. */

import { describe, expect, test } from 'vitest'
import { bool, identity, index, int, just, nth, oneOf, optional, thread } from '../../dsl/index.ts'
import { texts } from './built-terms.ts'

const fence = identity('fence', 3)
const slot = index('slot', 4)

describe('terms of sort', () => {
  test('bool', () => {
    const found = texts((m) => {
      const [a, b] = [m.state('a', bool), m.state('b', bool)]
      return [
        a.and(b),
        a.and(b, true),
        a.or(b),
        a.implies(b),
        a.iff(b),
        a.not(),
        a.eq(b),
        a.ne(true),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "and(a, b): bool",
        "and(and(a, b), true): bool",
        "or(a, b): bool",
        "implies(a, b): bool",
        "iff(a, b): bool",
        "not(a): bool",
        "eq(a, b): bool",
        "ne(a, true): bool",
      ]
    `)
  })

  test('int', () => {
    const found = texts((m) => {
      const [n, k] = [m.state('n', int(0, 3)), m.state('k', int(-2, 5))]
      return [
        n.plus(k),
        n.plus(1),
        n.minus(k),
        n.times(k),
        k.div(2),
        k.mod(3),
        k.mod(-3),
        n.min(k),
        n.max(4),
        n.negate(),
        n.lt(k),
        n.le(7),
        n.gt(k),
        n.ge(-1),
        n.eq(k),
        n.ne(2),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "plus(n, k): int(-2, 8)",
        "plus(n, 1): int(1, 4)",
        "minus(n, k): int(-5, 5)",
        "times(n, k): int(-6, 15)",
        "div(k, 2): int(-1, 2)",
        "mod(k, 3): int(0, 2)",
        "mod(k, -3): int(-2, 0)",
        "min(n, k): int(-2, 3)",
        "max(n, 4): int(4, 4)",
        "negate(n): int(-3, 0)",
        "lt(n, k): bool",
        "le(n, 7): bool",
        "gt(n, k): bool",
        "ge(n, -1): bool",
        "eq(n, k): bool",
        "ne(n, 2): bool",
      ]
    `)
  })

  test('enumeration', () => {
    const found = texts((m) => {
      const phase = m.state('phase', oneOf('idle', 'busy', 'done'))
      return [phase.eq('idle'), phase.ne(phase), phase.in('idle', 'busy')]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "eq(phase, "idle"): bool",
        "ne(phase, phase): bool",
        "or(eq(phase, "idle"), eq(phase, "busy")): bool",
      ]
    `)
  })

  test('index', () => {
    const found = texts((m) => {
      const head = m.state('head', slot)
      return [
        head.next(),
        head.previous(),
        head.ordinal(),
        head.lt(head.next()),
        head.le(head),
        head.gt(nth(slot, 2)),
        head.ge(head),
        nth(slot, head.ordinal().plus(2)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "neighbour(head, 1): index('slot', 4)",
        "neighbour(head, -1): index('slot', 4)",
        "ordinal(head): int(0, 3)",
        "lt(head, neighbour(head, 1)): bool",
        "le(head, head): bool",
        "gt(head, 2): bool",
        "ge(head, head): bool",
        "indexOf(plus(ordinal(head), 2)): index('slot', 4)",
      ]
    `)
  })

  test('optional', () => {
    const found = texts((m) => {
      const owner = m.state('owner', optional(int(0, 3)))
      return [
        owner.isSome(),
        owner.isNone(),
        owner.is(2),
        owner.get(),
        owner.orElse(9),
        owner.eq(null),
        owner.eq(just(3)),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "isSome(owner): bool",
        "not(isSome(owner)): bool",
        "eq(owner, some(2)): bool",
        "unwrap(owner): int(0, 3)",
        "conditional(isSome(owner), unwrap(owner), 9): int(0, 9)",
        "eq(owner, none): bool",
        "eq(owner, some(3)): bool",
      ]
    `)
  })

  test('identity and thread', () => {
    const found = texts((m) => {
      const [x, y] = [m.state('x', optional(fence)), m.state('y', optional(fence))]
      const owner = m.state('owner', optional(thread))
      const p = m.process('p', { each: fence }, function* () {})
      return [
        x.get().eq(y.get()),
        x.is(y.get()),
        owner.is(p.of(x.get()).thread()),
        p.of(x.get()).terminated(),
      ]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        "eq(unwrap(x), unwrap(y)): bool",
        "eq(x, some(unwrap(y))): bool",
        "eq(owner, some(thread(0, unwrap(x)))): bool",
        "terminated(0, unwrap(x)): bool",
      ]
    `)
  })
})
