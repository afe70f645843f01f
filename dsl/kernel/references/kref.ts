/** `struct kref`: a reference count that calls a release function when it comes to zero. After `include/linux/kref.h`. */

import {
  either,
  not,
  when,
  type AnyStatement,
  type BoolTerm,
  type IntSort,
  type IntTerm,
  type Primitive,
  type StatementNode,
} from '../../index.ts'
import { cVariable, type CVariable } from '../variables/c-access.ts'
import { Counter } from '../variables/counter.ts'
import {
  decreased,
  decreasedNotOne,
  increased,
  increasedNotZero,
  type Lockable,
} from './refcount.ts'

/** What is executed when the last reference is put: the body of the release function. */
type Release<Y extends AnyStatement> = () => Generator<Y, void, unknown>

/** The `refcount_t` inside, under the names of what is done with it. */
class Count extends Counter {
  protected override readonly prefix = 'kref'

  init(): StatementNode<never, void> {
    return this.modify('init', (_, write) => write(1))
  }

  get(): StatementNode<never, void> {
    return this.modify('get', (before, write) => increased(before, 1, write))
  }

  getUnlessZero(): StatementNode<never, BoolTerm> {
    return this.modify('get_unless_zero', (before, write) => increasedNotZero(before, 1, write))
  }

  put(): StatementNode<never, BoolTerm> {
    return this.modify('put', (before, write) => decreased(before, 1, write))
  }

  putNotOne(operation: string): StatementNode<never, BoolTerm> {
    return this.modify(operation, decreasedNotOne)
  }
}

/** A `struct kref`. Its faults are those of a `refcount_t`. */
export class Kref {
  readonly #count: Count

  constructor(variable: CVariable<IntSort>) {
    this.#count = new Count(variable)
  }

  /** For properties and ghosts: in C it can only be read by a step. */
  get value(): IntTerm {
    return this.#count.value
  }

  /** `kref_init`: one reference, of the caller. */
  init(): StatementNode<never, void> {
    return this.#count.init()
  }

  /** `kref_read`. */
  read(): StatementNode<never, IntTerm> {
    return this.#count.read()
  }

  /** `kref_get`, by one who has a reference. A fault at zero: what came to zero is never alive again. */
  get(): StatementNode<never, void> {
    return this.#count.get()
  }

  /** `kref_get_unless_zero`: gives whether there is a reference now. */
  getUnlessZero(): StatementNode<never, BoolTerm> {
    return this.#count.getUnlessZero()
  }

  /** `kref_put`: whoever comes to zero executes the release function. A fault at zero. */
  put<Y extends AnyStatement>(release: Release<Y>) {
    const count = this.#count
    // Locals of the branch end with it, so that nobody remembers how a put went.
    return either(function* () {
      const zero = yield* count.put()
      yield* when(zero, release)
    })
  }

  /**
   * `kref_put_mutex`: decrements without the mutex unless it is one; else takes the mutex, decrements, and whoever comes to zero
   * executes the release function with the mutex held, which that has to give up.
   */
  putMutex<Y extends AnyStatement>(release: Release<Y>, mutex: Lockable) {
    return this.#putLocked('put_mutex', release, mutex)
  }

  /** `kref_put_lock`: the same with a spinlock. */
  putLock<Y extends AnyStatement>(release: Release<Y>, spinlock: Lockable) {
    return this.#putLocked('put_lock', release, spinlock)
  }

  #putLocked<Y extends AnyStatement>(operation: string, release: Release<Y>, lock: Lockable) {
    const count = this.#count
    return either(function* () {
      const others = yield* count.putNotOne(operation)
      yield* when(not(others), function* () {
        yield* lock.lock()
        const zero = yield* count.put()
        yield* when(zero, release, function* () {
          yield* lock.unlock()
        })
      })
    })
  }
}

/** A kref with this range; one reference at first, as after `kref_init`. Declare it with `m.state`. */
export function kref(sort: IntSort, initial = 1): Primitive<IntSort, Kref> {
  return cVariable(sort, initial, (variable) => new Kref(variable))
}
