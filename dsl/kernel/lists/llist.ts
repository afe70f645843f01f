/** `struct llist_head`: a list that many push to and take from without a lock. After `include/linux/llist.h` and `lib/llist.c`. */

import {
  fail,
  leave,
  local,
  loop,
  sequence,
  step,
  until,
  value,
  when,
  type AnyStatement,
  type BoolTerm,
  type IdentitySort,
  type IdentityTerm,
  type PlaceOf,
  type Primitive,
  type SequenceTerm,
  type StatementNode,
} from '../../index.ts'
import type { Entries } from './list-links.ts'
import { target, type Pointer } from '../memory/pointer.ts'

/** A lockless list; the newest entry is the first. */
export class LockLessList<N extends string> {
  readonly name: string
  readonly #sort: IdentitySort<N>
  readonly #entries: PlaceOf<Entries<N>>

  constructor(sort: IdentitySort<N>, entries: PlaceOf<Entries<N>>, name: string) {
    this.#sort = sort
    this.#entries = entries
    this.name = name
  }

  /** What is on it, the newest first: for properties and guards. */
  get entries(): SequenceTerm<IdentitySort<N>> {
    return this.#entries
  }

  /** `llist_empty`. */
  empty(): StatementNode<never, BoolTerm> {
    const entries = this.#entries
    return step(`llist_empty(${this.name})`, {}, function* () {
      return entries.isEmpty()
    })
  }

  /** `llist_add`: gives whether the list was empty. A fault where it is on it already, which would make a ring of it. */
  add(pointer: Pointer<N>): StatementNode<never, BoolTerm> {
    const { name } = this
    const entries = this.#entries
    const node = target(pointer)
    return step(`llist_add(${name})`, {}, function* () {
      yield* when(entries.has(node), function* () {
        yield* fail(`llist_add corruption: ${name}`)
      })
      yield* entries.set(value(entries.sort, [node]).concat(entries))
      return entries.isEmpty()
    })
  }

  /** `llist_del_all`: takes everything, and gives it, the newest first. */
  delAll(): StatementNode<never, SequenceTerm<IdentitySort<N>>> {
    const entries = this.#entries
    return step(`llist_del_all(${this.name})`, {}, function* () {
      const all: SequenceTerm<IdentitySort<N>> = entries
      yield* entries.set([])
      return all
    })
  }

  /**
   * `llist_for_each_entry_safe` over what was taken: the body for each, from the newest to the oldest. Nobody else sees what was taken:
   * only the body takes steps. `leave` and `again` in it are C's `break` and `continue`.
   */
  forEachSafe<Y extends AnyStatement>(
    taken: SequenceTerm<IdentitySort<N>>,
    body: (pos: IdentityTerm<N>) => Generator<Y, void, unknown>,
  ) {
    const sort = this.#sort
    const chain = this.#entries.sort
    // A loop of one round, at whose end the local ends.
    return loop(function* () {
      const rest = yield* local('rest', chain, taken)
      yield* until(rest.isEmpty(), function* () {
        const pos = yield* local('pos', sort, rest.first())
        yield* rest.update((before) => before.rest())
        yield* body(pos)
      })
      yield* leave()
    })
  }
}

/** A lockless list of these; empty at first. Declare it with `m.state`. */
export function llist<N extends string>(
  sort: IdentitySort<N>,
): Primitive<Entries<N>, LockLessList<N>> {
  return {
    sort: sequence(sort, sort.size),
    attach: (entries, name) => new LockLessList(sort, entries, name),
  }
}
