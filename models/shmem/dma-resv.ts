/**
 * `struct dma_resv` as far as locking goes: the lock that exporter and importers share. After
 * `include/linux/dma-resv.h`.
 */

import {
  assert,
  current,
  fail,
  just,
  none,
  or,
  optional,
  step,
  thread,
  when,
  type BoolTerm,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type StatementNode,
  type ThreadSort,
} from '../../dsl/index.ts'

type Owner = OptionalSort<ThreadSort>

export class DmaResv {
  readonly #owner: PlaceOf<Owner>
  readonly #name: string

  constructor(owner: PlaceOf<Owner>, name: string) {
    this.#owner = owner
    this.#name = name
  }

  /** `dma_resv_lock(resv, NULL)`: waits until nobody holds it; for ever when the caller does. */
  lock(): StatementNode<never, void> {
    const owner = this.#owner
    const options = { guard: owner.isNone(), wait: this.#wait() }
    return step(`dma_resv_lock(${this.#name})`, options, function* () {
      yield* owner.set(just(current()))
    })
  }

  /**
   * `dma_resv_lock(resv, ctx)` by the acquire context that may hold it already: gives whether that
   * is so, which is -EALREADY and takes nothing.
   */
  lockInContext(): StatementNode<never, BoolTerm> {
    const owner = this.#owner
    const options = { guard: or(owner.isNone(), owner.is(current())), wait: this.#wait() }
    return step(`dma_resv_lock(${this.#name}, ctx)`, options, function* () {
      yield* owner.set(just(current()))
      return owner.isSome()
    })
  }

  /** `dma_resv_trylock`: takes it where nobody holds it; gives whether it did. Never waits. */
  trylock(): StatementNode<never, BoolTerm> {
    const owner = this.#owner
    return step(`dma_resv_trylock(${this.#name})`, {}, function* () {
      const free = owner.isNone()
      yield* when(free, function* () {
        yield* owner.set(just(current()))
      })
      return free
    })
  }

  /** `dma_resv_unlock`. A fault when the caller does not hold it. */
  unlock(): StatementNode<never, void> {
    const owner = this.#owner
    const name = this.#name
    return step(`dma_resv_unlock(${name})`, {}, function* () {
      yield* when(
        owner.is(current()),
        function* () {
          yield* owner.set(none)
        },
        function* () {
          yield* fail(`'${name}' is unlocked by somebody who does not hold it`)
        },
      )
    })
  }

  /** `dma_resv_assert_held`: a failed assertion when the caller does not hold it. */
  assertHeld(): StatementNode<never, void> {
    const owner = this.#owner
    const name = this.#name
    return step(`dma_resv_assert_held(${name})`, {}, function* () {
      yield* assert(owner.is(current()), `'${name}' is not held`)
    })
  }

  isLocked(): BoolTerm {
    return this.#owner.isSome()
  }

  #wait() {
    return { kind: 'lock', lock: this.#name, holders: this.#owner.expr } as const
  }
}

/** A reservation lock; free at first. Declare it with `m.state`. */
export const dmaResv: Primitive<Owner, DmaResv> = {
  sort: optional(thread),
  initial: none,
  attach: (owner, name, declare) => {
    declare.lock({ name, lockClass: 'reservation_ww_class_mutex', holders: owner.expr })
    return new DmaResv(owner, name)
  },
}
