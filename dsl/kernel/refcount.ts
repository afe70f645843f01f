/** `refcount_t`: each operation is one step. After `include/linux/refcount.h`. */

import {
  fail,
  when,
  type AnyEffect,
  type BoolTerm,
  type Input,
  type IntSort,
  type IntTerm,
  type Primitive,
  type StatementNode,
} from '../index.ts'
import { Counter } from './counter.ts'

/** A `refcount_t`. */
export class Refcount extends Counter {
  protected override readonly prefix = 'refcount'

  /** `refcount_inc_not_zero`: gives whether it did. */
  incNotZero(): StatementNode<never, BoolTerm> {
    return this.modify('inc_not_zero', function* (before, write) {
      const counted = before.ne(0)
      yield* when(counted, () => write(before.plus(1)))
      return counted
    })
  }

  /** `refcount_dec_not_one`: gives whether it did. A fault at zero. */
  decNotOne(): StatementNode<never, BoolTerm> {
    return this.modify('dec_not_one', function* (before, write) {
      const counted = before.ne(1)
      yield* when(counted, () => decrement(before, write))
      return counted
    })
  }

  /** `refcount_dec_and_test`: gives whether it came to zero. A fault at zero. */
  decAndTest(): StatementNode<never, BoolTerm> {
    return this.modify('dec_and_test', function* (before, write) {
      yield* decrement(before, write)
      return before.eq(1)
    })
  }
}

function* decrement(
  before: IntTerm,
  write: (value: Input<IntSort>) => Generator<AnyEffect, void, unknown>,
): Generator<AnyEffect, void, unknown> {
  yield* when(
    before.gt(0),
    () => write(before.minus(1)),
    function* () {
      yield* fail('refcount_t: underflow; use-after-free')
    },
  )
}

/** A reference count with this range. Declare it with `m.state`. */
export function refcount(sort: IntSort, initial: number): Primitive<IntSort, Refcount> {
  return { sort, initial, attach: (place, name) => new Refcount(place, name) }
}
