/** Pointers that RCU protects: `rcu_dereference` and `rcu_assign_pointer`. After `include/linux/rcupdate.h`. */

import {
  current,
  fail,
  not,
  when,
  type Input,
  type Primitive,
  type StatementNode,
  type TermOf,
  type Test,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { cVariable, type CVariable } from '../variables/c-access.ts'
import type { Rcu } from './rcu.ts'

/** A pointer that readers follow in their sections. */
export class RcuPointer<S extends Sort> {
  readonly #variable: CVariable<S>
  readonly #rcu: Rcu

  constructor(variable: CVariable<S>, rcu: Rcu) {
    this.#variable = variable
    this.#rcu = rcu
  }

  /** Its value, for properties: in C this cannot be read without a load. */
  get value(): TermOf<S> {
    return this.#variable.value
  }

  /** `rcu_dereference`: reads it. A fault outside of a read section. */
  dereference(): StatementNode<never, TermOf<S>> {
    const unless = this.#rcu.isReader(current())
    return this.#reading('rcu_dereference', unless, 'suspicious rcu_dereference_check() usage')
  }

  /** `rcu_dereference_protected`: reads it, under what keeps others from changing it. A fault where that is not true. */
  dereferenceProtected(test: Test): StatementNode<never, TermOf<S>> {
    const message = 'suspicious rcu_dereference_protected() usage'
    return this.#reading('rcu_dereference_protected', test, message)
  }

  /** `rcu_access_pointer`: reads it, not to be followed. */
  access(): StatementNode<never, TermOf<S>> {
    const variable = this.#variable
    const value = variable.read('once')
    const touch = { access: 'once', write: false } as const
    return variable.step(`rcu_access_pointer(${variable.name})`, touch, function* () {
      return value
    })
  }

  /** `rcu_assign_pointer`: publishes it. */
  assign(value: Input<S>): StatementNode<never, void> {
    const variable = this.#variable
    const touch = { access: 'release', write: true } as const
    return variable.step(`rcu_assign_pointer(${variable.name})`, touch, function* () {
      yield* variable.write(value, 'release')
    })
  }

  #reading(name: string, allowed: Test, message: string): StatementNode<never, TermOf<S>> {
    const variable = this.#variable
    const value = variable.read('once')
    const touch = { access: 'once', write: false } as const
    return variable.step(`${name}(${variable.name})`, touch, function* () {
      yield* when(not(allowed), function* () {
        yield* fail(message)
      })
      return value
    })
  }
}

/** A pointer, or whatever else is published so. Declare it with `m.state`. */
export function rcuPointer<S extends Sort>(
  rcu: Rcu,
  sort: S,
  initial?: Input<S>,
): Primitive<S, RcuPointer<S>> {
  return cVariable(sort, initial, (variable) => new RcuPointer(variable, rcu))
}
