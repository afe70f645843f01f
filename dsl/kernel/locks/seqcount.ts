/**
 * `seqcount_t`: readers never block a writer, and start again where one came between. After `Documentation/locking/seqlock.rst` and
 * `include/linux/seqlock.h`.
 */

import {
  assert,
  current,
  fail,
  fieldsOf,
  inAtomic,
  just,
  none,
  not,
  optional,
  record,
  set,
  step,
  thread,
  when,
  type BoolTerm,
  type LockId,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type StatementNode,
} from '../../index.ts'
import type { Holdable, Owner } from './owned-lock.ts'
import { preemption } from '../contexts/preemption.ts'
import { request } from './request.ts'
import { SeqReaders, type Undisturbed } from './seq-readers.ts'

/**
 * A `seqcount_t`. A reader's section is a loop: `readBegin()`, reads, `readRetry()`, and again while that gave true. A process has one
 * section at a time. A writer must not sleep, and must hold the lock that was given for writers.
 */
export class SeqCount {
  readonly id: LockId
  /** The name of its variable. */
  readonly name: string
  /** Who writes. */
  readonly writer: PlaceOf<Owner>
  readonly #readers: SeqReaders
  readonly #lock: Holdable | null

  constructor(
    { id, name }: { readonly id: LockId; readonly name: string },
    writer: PlaceOf<Owner>,
    readers: SeqReaders,
    lock: Holdable | null,
  ) {
    this.id = id
    this.name = name
    this.writer = writer
    this.#readers = readers
    this.#lock = lock
  }

  /** `read_seqcount_begin`: spins while there is a writer. */
  readBegin(): StatementNode<never, void> {
    return this.#readers.begin(`read_seqcount_begin(${this.name})`, this)
  }

  /** `read_seqcount_retry`: ends the section, and gives whether a writer came since its begin, so that what was read is worth nothing. */
  readRetry(): StatementNode<never, BoolTerm> {
    return this.#readers.retry(`read_seqcount_retry(${this.name})`)
  }

  /**
   * `write_seqcount_begin`: the number becomes odd. A failed assertion where the caller does not hold the lock of writers or, where none
   * was given, may be preempted. A fault where there is a writer already.
   */
  writeBegin(): StatementNode<never, void> {
    const { name, writer } = this
    const [readers, lock] = [this.#readers, this.#lock]
    const requests = [request(this.id, { trying: true })]
    return step(`write_seqcount_begin(${name})`, { requests }, function* () {
      yield* lock === null
        ? assert(inAtomic(), `'${name}' is written with preemption on`)
        : assert(lock.heldBy(current()), `'${lock.name}' is not held`)
      yield* when(writer.isSome(), function* () {
        yield* fail(`two writers at once: ${name}`)
      })
      yield* writer.set(just(current()))
      yield* preemption().enter()
      yield* readers.disturb()
    })
  }

  /** `write_seqcount_end`: the number becomes even. A fault where the caller is not the writer. */
  writeEnd(): StatementNode<never, void> {
    const { name, writer } = this
    return step(`write_seqcount_end(${name})`, {}, function* () {
      yield* when(not(writer.is(current())), function* () {
        yield* fail(`bad unlock balance detected: ${name}`)
      })
      yield* writer.set(none)
      yield* preemption().leave()
    })
  }
}

/**
 * A sequence counter of this lock class, even at first, and the lock that keeps its writers apart; without one they must not be
 * preempted. Declare it with `m.state`.
 */
export function seqcount(
  lockClass: string,
  lock: Holdable | null = null,
): Primitive<RecordSort<{ writer: Owner; undisturbed: Undisturbed }>, SeqCount> {
  return {
    sort: record({ writer: optional(thread), undisturbed: set(thread) }),
    attach: (state, name, declare) => {
      const { writer, undisturbed } = fieldsOf(state)
      const holdings = [{ holders: writer }]
      const id = declare.lock({ name, lockClass, kind: 'spinning', holdings })
      return new SeqCount({ id, name }, writer, new SeqReaders(undisturbed), lock)
    },
  }
}
