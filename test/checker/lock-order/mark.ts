/** Marks for tests: what lockdep takes for a lock, and nobody waits for. */

import {
  current,
  set,
  step,
  thread,
  type LockId,
  type PlaceOf,
  type Primitive,
  type Request,
  type SetSort,
  type ThreadSort,
} from '../../../dsl/index.ts'
import { request } from '../../../dsl/kernel/locks/request.ts'

/** What lockdep takes for a lock, and nobody waits for. */
class Mark {
  readonly #id: LockId
  readonly #name: string
  readonly #holders: PlaceOf<SetSort<ThreadSort>>

  constructor(id: LockId, name: string, holders: PlaceOf<SetSort<ThreadSort>>) {
    this.#id = id
    this.#name = name
    this.#holders = holders
  }

  acquire(asked: Partial<Request> = {}) {
    const holders = this.#holders
    const requests = [request(this.#id, asked)]
    return step(`acquire(${this.#name})`, { requests }, function* () {
      yield* holders.set(holders.add(current()))
    })
  }

  release() {
    const holders = this.#holders
    return step(`release(${this.#name})`, {}, function* () {
      yield* holders.set(holders.remove(current()))
    })
  }

  /** Acquires and releases it at once. */
  might(asked: Partial<Request> = {}) {
    const requests = [request(this.#id, asked)]
    return step(`might(${this.#name})`, { requests }, function* () {})
  }
}

/** A mark of this class, which is held in this mode. */
export function mark(
  lockClass: string,
  mode: 'write' | 'read' = 'write',
): Primitive<SetSort<ThreadSort>, Mark> {
  return {
    sort: set(thread),
    attach: (holders, name, declare) => {
      const holdings = [{ mode, holders }]
      return new Mark(declare.lock({ name, lockClass, kind: 'mark', holdings }), name, holders)
    },
  }
}
