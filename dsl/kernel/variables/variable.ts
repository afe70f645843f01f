/**
 * C variables: a load is a step, a store is a step, so that `x++` is two. After `Documentation/memory-barriers.txt` and
 * `tools/memory-model/Documentation/explanation.txt`; the order of accesses is that of the program, for everybody.
 */

import type { Input, Primitive, StatementNode, TermOf } from '../../index.ts'
import type { Access, Sort } from '../../ir.ts'
import { cVariable, type CVariable } from './c-access.ts'

/** The functions that make an access of this kind, as a trace names them. */
interface Functions {
  readonly load: { readonly name: string; readonly access: Access }
  readonly store: { readonly name: string; readonly access: Access }
}

/** A variable of C, with one kind of load and one kind of store. */
export class Variable<S extends Sort> {
  readonly #variable: CVariable<S>
  readonly #functions: Functions

  constructor(variable: CVariable<S>, functions: Functions) {
    this.#variable = variable
    this.#functions = functions
  }

  /** Its value, for properties and ghosts: in C this cannot be read without a load. */
  get value(): TermOf<S> {
    return this.#variable.value
  }

  /** Reads it, into a local. */
  load(): StatementNode<never, TermOf<S>> {
    const variable = this.#variable
    const { name, access } = this.#functions.load
    const read = variable.read(access)
    const touch = { access, write: false }
    return variable.step(`${name}(${variable.name})`, touch, function* () {
      return read
    })
  }

  /** Writes it. */
  store(value: Input<S>): StatementNode<never, void> {
    const variable = this.#variable
    const { name, access } = this.#functions.store
    const touch = { access, write: true }
    return variable.step(`${name}(${variable.name})`, touch, function* () {
      yield* variable.write(value, access)
    })
  }
}

function variable<S extends Sort>(
  sort: S,
  initial: Input<S> | undefined,
  functions: Functions,
): Primitive<S, Variable<S>> {
  return cVariable(sort, initial, (made) => new Variable(made, functions))
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
