/**
 * `refcount_t`: each operation is one step. What the kernel warns of, and then saturates, is a fault here, in its words. After
 * `include/linux/refcount.h` and `lib/refcount.c`.
 */

import {
  and,
  bool,
  either,
  fail,
  local,
  not,
  when,
  type AnyEffect,
  type BoolTerm,
  type Input,
  type IntSort,
  type IntTerm,
  type Primitive,
  type StatementNode,
} from '../../index.ts'
import { cVariable } from '../variables/c-access.ts'
import { Counter } from '../variables/counter.ts'
import { steps, type Steps } from '../steps.ts'

/** The effects that write a new value. */
export type Write = (value: Input<IntSort>) => Generator<AnyEffect, void, unknown>

/** A lock that is taken by one who came to zero: a mutex, a spinlock. */
export interface Lockable {
  lock(): StatementNode<never, void>
  unlock(): StatementNode<never, void>
}

/** A `refcount_t`. */
export class Refcount extends Counter {
  protected override readonly prefix = 'refcount'

  /** `refcount_inc`. A fault at zero, where nobody can have a reference to take another, and where it would leave its range. */
  inc(): StatementNode<never, void> {
    return this.modify('inc', (before, write) => increased(before, 1, write))
  }

  /** `refcount_add`: several at once, with the faults of `inc`. */
  add(count: number): StatementNode<never, void> {
    return this.modify('add', (before, write) => increased(before, count, write))
  }

  /** `refcount_inc_not_zero`: gives whether it did. A fault where it would leave its range. */
  incNotZero(): StatementNode<never, BoolTerm> {
    return this.modify('inc_not_zero', (before, write) => increasedNotZero(before, 1, write))
  }

  /** `refcount_add_not_zero`: several at once. */
  addNotZero(count: number): StatementNode<never, BoolTerm> {
    return this.modify('add_not_zero', (before, write) => increasedNotZero(before, count, write))
  }

  /** `refcount_dec`: by one who knows that others are left. A fault where it comes to zero, or is there. */
  dec(): StatementNode<never, void> {
    return this.modify('dec', function* (before, write) {
      yield* when(
        before.gt(1),
        () => write(before.minus(1)),
        () => fault('decrement hit 0; leaking memory.'),
      )
    })
  }

  /** `refcount_dec_and_test`: gives whether it came to zero. A fault at zero. */
  decAndTest(): StatementNode<never, BoolTerm> {
    return this.modify('dec_and_test', (before, write) => decreased(before, 1, write))
  }

  /** `refcount_sub_and_test`: several at once. A fault below zero. */
  subAndTest(count: number): StatementNode<never, BoolTerm> {
    return this.modify('sub_and_test', (before, write) => decreased(before, count, write))
  }

  /** `refcount_dec_if_one`: from one to zero, or not at all; gives whether it did. */
  decIfOne(): StatementNode<never, BoolTerm> {
    return this.modify('dec_if_one', function* (before, write) {
      const last = before.eq(1)
      yield* when(last, () => write(0))
      return last
    })
  }

  /** `refcount_dec_not_one`: gives whether it did. A fault at zero. */
  decNotOne(): StatementNode<never, BoolTerm> {
    return this.modify('dec_not_one', decreasedNotOne)
  }

  /**
   * `refcount_dec_and_mutex_lock`: decrements without the lock unless it is one; else takes the lock, decrements, and keeps the lock
   * if it came to zero. Gives whether it did.
   */
  decAndMutexLock(lock: Lockable): Steps<BoolTerm> {
    return this.#decAndLock(lock)
  }

  /** `refcount_dec_and_lock`: the same with a spinlock. */
  decAndLock(lock: Lockable): Steps<BoolTerm> {
    return this.#decAndLock(lock)
  }

  #decAndLock(lock: Lockable): Steps<BoolTerm> {
    const decrement = () => this.decNotOne()
    const test = () => this.decAndTest()
    return steps(function* () {
      const locked = yield* local('locked', bool, false)
      yield* either(function* () {
        const others = yield* decrement()
        yield* when(not(others), function* () {
          yield* lock.lock()
          const zero = yield* test()
          yield* when(
            zero,
            function* () {
              yield* locked.set(true)
            },
            function* () {
              yield* lock.unlock()
            },
          )
        })
      })
      return locked
    })
  }
}

function* fault(words: string): Generator<AnyEffect, void, unknown> {
  yield* fail(`refcount_t: ${words}`)
}

/** The effects of an increment, and its faults. */
export function* increased(
  before: IntTerm,
  count: number,
  write: Write,
): Generator<AnyEffect, void, unknown> {
  yield* when(before.eq(0), () => fault('addition on 0; use-after-free.'))
  yield* added(before, count, write)
}

/** Those of one that gives whether it was made: not from zero. */
export function* increasedNotZero(
  before: IntTerm,
  count: number,
  write: Write,
): Generator<AnyEffect, BoolTerm, unknown> {
  const counted = before.ne(0)
  yield* when(counted, () => added(before, count, write))
  return counted
}

/** The range of the count stands for that of an int, at whose end the kernel's count stays. */
function* added(before: IntTerm, count: number, write: Write): Generator<AnyEffect, void, unknown> {
  yield* when(
    before.plus(count).le(before.sort.max),
    () => write(before.plus(count)),
    () => fault('saturated; leaking memory.'),
  )
}

/** The effects of a decrement; gives whether it came to zero. */
export function* decreased(
  before: IntTerm,
  count: number,
  write: Write,
): Generator<AnyEffect, BoolTerm, unknown> {
  yield* when(
    before.ge(count),
    () => write(before.minus(count)),
    () => fault('underflow; use-after-free.'),
  )
  return and(before.eq(count), before.gt(0))
}

/** The effects of one that gives whether it was made: not from one. */
export function* decreasedNotOne(
  before: IntTerm,
  write: Write,
): Generator<AnyEffect, BoolTerm, unknown> {
  const others = before.ne(1)
  yield* when(others, function* () {
    yield* when(
      before.gt(0),
      () => write(before.minus(1)),
      () => fault('underflow; use-after-free.'),
    )
  })
  return others
}

/** A reference count with this range. Declare it with `m.state`. */
export function refcount(sort: IntSort, initial: number): Primitive<IntSort, Refcount> {
  return cVariable(sort, initial, (variable) => new Refcount(variable))
}
