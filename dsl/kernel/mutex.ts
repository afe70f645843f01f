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
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type StatementNode,
  type TermOf,
  type ThreadSort,
} from '../index.ts'

/** A lock's state: nobody, or the one who holds it. */
export type Owner = OptionalSort<ThreadSort>

/** What the kernel calls the operations on a lock of this kind. */
export interface LockFunctions {
  readonly lock: string
  readonly trylock: string
  readonly unlock: string
  readonly assertHeld: string
}

const mutexFunctions: LockFunctions = {
  lock: 'mutex_lock',
  trylock: 'mutex_trylock',
  unlock: 'mutex_unlock',
  assertHeld: 'lockdep_assert_held',
}

/** A `struct mutex`, or a lock that differs from it in its functions' names. */
export class Mutex {
  /** Who holds it: for properties, and for primitives that are made of it. */
  readonly owner: PlaceOf<Owner>
  /** The name of its variable. */
  readonly name: string
  readonly #functions: LockFunctions

  constructor(owner: PlaceOf<Owner>, name: string, functions: LockFunctions = mutexFunctions) {
    this.owner = owner
    this.name = name
    this.#functions = functions
  }

  /** What a process that is blocked on it waits for. */
  get wait() {
    return { kind: 'lock', lock: this.name, holders: this.owner.expr } as const
  }

  /** Waits until nobody holds it, and takes it. Whoever holds it already waits for ever. */
  lock(): StatementNode<never, void> {
    const { owner, wait } = this
    const options = { guard: owner.isNone(), wait }
    return step(`${this.#functions.lock}(${this.name})`, options, function* () {
      yield* owner.set(just(current()))
    })
  }

  /** Takes it where nobody holds it; gives whether it did. Never waits. */
  trylock(): StatementNode<never, BoolTerm> {
    const { owner } = this
    return step(`${this.#functions.trylock}(${this.name})`, {}, function* () {
      const free = owner.isNone()
      yield* when(free, function* () {
        yield* owner.set(just(current()))
      })
      return free
    })
  }

  /** Gives it up. A fault when the caller does not hold it. */
  unlock(): StatementNode<never, void> {
    const { owner, name } = this
    return step(`${this.#functions.unlock}(${name})`, {}, function* () {
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

  /** A failed assertion when the caller does not hold it. */
  assertHeld(): StatementNode<never, void> {
    const { owner, name } = this
    return step(`${this.#functions.assertHeld}(${name})`, {}, function* () {
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

/** The primitive of a lock with an owner, free at first. */
export function ownedLock<T>(
  lockClass: string,
  make: (owner: PlaceOf<Owner>, name: string) => T,
): Primitive<Owner, T> {
  return {
    sort: optional(thread),
    initial: none,
    attach: (owner, name, declare) => {
      declare.lock({ name, lockClass, kind: 'sleeping', holdings: [{ holders: owner }] })
      return make(owner, name)
    },
  }
}

/** A mutex of this lock class; free at first. Declare it with `m.state`. */
export function mutex(lockClass: string): Primitive<Owner, Mutex> {
  return ownedLock(lockClass, (owner, name) => new Mutex(owner, name))
}
