/**
 * `spinlock_t`: whoever holds it must not sleep, nor be preempted. After `Documentation/locking/spinlocks.rst` and
 * `include/linux/spinlock.h`.
 */

import {
  bool,
  either,
  local,
  step,
  type AnyEffect,
  type BoolSort,
  type BoolTerm,
  type PlaceOf,
  type Primitive,
  type StatementNode,
} from '../../index.ts'
import { bottomHalves } from '../contexts/bottom-half.ts'
import { localInterrupts } from '../contexts/interrupt.ts'
import { ownedLock, subclassedLock } from './owned-lock.ts'
import type { OwnedState, Owner, SubclassedOwner } from './owned-lock.ts'
import { SpinningLock } from './spinning-lock.ts'
import { steps, type Steps } from '../steps.ts'

/** A `spinlock_t`. The functions that also turn interrupts off spin with them off: where the lock is taken, that is a step of its own. */
export class Spinlock extends SpinningLock {
  /** Waits until nobody holds it, and takes it. Whoever holds it already, or has interrupted its holder, waits for ever. */
  lock(): StatementNode<never, void> {
    return this.waiting(`spin_lock(${this.name})`)
  }

  /** `spin_lock_nested`: takes it in this subclass, which is a lock class of its own. */
  lockNested(subclass: number): StatementNode<never, void> {
    return this.waiting(`spin_lock_nested(${this.name}, ${subclass})`, { subclass })
  }

  /** Takes it where nobody holds it; gives whether it did. Never waits. */
  trylock(): StatementNode<never, BoolTerm> {
    return this.trying(`spin_trylock(${this.name})`)
  }

  /** Gives it up. A fault when the caller does not hold it; so it is in the other functions that unlock. */
  unlock(): StatementNode<never, void> {
    return this.givingUp(`spin_unlock(${this.name})`)
  }

  /** `spin_lock_irqsave`: with interrupts off from then on. Gives the flags for `unlockIrqrestore`: whether they were on. */
  lockIrqsave(): Steps<BoolTerm> {
    const interrupts = localInterrupts()
    const masked = (flags: PlaceOf<BoolSort>) =>
      this.#masked(`spin_lock_irqsave(${this.name}, flags)`, function* () {
        yield* flags.set(interrupts.enabled())
        yield* interrupts.disable()
      })
    return steps(function* () {
      const flags = yield* local('flags', bool, true)
      yield* masked(flags)
      return flags
    })
  }

  /** `spin_unlock_irqrestore`: with interrupts as they were where the flags are from. */
  unlockIrqrestore(flags: BoolTerm): StatementNode<never, void> {
    const interrupts = localInterrupts()
    return this.givingUp(`spin_unlock_irqrestore(${this.name}, flags)`, function* () {
      yield* interrupts.restore(flags)
    })
  }

  /** `spin_lock_irq`: with interrupts off from then on. */
  lockIrq(): StatementNode<never, void> {
    const interrupts = localInterrupts()
    return this.#masked(`spin_lock_irq(${this.name})`, function* () {
      yield* interrupts.disable()
    })
  }

  /** `spin_unlock_irq`: with interrupts on from then on, even where something else had turned them off before. */
  unlockIrq(): StatementNode<never, void> {
    const interrupts = localInterrupts()
    return this.givingUp(`spin_unlock_irq(${this.name})`, function* () {
      yield* interrupts.enable()
    })
  }

  /** `spin_lock_bh`: with softirqs off, once more if they are. */
  lockBh(): StatementNode<never, void> {
    const bottomHalf = bottomHalves()
    return this.#masked(`spin_lock_bh(${this.name})`, () => bottomHalf.enter())
  }

  /** Takes it with these effects, which come first where it has to spin. */
  #masked(
    name: string,
    mask: () => Generator<AnyEffect, void, unknown>,
  ): StatementNode<never, void> {
    const { owner } = this
    const atOnce = () => this.waiting(name, {}, {}, mask)
    const then = () => this.waiting(name)
    return either(
      function* () {
        yield* atOnce()
      },
      function* () {
        yield* step(`${name}: spins`, { guard: owner.isSome() }, mask)
        yield* then()
      },
    )
  }

  /** `spin_unlock_bh`: undoes one of these. */
  unlockBh(): StatementNode<never, void> {
    const bottomHalf = bottomHalves()
    return this.givingUp(`spin_unlock_bh(${this.name})`, () => bottomHalf.leave())
  }
}

/** A spinlock of this lock class; free at first. Declare it with `m.state`. */
export function spinlock(lockClass: string): Primitive<Owner, Spinlock>
/** One that can be taken in so many subclasses, from 0, as by `spin_lock_nested`. */
export function spinlock(
  lockClass: string,
  options: { readonly subclasses: number },
): Primitive<SubclassedOwner, Spinlock>
export function spinlock(
  lockClass: string,
  options?: { readonly subclasses: number },
): Primitive<Owner, Spinlock> | Primitive<SubclassedOwner, Spinlock> {
  const lock = { lockClass, kind: 'spinning' } as const
  const make = (state: OwnedState) => new Spinlock(state)
  return options === undefined
    ? ownedLock(lock, make)
    : subclassedLock(lock, options.subclasses, make)
}
