/**
 * `struct rw_semaphore`: readers share it, a writer has it alone, both sleep. After `kernel/locking/rwsem.c` and
 * `Documentation/locking/lockdep-design.rst`.
 */

import {
  assert,
  current,
  either,
  not,
  step,
  when,
  type BoolTerm,
  type LockId,
  type Primitive,
  type StatementNode,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import type { Holdable } from './owned-lock.ts'
import { request } from './request.ts'
import { rwSemSort, RwSemState, type RwSemSort } from './rwsem-state.ts'

/**
 * A `struct rw_semaphore`. A writer that finds it taken joins the queue, which is a step of its own, and from then on no new reader
 * gets in: so a reader that takes it again can wait for the writer that waits for it. Readers need no place in the queue: where one
 * comes before a writer, the writer joins after the reader got in. Which of several writers is next is open.
 */
export class RwSem implements Holdable {
  /** The name of its variable. */
  readonly name: string
  readonly #id: LockId
  readonly #state: RwSemState

  constructor(id: LockId, name: string, state: RwSemState) {
    this.#id = id
    this.name = name
    this.#state = state
  }

  /**
   * Waits until nobody writes or waits to write, and shares it. Whoever writes already waits for ever. A fault where the process must
   * not sleep, and where it reads twice already.
   */
  downRead(): StatementNode<never, void> {
    const state = this.#state
    const requests = [request(this.#id, { mode: 'read' })]
    const waits = { guard: state.isOpen(), wait: state.waitOfReader, sleeps: true } as const
    const options = { ...waits, requests, fairness: 'strong' } as const
    return step(`down_read(${this.name})`, options, () => state.read())
  }

  /** Shares it where nobody writes or waits to write; gives whether it did. Never waits. */
  downReadTrylock(): StatementNode<never, BoolTerm> {
    const state = this.#state
    const requests = [request(this.#id, { mode: 'read', trying: true })]
    const open = state.isOpen()
    return step(`down_read_trylock(${this.name})`, { requests }, function* () {
      yield* when(open, () => state.read())
      return open
    })
  }

  /** Ends reading once. A fault when the caller does not read. */
  upRead(): StatementNode<never, void> {
    return step(`up_read(${this.name})`, {}, () => this.#state.endRead())
  }

  /** Waits until nobody reads or writes, and has it alone. Whoever reads or writes already waits for ever. A fault where the process must not sleep. */
  downWrite(): StatementNode<never, void> {
    const state = this.#state
    const name = `down_write(${this.name})`
    const asking = { requests: [request(this.#id)], sleeps: true }
    const taking = () => {
      const waits = { guard: state.isFree(), wait: state.waitOfWriter }
      return { ...asking, ...waits, fairness: 'strong' } as const
    }
    return either(
      function* () {
        yield* step(name, taking(), () => state.write())
      },
      function* () {
        const guard = not(state.isFree())
        yield* step(`${name}: queued`, { ...asking, guard }, () => state.joinQueue())
        yield* step(name, taking(), function* () {
          yield* state.write()
          yield* state.leaveQueue()
        })
      },
    )
  }

  /** Has it alone where nobody reads, writes or waits to write; gives whether it did. Never waits. */
  downWriteTrylock(): StatementNode<never, BoolTerm> {
    const state = this.#state
    const requests = [request(this.#id, { trying: true })]
    const unwanted = state.isUnwanted()
    return step(`down_write_trylock(${this.name})`, { requests }, function* () {
      yield* when(unwanted, () => state.write())
      return unwanted
    })
  }

  /** Ends writing. A fault when the caller does not write. */
  upWrite(): StatementNode<never, void> {
    return step(`up_write(${this.name})`, {}, () => this.#state.endWrite())
  }

  /** From writing to reading, with nobody else in between. A fault when the caller does not write. */
  downgradeWrite(): StatementNode<never, void> {
    const state = this.#state
    return step(`downgrade_write(${this.name})`, {}, function* () {
      yield* state.endWrite()
      yield* state.read()
    })
  }

  /** A failed assertion when the caller neither reads nor writes. */
  assertHeld(): StatementNode<never, void> {
    return this.#assertion('lockdep_assert_held', this.heldBy(current()), 'is not held')
  }

  /** A failed assertion when the caller does not write. */
  assertHeldWrite(): StatementNode<never, void> {
    const writes = this.#state.writer.is(current())
    return this.#assertion('lockdep_assert_held_write', writes, 'is not held for writing')
  }

  /** A failed assertion when the caller reads or writes. */
  assertNotHeld(): StatementNode<never, void> {
    return this.#assertion('lockdep_assert_not_held', not(this.heldBy(current())), 'is held')
  }

  /** Whether this thread reads or writes. */
  heldBy(holder: TermOf<ThreadSort>): BoolTerm {
    return this.#state.heldBy(holder)
  }

  /** Whether anybody reads or writes. */
  isLocked(): BoolTerm {
    return not(this.#state.isFree())
  }

  #assertion(name: string, test: BoolTerm, otherwise: string): StatementNode<never, void> {
    const message = `'${this.name}' ${otherwise}`
    return step(`${name}(${this.name})`, {}, function* () {
      yield* assert(test, message)
    })
  }
}

/** A read-write semaphore of this lock class; free at first. Declare it with `m.state`. */
export function rwsem(lockClass: string): Primitive<RwSemSort, RwSem> {
  return {
    sort: rwSemSort,
    attach: (place, name, declare) => {
      const state = new RwSemState(name, place)
      const holdings = [
        { holders: state.writer },
        { mode: 'read', holders: state.readers },
      ] as const
      const id = declare.lock({ name, lockClass, kind: 'sleeping', holdings })
      return new RwSem(id, name, state)
    },
  }
}
