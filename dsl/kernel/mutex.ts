/** `struct mutex`: sleeps, has an owner, is not recursive. After `Documentation/locking/mutex-design.rst`. */

import {
  assert,
  current,
  fail,
  just,
  none,
  optional,
  step,
  thread,
  when,
  type BoolTerm,
  type PlaceOf,
  type Primitive,
  type OptionalSort,
  type StatementNode,
  type TermOf,
  type ThreadSort,
} from '../index.ts'

type Owner = OptionalSort<ThreadSort>

export class Mutex {
  /** Who holds it: for properties, and for primitives that are made of mutexes. */
  readonly owner: PlaceOf<Owner>
  readonly #name: string

  constructor(owner: PlaceOf<Owner>, name: string) {
    this.owner = owner
    this.#name = name
  }

  /** `mutex_lock`: waits until nobody holds it. Whoever holds it already waits for ever. */
  lock(): StatementNode<never, void> {
    const { owner } = this
    const wait = { kind: 'lock', lock: this.#name, holders: owner.expr } as const
    return step(`mutex_lock(${this.#name})`, { guard: owner.isNone(), wait }, function* () {
      yield* owner.set(just(current()))
    })
  }

  /** `mutex_trylock`: takes it where nobody holds it; gives whether it did. Never waits. */
  trylock(): StatementNode<never, BoolTerm> {
    const { owner } = this
    return step(`mutex_trylock(${this.#name})`, {}, function* () {
      const free = owner.isNone()
      yield* when(free, function* () {
        yield* owner.set(just(current()))
      })
      return free
    })
  }

  /** `mutex_unlock`. A fault when the caller does not hold it. */
  unlock(): StatementNode<never, void> {
    const { owner } = this
    const name = this.#name
    return step(`mutex_unlock(${name})`, {}, function* () {
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

  /** `lockdep_assert_held`: a failed assertion when the caller does not hold it. */
  assertHeld(): StatementNode<never, void> {
    const { owner } = this
    const name = this.#name
    return step(`lockdep_assert_held(${name})`, {}, function* () {
      yield* assert(owner.is(current()), `'${name}' is not held`)
    })
  }

  /** Whether this thread holds it. */
  heldBy(holder: TermOf<ThreadSort>): BoolTerm {
    return this.owner.is(holder)
  }

  isLocked(): BoolTerm {
    return this.owner.isSome()
  }
}

/** A mutex of this lock class; free at first. Declare it with `m.state`. */
export function mutex(lockClass: string): Primitive<Owner, Mutex> {
  return {
    sort: optional(thread),
    initial: none,
    attach: (owner, name, declare) => {
      declare.lock({ name, lockClass, holders: owner.expr })
      return new Mutex(owner, name)
    },
  }
}
