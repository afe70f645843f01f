/** Who has a read-write semaphore, and who waits to write: what its functions ask of it and do to it. */

import {
  and,
  cond,
  current,
  fail,
  fieldsOf,
  just,
  none,
  not,
  optional,
  or,
  record,
  set,
  thread,
  when,
  type AnyEffect,
  type AnyTerm,
  type BoolTerm,
  type EffectNode,
  type PlaceOf,
  type RecordSort,
  type TermOf,
  type ThreadSort,
  type Wait,
} from '../../index.ts'
import type { Owner } from './owned-lock.ts'
import type { Threads } from '../threads.ts'

type Effects = Generator<AnyEffect, void, unknown>

/** Who writes, who reads, which of these read twice, and which writers wait in the queue. */
type Fields = {
  readonly writer: Owner
  readonly readers: Threads
  readonly again: Threads
  readonly queue: Threads
}

export type RwSemSort = RecordSort<Fields>

export const rwSemSort: RwSemSort = record({
  writer: optional(thread),
  readers: set(thread),
  again: set(thread),
  queue: set(thread),
})

export class RwSemState {
  readonly #name: string
  readonly #places: { readonly [K in keyof Fields]: PlaceOf<Fields[K]> }

  constructor(name: string, place: PlaceOf<RwSemSort>) {
    this.#name = name
    this.#places = fieldsOf(place)
  }

  get writer(): PlaceOf<Owner> {
    return this.#places.writer
  }

  get readers(): PlaceOf<Threads> {
    return this.#places.readers
  }

  /** Whether nobody has it. */
  isFree(): BoolTerm {
    return and(this.writer.isNone(), this.readers.isEmpty())
  }

  /** Whether a reader gets in. */
  isOpen(): BoolTerm {
    return and(this.writer.isNone(), this.#places.queue.isEmpty())
  }

  /** Whether a writer gets in without waiting. */
  isUnwanted(): BoolTerm {
    return and(this.isFree(), this.#places.queue.isEmpty())
  }

  heldBy(holder: TermOf<ThreadSort>): BoolTerm {
    return or(this.writer.is(holder), this.readers.has(holder))
  }

  /** A reader waits for who writes and who waits to write. */
  get waitOfReader(): Wait {
    return this.#waitFor(this.#places.queue)
  }

  /** A writer waits for who has it. */
  get waitOfWriter(): Wait {
    return this.#waitFor(this.readers)
  }

  *read(): Effects {
    const { readers, again } = this.#places
    yield* when(
      readers.has(current()),
      function* () {
        yield* when(again.has(current()), function* () {
          yield* fail('more than two reads by one process')
        })
        yield* again.set(again.add(current()))
      },
      function* () {
        yield* readers.set(readers.add(current()))
      },
    )
  }

  *endRead(): Effects {
    const { readers, again } = this.#places
    yield* this.#balanced(readers.has(current()))
    yield* when(
      again.has(current()),
      function* () {
        yield* again.set(again.remove(current()))
      },
      function* () {
        yield* readers.set(readers.remove(current()))
      },
    )
  }

  *write(): Effects {
    yield* this.writer.set(just(current()))
  }

  *endWrite(): Effects {
    yield* this.#balanced(this.writer.is(current()))
    yield* this.writer.set(none)
  }

  *joinQueue(): Effects {
    const { queue } = this.#places
    yield* queue.set(queue.add(current()))
  }

  *leaveQueue(): Effects {
    const { queue } = this.#places
    yield* queue.set(queue.remove(current()))
  }

  #waitFor(others: TermOf<Threads>): Wait {
    const { writer } = this
    const holders: AnyTerm = cond(writer.isSome(), others.add(writer.get()), others)
    return { kind: 'lock', lock: this.#name, holders: holders.expr }
  }

  #balanced(test: BoolTerm): EffectNode<void> {
    const name = this.#name
    return when(not(test), function* () {
      yield* fail(`bad unlock balance detected: ${name}`)
    })
  }
}
