/** `seqlock_t`: a sequence counter, and a spinlock that keeps its writers apart. After `include/linux/seqlock.h`. */

import {
  fieldsOf,
  optional,
  record,
  set,
  thread,
  type BoolTerm,
  type Primitive,
  type RecordSort,
  type StatementNode,
} from '../../index.ts'
import { localInterrupts } from '../contexts/interrupt.ts'
import type { OwnedState, Owner } from './owned-lock.ts'
import { SeqReaders, type Undisturbed } from './seq-readers.ts'
import { SpinningLock } from './spinning-lock.ts'

/**
 * A `seqlock_t`. Readers are as those of a `seqcount_t`. A writer takes the lock and makes the number odd in one step: readers do not
 * see the lock.
 */
export class SeqLock extends SpinningLock {
  readonly #readers: SeqReaders

  constructor(state: OwnedState, readers: SeqReaders) {
    super(state)
    this.#readers = readers
  }

  /** `read_seqbegin`: spins while there is a writer. */
  readBegin(): StatementNode<never, void> {
    return this.#readers.begin(`read_seqbegin(${this.name})`, {
      id: this.id,
      name: this.name,
      writer: this.owner,
    })
  }

  /** `read_seqretry`: ends the section, and gives whether a writer came since its begin, so that what was read is worth nothing. */
  readRetry(): StatementNode<never, BoolTerm> {
    return this.#readers.retry(`read_seqretry(${this.name})`)
  }

  /** `write_seqlock`: waits until nobody writes. The writer must not sleep. */
  writeLock(): StatementNode<never, void> {
    const readers = this.#readers
    return this.waiting(`write_seqlock(${this.name})`, {}, {}, function* () {
      yield* readers.disturb()
    })
  }

  /** `write_sequnlock`. A fault where the caller does not write. */
  writeUnlock(): StatementNode<never, void> {
    return this.givingUp(`write_sequnlock(${this.name})`)
  }

  /** `write_seqlock_irqsave`: with interrupts off from then on. Gives the flags for `writeUnlockIrqrestore`. */
  writeLockIrqsave(): StatementNode<never, BoolTerm> {
    const [readers, interrupts] = [this.#readers, localInterrupts()]
    return this.waiting(`write_seqlock_irqsave(${this.name}, flags)`, {}, {}, function* () {
      yield* readers.disturb()
      yield* interrupts.disable()
      return interrupts.enabled()
    })
  }

  /** `write_sequnlock_irqrestore`: with interrupts as they were where the flags are from. A fault where the caller does not write. */
  writeUnlockIrqrestore(flags: BoolTerm): StatementNode<never, void> {
    const interrupts = localInterrupts()
    return this.givingUp(`write_sequnlock_irqrestore(${this.name}, flags)`, function* () {
      yield* interrupts.restore(flags)
    })
  }
}

/** A sequence lock of this lock class; nobody writes at first. Declare it with `m.state`. */
export function seqlock(
  lockClass: string,
): Primitive<RecordSort<{ owner: Owner; undisturbed: Undisturbed }>, SeqLock> {
  return {
    sort: record({ owner: optional(thread), undisturbed: set(thread) }),
    attach: (state, name, declare) => {
      const { owner, undisturbed } = fieldsOf(state)
      const holdings = [{ holders: owner }]
      const id = declare.lock({ name, lockClass, kind: 'spinning', holdings })
      return new SeqLock({ id, name, owner, subclass: null }, new SeqReaders(undisturbed))
    },
  }
}
