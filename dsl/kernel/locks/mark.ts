/** What lockdep takes for a lock though nobody ever waits for it: `struct lockdep_map` by itself. After `lock_map_acquire` of `include/linux/lockdep.h`. */

import {
  current,
  record,
  set,
  thread,
  type BoolTerm,
  type EffectNode,
  type LockId,
  type PlaceOf,
  type Primitive,
  type Request,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { request } from './request.ts'
import type { Threads } from '../threads.ts'

/** A mark, and who holds it. A thread holds it once, or not at all. */
export class Mark {
  readonly #map: LockId
  readonly #holders: PlaceOf<Threads> | null

  constructor(map: LockId, holders: PlaceOf<Threads> | null) {
    this.#map = map
    this.#holders = holders
  }

  /** What a step asks that acquires it: to hold it from then on, or to give it back at once. */
  get request(): Request {
    return request(this.#map)
  }

  /** Whether the thread holds it. */
  heldBy(holder: TermOf<ThreadSort>): BoolTerm {
    return this.#held.has(holder)
  }

  /** The effect by which the caller holds it. */
  *acquire(): Generator<EffectNode<void>, void, unknown> {
    const holders = this.#held
    yield* holders.set(holders.add(current()))
  }

  /** The effect after which it does not. */
  *release(): Generator<EffectNode<void>, void, unknown> {
    const holders = this.#held
    yield* holders.set(holders.remove(current()))
  }

  get #held(): PlaceOf<Threads> {
    if (this.#holders === null) throw new Error('the mark is held by nobody')
    return this.#holders
  }
}

/** A mark of this lock class. Declare it with `shared`. */
export function mark(lockClass: string): Primitive<Threads, Mark> {
  return {
    sort: set(thread),
    quiet: true,
    attach: (holders, name, declare) => {
      return new Mark(
        declare.lock({ name, lockClass, kind: 'mark', holdings: [{ holders }] }),
        holders,
      )
    },
  }
}

/** The same where nobody ever holds it: it is acquired and given back at once. It takes no room in the state. */
export function passingMark(lockClass: string): Primitive<Sort, Mark> {
  return {
    sort: record({}),
    attach: (_, name, declare) => {
      return new Mark(declare.lock({ name, lockClass, kind: 'mark', holdings: [] }), null)
    },
  }
}
