/**
 * `struct ww_mutex`: a mutex that tells who asks for it when to back off, so that several can be taken in any order. After
 * `kernel/locking/ww_mutex.h`, `kernel/locking/mutex.c` and `Documentation/locking/ww-mutex-design.rst`.
 *
 * What has one inside, as `struct dma_resv`, declares a `struct` with a `wwMutex` in it, under the names of its own functions.
 *
 * The wait list is no part of the state: who is blocked waits. So whoever has to back off for an older one that waits before it is told
 * so when that one has the lock.
 */

import {
  and,
  bool,
  cond,
  current,
  fieldsOf,
  not,
  optional,
  or,
  record,
  step,
  thread,
  value,
  when,
  type AnyEffect,
  type BoolSort,
  type BoolTerm,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type StatementNode,
  type StepOptions,
  type Test,
} from '../../index.ts'
import type { LockFunctions } from '../locks/mutex.ts'
import { OwnedLock, type OwnedState, type Owner } from '../locks/owned-lock.ts'
import { request } from '../locks/request.ts'
import { notContending, warnOn, WwAcquireCtx } from './ww-acquire-ctx.ts'
import type { WwClass } from './ww-class.ts'
import type { Steps } from '../steps.ts'
import {
  lockResult,
  interruptible,
  woundingUntil,
  type Locking,
  type LockResult,
} from './ww-waiting.ts'

/** Nobody, or who holds it, and whether for an acquire context. */
type WwMutexState = RecordSort<{ owner: Owner; in_context: BoolSort }>

const wwMutexFunctions: LockFunctions = {
  lock: 'ww_mutex_lock',
  trylock: 'ww_mutex_trylock',
  unlock: 'ww_mutex_unlock',
  assertHeld: 'lockdep_assert_held',
  assertNotHeld: 'lockdep_assert_not_held',
}

/** A `struct ww_mutex`, or a lock that differs from it in its functions' names. */
export class WwMutex extends OwnedLock {
  readonly class: WwClass
  /** Whether the owner took it in a context. */
  readonly #inContext: PlaceOf<BoolSort>
  readonly #functions: LockFunctions

  constructor(
    owned: OwnedState,
    state: PlaceOf<WwMutexState>,
    wwClass: WwClass,
    functions: LockFunctions = wwMutexFunctions,
  ) {
    super(owned, { held: functions.assertHeld, notHeld: functions.assertNotHeld })
    this.class = wwClass
    this.#inContext = fieldsOf(state).in_context
    this.#functions = functions
  }

  /** `ww_mutex_lock(lock, NULL)`: waits until nobody holds it, and takes it. Nothing protects from a deadlock. */
  lock(): StatementNode<never, void>
  /**
   * `ww_mutex_lock(lock, ctx)`: waits until nobody holds it, and takes it, which gives `0`. It gives `-EALREADY` where the context holds
   * it, and `-EDEADLK` where the caller has to back off: the context holds other locks, and that of the owner is older (wait-die) or an
   * older one waits for one of them (wound-wait). It never gives `-EINTR`.
   *
   * It asks for the lock in any case. In the kernel -EALREADY is given before lockdep is told; here, where other locks were taken since
   * the context got this one, the validator of lock order notes that these come before its class too, and reports the cycle.
   */
  lock(ctx: WwAcquireCtx): Steps<LockResult>
  lock(ctx?: WwAcquireCtx): Locking {
    return this.#lock('', ctx)
  }

  /**
   * The same, and `-EINTR` where a signal comes while it waits. None need ever come: where it would wait for ever without one, that is a
   * deadlock. `signal` says where one can come.
   */
  lockInterruptible(ctx?: WwAcquireCtx, signal: Test = true): Steps<LockResult> {
    const name = this.#call('_interruptible', ctx)
    return interruptible(
      name,
      () => this.#lock('_interruptible', ctx),
      () => this.#contended(ctx),
      signal,
    )
  }

  /** `ww_mutex_lock_slow`, after -EDEADLK: waits for the contended lock, and takes it. A fault where the context holds any. */
  lockSlow(ctx: WwAcquireCtx): StatementNode<never, void> {
    return this.#lockSlow('_slow', ctx)
  }

  /** The same, which gives `0`; and `-EINTR` where a signal comes while it waits. */
  lockSlowInterruptible(ctx: WwAcquireCtx, signal: Test = true): Steps<LockResult> {
    const suffix = '_slow_interruptible'
    const lock = () => this.#lockSlow(suffix, ctx)
    return interruptible(this.#call(suffix, ctx), lock, () => this.#contended(ctx), signal)
  }

  /** Takes it where nobody holds it; gives whether it did. Never waits, and never has to back off. A fault in an interrupt. */
  trylock(ctx?: WwAcquireCtx): StatementNode<never, BoolTerm> {
    const { trylock } = this.#functions
    const notInInterrupt = `${trylock} in interrupt context`
    if (ctx === undefined) return this.trying(`${trylock}(${this.name}, NULL)`, { notInInterrupt })
    const requests = [request(this.id, { trying: true, nested: true })]
    const wrong = ctx.misuse(this.class)
    const { owner } = this
    const take = () => this.#takeFor(ctx)
    return step(
      `${trylock}(${this.name}, ${ctx.name})`,
      { requests, notInInterrupt },
      function* () {
        const free = owner.isNone()
        yield* when(free, function* () {
          yield* warnOn(wrong)
          yield* take()
        })
        return free
      },
    )
  }

  /** Gives it up. A fault when the caller does not hold it. */
  unlock(): StatementNode<never, void> {
    const name = `${this.#functions.unlock}(${this.name})`
    if (this.class.mostContexts === 0) return this.givingUp(name)
    const inContext = this.#inContext
    const ctx = new WwAcquireCtx(this.class)
    return this.givingUp(name, function* () {
      yield* when(inContext, function* () {
        yield* inContext.set(false)
        yield* ctx.releases()
      })
    })
  }

  #lock(suffix: string, ctx: WwAcquireCtx | undefined): Locking {
    const name = this.#call(suffix, ctx)
    if (ctx === undefined) return this.#lockPlain(name)
    const attempt = () => this.#attempt(name, ctx)
    return ctx.class.algorithm === 'wait-die'
      ? attempt()
      : woundingUntil(attempt, () => this.#wound(ctx))
  }

  #lockPlain(name: string): StatementNode<never, void> {
    return this.waiting(name, {}, { sleeps: true })
  }

  /** The step that takes it, or gives why not. */
  #attempt(name: string, ctx: WwAcquireCtx): StatementNode<never, LockResult> {
    const { owner } = this
    const wrong = ctx.misuse(this.class)
    const mine = () => this.#heldInContext()
    const guard = or(owner.isNone(), mine(), this.#mustBackOff(ctx), ...wrong.map((w) => w.test()))
    const take = () => this.#takeFor(ctx)
    return step(name, { ...this.#asked, guard, fairness: 'strong' }, function* () {
      yield* when(not(mine()), function* () {
        yield* warnOn(wrong)
        yield* when(owner.isNone(), take, () => ctx.contends())
      })
      const refused = cond(mine(), value(lockResult, '-EALREADY'), '-EDEADLK')
      return cond(owner.isNone(), value(lockResult, '0'), refused)
    })
  }

  #lockSlow(suffix: string, ctx: WwAcquireCtx): StatementNode<never, void> {
    const wrong = [notContending(ctx), ...ctx.misuse(this.class)]
    const guard = or(this.owner.isNone(), ...wrong.map((w) => w.test()))
    const take = () => this.#takeFor(ctx)
    const options = { ...this.#asked, guard, fairness: 'strong' } as const
    return step(this.#call(suffix, ctx), options, function* () {
      yield* warnOn(wrong)
      yield* take()
    })
  }

  /** The step of one that waits: the owner, which is younger, has to back off where it has to wait. */
  #wound(ctx: WwAcquireCtx): StatementNode<never, void> {
    const { own } = ctx
    const holder = ctx.of(this.owner.get())
    const guard = and(
      this.#inContext,
      own.field('acquired').gt(0),
      own.field('stamp').lt(holder.field('stamp')),
      holder.field('phase').eq('acquiring'),
    )
    const name = `__ww_mutex_wound(${this.name}, ${ctx.name})`
    return step(name, { ...this.#asked, guard }, function* () {
      yield* holder.field('phase').set('wounded')
    })
  }

  /** Whether this context, where somebody else has the lock, must not wait for it. */
  #mustBackOff(ctx: WwAcquireCtx): BoolTerm {
    const { own } = ctx
    if (ctx.class.algorithm === 'wound-wait') return own.field('phase').eq('wounded')
    const holder = ctx.of(this.owner.get())
    return and(
      this.#inContext,
      own.field('acquired').gt(0),
      own.field('stamp').gt(holder.field('stamp')),
    )
  }

  /** Whether the caller holds it in its context. */
  #heldInContext(): BoolTerm {
    return and(this.#inContext, this.owner.is(current()))
  }

  /** Whether a lock in this context would have to wait. */
  #contended(ctx: WwAcquireCtx | undefined): BoolTerm {
    return ctx === undefined
      ? this.owner.isSome()
      : and(this.owner.isSome(), not(this.#heldInContext()))
  }

  *#takeFor(ctx: WwAcquireCtx): Generator<AnyEffect, void, unknown> {
    yield* this.take()
    yield* this.#inContext.set(true)
    yield* ctx.acquires()
  }

  /** What every step has that waits for it in a context. */
  get #asked(): StepOptions {
    const requests = [request(this.id, { nested: true })]
    return { wait: this.wait, requests, sleeps: true }
  }

  #call(suffix: string, ctx: WwAcquireCtx | undefined): string {
    return `${this.#functions.lock}${suffix}(${this.name}, ${ctx?.name ?? 'NULL'})`
  }
}

/** A lock of this class, free at first. Declare it with `m.state`. */
export function wwMutex(
  wwClass: WwClass,
  functions: LockFunctions = wwMutexFunctions,
): Primitive<WwMutexState, WwMutex> {
  return {
    sort: record({ owner: optional(thread), in_context: bool }),
    attach: (state, name, declare) => {
      const { owner } = fieldsOf(state)
      const id = declare.lock({
        name,
        lockClass: wwClass.mutexClass,
        kind: 'sleeping',
        holdings: [{ holders: owner }],
      })
      const owned = { id, name, owner, subclass: null }
      return new WwMutex(owned, state, wwClass, functions)
    },
  }
}
