/** `atomic_t`: each operation is one step. After `Documentation/atomic_t.txt`. */

import {
  readAs,
  step,
  when,
  writeAs,
  type BoolTerm,
  type Input,
  type IntSort,
  type IntTerm,
  type PlaceOf,
  type Primitive,
  type StatementNode,
} from '../index.ts'

export class Atomic {
  /** For properties and ghosts: in C it is read with `atomic_read`. */
  readonly value: IntTerm
  readonly #place: PlaceOf<IntSort>
  readonly #name: string

  constructor(place: PlaceOf<IntSort>, name: string) {
    this.value = place
    this.#place = place
    this.#name = name
  }

  /** `atomic_read`. */
  read(): StatementNode<never, IntTerm> {
    const value = readAs<IntSort>(this.#place, 'once')
    return step(`atomic_read(${this.#name})`, {}, function* () {
      return value
    })
  }

  /** `atomic_set`. */
  set(value: Input<IntSort>): StatementNode<never, void> {
    const place = this.#place
    return step(`atomic_set(${this.#name})`, {}, function* () {
      yield* writeAs<IntSort>(place, value, 'once')
    })
  }

  /** `atomic_inc_return`: gives the value after it. Leaving the range is a fault. */
  incReturn(): StatementNode<never, IntTerm> {
    return this.#change('atomic_inc_return', (before) => before.plus(1))
  }

  /** `atomic_dec_return`: gives the value after it. Leaving the range is a fault. */
  decReturn(): StatementNode<never, IntTerm> {
    return this.#change('atomic_dec_return', (before) => before.minus(1))
  }

  /** `atomic_cmpxchg`: writes the new value where it has the old one; gives the value before. */
  cmpxchg(old: Input<IntSort>, value: Input<IntSort>): StatementNode<never, IntTerm> {
    const place = this.#place
    const before = readAs<IntSort>(place, 'rmw')
    return step(`atomic_cmpxchg(${this.#name})`, {}, function* () {
      yield* when(before.eq(old), function* () {
        yield* writeAs<IntSort>(place, value, 'rmw')
      })
      return before
    })
  }

  /** `atomic_dec_and_test`: gives whether it came to zero. Leaving the range is a fault. */
  decAndTest(): StatementNode<never, BoolTerm> {
    const place = this.#place
    const before = readAs<IntSort>(place, 'rmw')
    return step(`atomic_dec_and_test(${this.#name})`, {}, function* () {
      const value = before.minus(1)
      yield* writeAs<IntSort>(place, value, 'rmw')
      return value.eq(0)
    })
  }

  #change(name: string, change: (before: IntTerm) => IntTerm): StatementNode<never, IntTerm> {
    const place = this.#place
    const value = change(readAs<IntSort>(place, 'rmw'))
    return step(`${name}(${this.#name})`, {}, function* () {
      yield* writeAs<IntSort>(place, value, 'rmw')
      return value
    })
  }
}

/** An atomic variable with this range. Declare it with `m.state`. */
export function atomicInt(sort: IntSort, initial = 0): Primitive<IntSort, Atomic> {
  return { sort, initial, attach: (place, name) => new Atomic(place, name) }
}
