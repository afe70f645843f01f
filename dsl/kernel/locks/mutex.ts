/** `struct mutex`: sleeps, has an owner, is not recursive. After `Documentation/locking/mutex-design.rst` and `kernel/locking/mutex.c`. */

import {
  bool,
  current,
  fail,
  local,
  not,
  when,
  type BoolTerm,
  type Primitive,
  type StatementNode,
  type Test,
} from '../../index.ts'
import {
  OwnedLock,
  ownedLock,
  subclassedLock,
  type Holdable,
  type OwnedState,
  type Owner,
  type SubclassedOwner,
} from './owned-lock.ts'
import { steps, type Steps } from '../steps.ts'
import { unlessEnded } from '../waiting/wait-end.ts'

/** What the kernel calls the operations on a lock of this kind. */
export interface LockFunctions {
  readonly lock: string
  readonly trylock: string
  readonly unlock: string
  readonly assertHeld: string
  readonly assertNotHeld: string
}

const mutexFunctions: LockFunctions = {
  lock: 'mutex_lock',
  trylock: 'mutex_trylock',
  unlock: 'mutex_unlock',
  assertHeld: 'lockdep_assert_held',
  assertNotHeld: 'lockdep_assert_not_held',
}

/** A `struct mutex`, or a lock that differs from it in its functions' names. */
export class Mutex extends OwnedLock {
  protected readonly functions: LockFunctions

  constructor(state: OwnedState, functions: LockFunctions = mutexFunctions) {
    super(state, { held: functions.assertHeld, notHeld: functions.assertNotHeld })
    this.functions = functions
  }

  /** Waits until nobody holds it, and takes it. Whoever holds it already waits for ever. A fault where the process must not sleep. */
  lock(): StatementNode<never, void> {
    return this.waiting(`${this.functions.lock}(${this.name})`, {}, { sleeps: true })
  }

  /** `mutex_lock_nested`: takes it in this subclass, which is a lock class of its own. */
  lockNested(subclass: number): StatementNode<never, void> {
    const name = `${this.functions.lock}_nested(${this.name}, ${subclass})`
    return this.waiting(name, { subclass }, { sleeps: true })
  }

  /** `mutex_lock_nest_lock`: takes it where the other lock, which is held, makes its class safe to take twice. A fault where that is not held. */
  lockNestLock(outer: Holdable): StatementNode<never, void> {
    const name = `${this.functions.lock}_nest_lock(${this.name}, ${outer.name})`
    return this.waiting(name, { nested: true }, { sleeps: true }, function* () {
      yield* when(not(outer.heldBy(current())), function* () {
        yield* fail(`Nested lock was not taken: ${outer.name}`)
      })
    })
  }

  /**
   * Takes it as `lock()` does, and gives whether it did: while it waits a signal may come, and it takes nothing (-EINTR). None need
   * ever come: where it would wait for ever without one, that is a deadlock. `signal` says where one can come.
   */
  lockInterruptible(signal: Test = true): Steps<BoolTerm> {
    const { owner } = this
    const name = `${this.functions.lock}_interruptible(${this.name})`
    const lock = () => this.waiting(name, {}, { sleeps: true })
    return steps(function* () {
      const taken = yield* local('taken', bool, true)
      const signaled = { text: ' = -EINTR', possible: signal, certain: false }
      yield* unlessEnded(
        { name, blocked: () => owner.isSome(), wait: lock },
        { ...signaled, then: () => taken.set(false) },
      )
      return taken
    })
  }

  /** Takes it where nobody holds it; gives whether it did. Never waits. A fault in an interrupt. */
  trylock(): StatementNode<never, BoolTerm> {
    const { trylock } = this.functions
    return this.trying(`${trylock}(${this.name})`, {
      notInInterrupt: `${trylock} in interrupt context`,
    })
  }

  /** Gives it up. A fault when the caller does not hold it. */
  unlock(): StatementNode<never, void> {
    return this.givingUp(`${this.functions.unlock}(${this.name})`)
  }
}

/** A mutex of this lock class; free at first. Declare it with `m.state`. */
export function mutex(lockClass: string): Primitive<Owner, Mutex>
/** One that can be taken in so many subclasses, from 0, as by `mutex_lock_nested`. */
export function mutex(
  lockClass: string,
  options: { readonly subclasses: number },
): Primitive<SubclassedOwner, Mutex>
export function mutex(
  lockClass: string,
  options?: { readonly subclasses: number },
): Primitive<Owner, Mutex> | Primitive<SubclassedOwner, Mutex> {
  const lock = { lockClass, kind: 'sleeping' } as const
  const make = (state: OwnedState) => new Mutex(state)
  return options === undefined
    ? ownedLock(lock, make)
    : subclassedLock(lock, options.subclasses, make)
}
