/** What may not stand inside of what is atomic, and what may stand only there. */

import { describe, expect, test } from 'vitest'
import {
  atomic,
  choose,
  forEach,
  int,
  label,
  optional,
  pick,
  procedure,
  skip,
  step,
  thread,
  until,
  waitUntil,
  when,
  type LockId,
} from '../../../dsl/index.ts'
import { mutex } from '../../../dsl/kernel/index.ts'
import { request } from '../../../dsl/kernel/locks/request.ts'
import { rejection } from '../rejection.ts'

describe("inside of an 'atomic'", () => {
  test('a step that can block, but for the first', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const resv = m.state('resv', mutex('resv'))
      m.process('p', function* () {
        yield* atomic(function* () {
          // atomic: atomic
          yield* waitUntil(n.eq(0))
          yield* n.set(1)
          yield* resv.lock() // here: lock
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'mutex_lock(resv)' can block in the middle of an 'atomic' (at atomic). Put it first, or outside."`,
    )
  })

  test('a step that takes a lock and never blocks, but for the first', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const id = m.state('fs_reclaim', {
        sort: optional(thread),
        attach: (holders, name, declare): LockId =>
          declare.lock({ name, lockClass: name, kind: 'mark', holdings: [{ holders }] }),
      })
      const requests = [request(id)]
      const tried = [request(id, { trying: true })]
      m.process('p', function* () {
        yield* atomic(function* () {
          yield* step('might', { requests }, function* () {})
          yield* n.set(1)
          yield* step('tries', { requests: tried }, function* () {})
        })
        yield* atomic(function* () {
          // atomic: atomic
          yield* n.set(1)
          yield* step('might', { requests }, function* () {}) // here: step
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'might' takes a lock, and is not the first statement of its 'atomic' (at atomic). Put it first, or outside."`,
    )
  })

  test('a step that can block after a test', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.process('p', function* () {
        yield* atomic(function* () {
          // atomic: atomic
          yield* when(n.eq(0), function* () {
            yield* waitUntil(n.eq(1)) // here: waitUntil
          })
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'waitUntil' can block in the middle of an 'atomic' (at atomic). Put it first, or outside."`,
    )
  })

  test('a loop, in a procedure too', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      const drain = procedure(function* drain() {
        yield* until(n.eq(0), function* () {
          // here: until
          yield* n.set(n.minus(1))
        })
      })
      m.process('p', function* () {
        yield* atomic(function* () {
          // atomic: atomic
          yield* drain()
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'until' stands inside an 'atomic' (at atomic). Repeat with JavaScript's 'for', or use 'forEach' in one step."`,
    )
  })

  test('another', () => {
    const said = rejection((m) => {
      m.process('p', function* () {
        yield* atomic(function* () {
          // outer: atomic
          yield* atomic(function* () {
            // inner: atomic
            yield* skip()
          })
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"inner: 'atomic' stands inside an 'atomic' (at outer). Repeat with JavaScript's 'for', or use 'forEach' in one step."`,
    )
  })
})

describe('inside of a step', () => {
  test('a statement with a step of its own', () => {
    const said = rejection((m) => {
      const resv = m.state('resv', mutex('resv'))
      m.process('p', function* () {
        // @ts-expect-error: a step contains effects only
        yield* step('both', {}, function* () {
          yield* resv.lock() // here: lock
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'mutex_lock(resv)' stands inside a step or an action, which are atomic. Use only 'set', 'update', 'when', 'pick', 'forEach', 'assert' and 'fail' there."`,
    )
  })

  test("a label inside of a 'when'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: an action contains effects only
      m.action('Reset', {}, function* () {
        yield* when(n.eq(0), function* () {
          yield* label('zero') // here: label
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'label('zero')' stands inside a step or an action, which are atomic. Use only 'set', 'update', 'when', 'pick', 'forEach', 'assert' and 'fail' there."`,
    )
  })

  test("a 'choose'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: 'choose' is a step
      m.action('Set', {}, function* () {
        const k = yield* choose(int(0, 3)) // here: choose
        yield* n.set(k)
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'choose' stands inside a step or an action, which are atomic. Use only 'set', 'update', 'when', 'pick', 'forEach', 'assert' and 'fail' there."`,
    )
  })

  test("a 'pick' for each element", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      m.action('Set', {}, function* () {
        // @ts-expect-error: 'pick' is no effect for each
        yield* forEach(int(0, 1), function* () {
          const k = yield* pick(int(0, 3)) // here: pick
          yield* n.set(k)
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'pick' decides inside of a 'forEach'. Pick before it, or take one step for each element."`,
    )
  })
})

describe("a 'pick' outside of a step", () => {
  test('in a process', () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: 'pick' is no statement
      m.process('p', function* () {
        const k = yield* pick(int(0, 3)) // here: pick
        yield* n.set(k)
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: 'pick' stands outside of a step. Put it in a 'step', or use 'choose', which is a step of its own."`,
    )
  })

  test("inside of a 'when'", () => {
    const said = rejection((m) => {
      const n = m.state('n', int(0, 3))
      // @ts-expect-error: around a 'pick', 'when' is no statement
      m.process('p', function* () {
        yield* when(n.eq(0), function* () {
          // here: when
          const k = yield* pick(int(0, 3))
          yield* n.set(k)
        })
      })
    })
    expect(said).toMatchInlineSnapshot(
      `"here: a 'when' with a 'pick' inside stands outside of a step. Put it in a 'step', or use 'choose', which is a step of its own."`,
    )
  })
})
