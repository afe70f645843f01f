/** `atomic_t`: each operation is one step. After `Documentation/atomic_t.txt`. */

import {
  when,
  type BoolTerm,
  type Input,
  type IntSort,
  type IntTerm,
  type Primitive,
  type StatementNode,
} from '../../index.ts'
import { cVariable } from './c-access.ts'
import { Counter } from './counter.ts'

/** An `atomic_t`. */
export class Atomic extends Counter {
  protected override readonly prefix = 'atomic'

  /** `atomic_inc_return`: gives the value after it. Leaving the range is a fault. */
  incReturn(): StatementNode<never, IntTerm> {
    return this.modify('inc_return', function* (before, write) {
      const value = before.plus(1)
      yield* write(value)
      return value
    })
  }

  /** `atomic_dec_return`: gives the value after it. Leaving the range is a fault. */
  decReturn(): StatementNode<never, IntTerm> {
    return this.modify('dec_return', function* (before, write) {
      const value = before.minus(1)
      yield* write(value)
      return value
    })
  }

  /** `atomic_dec_and_test`: gives whether it came to zero. Leaving the range is a fault. */
  decAndTest(): StatementNode<never, BoolTerm> {
    return this.modify('dec_and_test', function* (before, write) {
      yield* write(before.minus(1))
      return before.eq(1)
    })
  }

  /** `atomic_cmpxchg`: writes the new value where it has the old one; gives the value before. */
  cmpxchg(old: Input<IntSort>, value: Input<IntSort>): StatementNode<never, IntTerm> {
    return this.modify('cmpxchg', function* (before, write) {
      yield* when(before.eq(old), () => write(value))
      return before
    })
  }
}

/** An atomic variable with this range. Declare it with `m.state`. */
export function atomicInt(sort: IntSort, initial = 0): Primitive<IntSort, Atomic> {
  return cVariable(sort, initial, (variable) => new Atomic(variable))
}
