/** What `atomic_t` and `refcount_t` share: an int that is read and set in one step each, and changed by their own operations. */

import {
  readAs,
  step,
  writeAs,
  type AnyEffect,
  type Input,
  type IntSort,
  type IntTerm,
  type PlaceOf,
  type StatementNode,
} from '../index.ts'

/** A counter under the name of its variable. */
export abstract class Counter {
  /** For properties and ghosts: in C it can only be read by a step. */
  readonly value: IntTerm
  readonly #place: PlaceOf<IntSort>
  readonly #name: string

  constructor(place: PlaceOf<IntSort>, name: string) {
    this.value = place
    this.#place = place
    this.#name = name
  }

  /** What the kernel's functions begin with: `atomic`, `refcount`. */
  protected abstract readonly prefix: string

  /** Reads it, into a local. */
  read(): StatementNode<never, IntTerm> {
    const value = readAs<IntSort>(this.#place, 'once')
    return step(`${this.prefix}_read(${this.#name})`, {}, function* () {
      return value
    })
  }

  /** Writes it. */
  set(value: Input<IntSort>): StatementNode<never, void> {
    const place = this.#place
    return step(`${this.prefix}_set(${this.#name})`, {}, function* () {
      yield* writeAs<IntSort>(place, value, 'once')
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
    const place = this.#place
    const before = readAs<IntSort>(place, 'rmw')
    const write = function* (value: Input<IntSort>) {
      yield* writeAs<IntSort>(place, value, 'rmw')
    }
    return step(`${this.prefix}_${operation}(${this.#name})`, {}, () => body(before, write))
  }
}
