/** `refcount_t`: each operation is one step. After `include/linux/refcount.h`. */

import {
  fail,
  readAs,
  step,
  when,
  writeAs,
  type BoolTerm,
  type IntSort,
  type IntTerm,
  type PlaceOf,
  type Primitive,
  type StatementNode,
} from '../index.ts'

export class Refcount {
  /** For properties and ghosts: in C it is read with `refcount_read`. */
  readonly value: IntTerm
  readonly #place: PlaceOf<IntSort>
  readonly #name: string

  constructor(place: PlaceOf<IntSort>, name: string) {
    this.value = place
    this.#place = place
    this.#name = name
  }

  /** `refcount_read`. */
  read(): StatementNode<never, IntTerm> {
    const value = readAs<IntSort>(this.#place, 'once')
    return step(`refcount_read(${this.#name})`, {}, function* () {
      return value
    })
  }

  /** `refcount_set`. */
  set(value: number): StatementNode<never, void> {
    const place = this.#place
    return step(`refcount_set(${this.#name})`, {}, function* () {
      yield* writeAs<IntSort>(place, value, 'once')
    })
  }

  /** `refcount_inc_not_zero`: gives whether it did. */
  incNotZero(): StatementNode<never, BoolTerm> {
    const place = this.#place
    const before = readAs<IntSort>(place, 'rmw')
    return step(`refcount_inc_not_zero(${this.#name})`, {}, function* () {
      const counted = before.ne(0)
      yield* when(counted, function* () {
        yield* writeAs<IntSort>(place, before.plus(1), 'rmw')
      })
      return counted
    })
  }

  /** `refcount_dec_not_one`: gives whether it did. A fault at zero. */
  decNotOne(): StatementNode<never, BoolTerm> {
    const before = readAs<IntSort>(this.#place, 'rmw')
    const decrement = this.#decrement(before)
    return step(`refcount_dec_not_one(${this.#name})`, {}, function* () {
      const counted = before.ne(1)
      yield* when(counted, decrement)
      return counted
    })
  }

  /** `refcount_dec_and_test`: gives whether it came to zero. A fault at zero. */
  decAndTest(): StatementNode<never, BoolTerm> {
    const before = readAs<IntSort>(this.#place, 'rmw')
    const decrement = this.#decrement(before)
    return step(`refcount_dec_and_test(${this.#name})`, {}, function* () {
      yield* decrement()
      return before.eq(1)
    })
  }

  #decrement(before: IntTerm) {
    const place = this.#place
    return function* () {
      yield* when(
        before.gt(0),
        function* () {
          yield* writeAs<IntSort>(place, before.minus(1), 'rmw')
        },
        function* () {
          yield* fail('refcount_t: underflow; use-after-free')
        },
      )
    }
  }
}

/** A reference count with this range. Declare it with `m.state`. */
export function refcount(sort: IntSort, initial: number): Primitive<IntSort, Refcount> {
  return { sort, initial, attach: (place, name) => new Refcount(place, name) }
}
