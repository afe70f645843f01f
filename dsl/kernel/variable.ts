/**
 * C variables: a load is a step, a store is a step, so that `x++` is two. After `Documentation/memory-barriers.txt` and
 * `tools/memory-model/Documentation/explanation.txt`; the order of accesses is that of the program, for everybody.
 */

import {
  readAs,
  step,
  writeAs,
  type Input,
  type PlaceOf,
  type Primitive,
  type StatementNode,
  type TermOf,
} from '../index.ts'
import type { Access, Sort } from '../ir.ts'

/** The functions that make an access of this kind, as a trace names them. */
interface Functions {
  readonly load: { readonly name: string; readonly access: Access }
  readonly store: { readonly name: string; readonly access: Access }
}

/** A variable of C, with one kind of load and one kind of store. */
export class Variable<S extends Sort> {
  /** Its value, for properties and ghosts: in C this cannot be read without a load. */
  readonly value: TermOf<S>
  readonly #place: PlaceOf<S>
  readonly #name: string
  readonly #functions: Functions

  constructor(place: PlaceOf<S>, name: string, functions: Functions) {
    // A place is a term that can do more.
    this.value = place as unknown as TermOf<S>
    this.#place = place
    this.#name = name
    this.#functions = functions
  }

  /** Reads it, into a local. */
  load(): StatementNode<never, TermOf<S>> {
    const { load } = this.#functions
    const read = readAs<S>(this.#place, load.access)
    return step(`${load.name}(${this.#name})`, {}, function* () {
      return read
    })
  }

  /** Writes it. */
  store(value: Input<S>): StatementNode<never, void> {
    const { store } = this.#functions
    const place = this.#place
    return step(`${store.name}(${this.#name})`, {}, function* () {
      yield* writeAs<S>(place, value, store.access)
    })
  }
}

function variable<S extends Sort>(
  sort: S,
  initial: Input<S> | undefined,
  functions: Functions,
): Primitive<S, Variable<S>> {
  return { sort, initial, attach: (place, name) => new Variable(place, name, functions) }
}

/** A variable that C reads and writes without a mark. */
export function plain<S extends Sort>(sort: S, initial?: Input<S>): Primitive<S, Variable<S>> {
  return variable(sort, initial, {
    load: { name: 'read', access: 'plain' },
    store: { name: 'write', access: 'plain' },
  })
}

/** A variable that C reads with `READ_ONCE` and writes with `WRITE_ONCE`. */
export function once<S extends Sort>(sort: S, initial?: Input<S>): Primitive<S, Variable<S>> {
  return variable(sort, initial, {
    load: { name: 'READ_ONCE', access: 'once' },
    store: { name: 'WRITE_ONCE', access: 'once' },
  })
}

/** A variable that C reads with `smp_load_acquire` and writes with `smp_store_release`. */
export function ordered<S extends Sort>(sort: S, initial?: Input<S>): Primitive<S, Variable<S>> {
  return variable(sort, initial, {
    load: { name: 'smp_load_acquire', access: 'acquire' },
    store: { name: 'smp_store_release', access: 'release' },
  })
}
