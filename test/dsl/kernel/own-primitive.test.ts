/** A primitive in a file of its own, made of nothing but the language: a lock that is one bit of a word, as `bit_spin_lock`. */

import { describe, expect, test } from 'vitest'
import {
  array,
  current,
  fail,
  identity,
  just,
  label,
  none,
  optional,
  skip,
  step,
  struct,
  thread,
  when,
  type LockId,
  type ModelBuilder,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type Request,
  type StatementNode,
  type ThreadSort,
} from '../../../dsl/index.ts'
import { answer, reportOf } from './answer.ts'

/** Who has set the bit. */
type Bit = OptionalSort<ThreadSort>

class BitLock {
  readonly #id: LockId
  readonly #name: string
  readonly #bit: PlaceOf<Bit>

  constructor(id: LockId, name: string, bit: PlaceOf<Bit>) {
    this.#id = id
    this.#name = name
    this.#bit = bit
  }

  lock(): StatementNode<never, void> {
    const bit = this.#bit
    const asked = { mode: 'write', subclass: 0, trying: false, nested: false } as const
    const requests: readonly Request[] = [{ lock: this.#id, ...asked }]
    const wait = { kind: 'lock', lock: this.#name, holders: bit.expr } as const
    const options = { guard: bit.isNone(), requests, wait }
    return step(`bit_spin_lock(${this.#name})`, options, function* () {
      yield* bit.set(just(current()))
    })
  }

  unlock(): StatementNode<never, void> {
    const bit = this.#bit
    return step(`bit_spin_unlock(${this.#name})`, {}, function* () {
      yield* when(bit.isNone(), function* () {
        yield* fail('kernel BUG at include/linux/bit_spinlock.h')
      })
      yield* bit.set(none)
    })
  }
}

function bitLock(lockClass: string): Primitive<Bit, BitLock> {
  return {
    sort: optional(thread),
    attach: (bit, name, declare) => {
      const id = declare.lock({ name, lockClass, kind: 'spinning', holdings: [{ holders: bit }] })
      declare.atomic((holder) => bit.is(holder))
      return new BitLock(id, name, bit)
    },
  }
}

/** A step that sleeps. */
function schedule(): StatementNode<never, void> {
  return step('schedule()', { sleeps: true }, function* () {})
}

describe('a primitive of an adopter', () => {
  test('lets in one at a time', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', bitLock('bit'))
      const task = m.process('task', { count: 2 }, function* () {
        yield* lock.lock()
        yield* label('inside')
        yield* skip()
        yield* lock.unlock()
      })
      m.always('alone', task.count((t) => t.at('inside')).le(1))
    })
    expect(seen).toBe('holds')
  })

  test('faults where it says so', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', bitLock('bit'))
      m.process('task', function* () {
        yield* lock.unlock()
      })
    })
    expect(seen).toBe('fault: kernel BUG at include/linux/bit_spinlock.h, 1 steps')
  })

  test('keeps its holder from sleeping', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', bitLock('bit'))
      m.process('task', function* () {
        yield* lock.lock()
        yield* schedule()
        yield* lock.unlock()
      })
    })
    expect(seen).toBe('fault: sleeping in atomic context, 2 steps')
  })

  test('must not be held at the end', async () => {
    const seen = await answer((m) => {
      const lock = m.state('lock', bitLock('bit'))
      m.process('task', function* () {
        yield* lock.lock()
      })
    })
    expect(seen).toBe('fault: lock held when returning to user space: lock, 1 steps')
  })

  /** Two processes that take the two locks in two orders: at once, or one after the other. */
  const inTwoOrders = (
    m: ModelBuilder,
    [a, b]: readonly [BitLock, BitLock],
    outer: BitLock | null,
  ) => {
    const taking = (first: BitLock, second: BitLock) =>
      function* () {
        if (outer !== null) yield* outer.lock()
        yield* first.lock()
        yield* second.lock()
        yield* second.unlock()
        yield* first.unlock()
        if (outer !== null) yield* outer.unlock()
      }
    m.process('one', taking(a, b))
    m.process('other', taking(b, a))
  }

  test('is part of a deadlock, which tells who waits for whom', async () => {
    const build = (m: ModelBuilder) => {
      inTwoOrders(m, [m.state('a', bitLock('a')), m.state('b', bitLock('b'))], null)
    }
    expect(await answer(build)).toBe('deadlock, 2 steps')
    const { situation } = await reportOf(build)
    const waits = situation?.threads.map((each) => each.kind === 'blocked' && each.steps[0]?.wait)
    expect(waits).toEqual([
      { kind: 'lock', lock: 'b', holders: [1] },
      { kind: 'lock', lock: 'a', holders: [0] },
    ])
  })

  test('is part of an order of locks', async () => {
    const seen = await answer((m) => {
      const outer = m.state('outer', bitLock('outer'))
      inTwoOrders(m, [m.state('a', bitLock('a')), m.state('b', bitLock('b'))], outer)
    })
    expect(seen).toMatch(/^lock order/)
  })

  test('is an element of a family, and a member of a struct', async () => {
    const seen = await answer((m) => {
      const page = identity('page', 2)
      const pages = m.state('pages', array(page, struct({ lock: bitLock('page') })))
      const task = m.process('task', { each: page }, function* (self) {
        yield* pages.at(self).lock.lock()
        yield* label('inside')
        yield* pages.at(self).lock.unlock()
      })
      m.reachable(
        'both at once',
        task.every((t) => t.at('inside')),
      )
    })
    expect(seen).toBe('holds')
  })
})
