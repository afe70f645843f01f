/** What `atomic_t` and `refcount_t` share: an int that is read and set in one step each, and changed by their own operations. */

import type { AnyEffect, Input, IntSort, IntTerm, StatementNode } from '../../index.ts'
import type { CVariable, Touch } from './c-access.ts'

/** A counter under the name of its variable. */
export abstract class Counter {
  readonly #variable: CVariable<IntSort>

  constructor(variable: CVariable<IntSort>) {
    this.#variable = variable
  }

  /** For properties and ghosts: in C it can only be read by a step. */
  get value(): IntTerm {
    return this.#variable.value
  }

  /** What the kernel's functions begin with: `atomic`, `refcount`. */
  protected abstract readonly prefix: string

  /** Reads it, into a local. */
  read(): StatementNode<never, IntTerm> {
    const value = this.#variable.read('once')
    return this.#step('read', { access: 'once', write: false }, function* () {
      return value
    })
  }

  /** Writes it. */
  set(value: Input<IntSort>): StatementNode<never, void> {
    const variable = this.#variable
    return this.#step('set', { access: 'once', write: true }, function* () {
      yield* variable.write(value, 'once')
    })
  }

  /** A step that reads it and may write it; its result is what the body gives. */
  protected modify<R>(
    operation: string,
    body: (
      before: IntTerm,
      write: (value: Input<IntSort>) => Generator<AnyEffect, void, unknown>,
    ) => Generator<AnyEffect, R, unknown>,
  ): StatementNode<never, R> {
    const variable = this.#variable
    const before = variable.read('rmw')
    const write = function* (value: Input<IntSort>) {
      yield* variable.write(value, 'rmw')
    }
    return this.#step(operation, { access: 'rmw', write: true }, () => body(before, write))
  }

  #step<R>(
    operation: string,
    touch: Touch,
    body: () => Generator<AnyEffect, R, unknown>,
  ): StatementNode<never, R> {
    const { name } = this.#variable
    return this.#variable.step(`${this.prefix}_${operation}(${name})`, touch, body)
  }
}
