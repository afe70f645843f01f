/**
 * A `struct dma_fence` as the kernel signals it: under its lock, with the callbacks run there. After `drivers/dma-buf/dma-fence.c`.
 *
 * That `dma_fence_signal` is a signalling section of its own is left out: nothing in it may sleep anyway. Callbacks run in any order,
 * and a waiter's own, which wakes it, is no part of the state.
 */

import {
  and,
  assert,
  bool,
  cond,
  current,
  fail,
  here,
  local,
  mistaken,
  not,
  oneOf,
  or,
  step,
  value,
  when,
  type BoolSort,
  type BoolTerm,
  type EffectNode,
  type Input,
  type PlaceOf,
  type StatementNode,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { called, type Callback } from '../callback.ts'
import { DmaFence, type InitOptions } from './dma-fence-base.ts'
import { emptied, takenFrom, type Callbacks } from './dma-fence-callbacks.ts'
import { mightWait } from './dma-fence-signalling.ts'
import type { FenceOps, FenceParts } from './dma-fence-state.ts'
import type { Around } from './dma-fence-wait.ts'
import type { Spinlock } from '../locks/spinlock.ts'
import { block, steps, type Statement, type Steps } from '../steps.ts'

/** What was to be enabled is signalled, was enabled before, or is only now. */
const enabling = oneOf('signaled', 'enabled', 'first')

/** Asking the driver to signal. */
export interface Enabling {
  /** Whether it was asked. */
  readonly enabled: PlaceOf<BoolSort>
  /** `enable_signaling`: gives false where it is done already. */
  readonly enable: () => Callback<BoolTerm>
}

/** What such a fence has besides; null for what the model did not ask for. */
export interface LockedParts<C extends Sort> {
  readonly lock: () => Spinlock
  readonly callbacks: Callbacks<C> | null
  readonly enabling: Enabling | null
}

/** A fence with a lock. */
export class LockedFence<C extends Sort = Sort, K extends Sort = Sort> extends DmaFence<K> {
  readonly #locked: LockedParts<C>

  constructor(parts: FenceParts<K>, ops: FenceOps, locked: LockedParts<C>) {
    super(parts, ops)
    this.#locked = locked
  }

  /** Its lock, which need not be its own. */
  get lock(): Spinlock {
    return this.#locked.lock()
  }

  /** Whether the callback is on the list. */
  has(callback: Input<C>): BoolTerm {
    return this.#callbacks.added.has(callback)
  }

  override signal(): Steps<BoolTerm> {
    return this.#underLock(() => this.#signal('dma_fence_signal'))
  }

  /** `dma_fence_signal_locked`: the same for whoever holds the lock. A failed assertion where that is not so. */
  signalLocked(): Steps<BoolTerm> {
    return steps(() => this.#signal('dma_fence_signal_locked', this.lock))
  }

  override isSignaled(): Steps<BoolTerm> {
    return this.#test('dma_fence_is_signaled', () => this.signal())
  }

  /** `dma_fence_is_signaled_locked`: the same for whoever holds the lock. A failed assertion where it signals and that is not so. */
  isSignaledLocked(): Steps<BoolTerm> {
    return this.#test('dma_fence_is_signaled_locked', () => this.signalLocked())
  }

  override enableSwSignaling(): Statement {
    const enable = () => this.#enable()
    const underLock = (body: () => Steps<void>) => this.#underLock(body)
    return block(function* () {
      yield* underLock(function* () {
        yield* enable()
      })
    })
  }

  /**
   * `dma_fence_add_callback`: gives whether it was added; where the fence is signalled it is not, -ENOENT. A fault where it is on the list
   * already.
   */
  addCallback(callback: Input<C>): Steps<BoolTerm> {
    const { added } = this.#callbacks
    const testBit = () => this.#testBit('dma_fence_add_callback')
    const enable = () =>
      this.#enable(function* () {
        yield* when(added.has(callback), function* () {
          yield* fail('list_add double add')
        })
        yield* added.set(added.add(callback))
      })
    const underLock = (body: () => Steps<void>) => this.#underLock(body)
    return steps(function* () {
      const result = yield* local('added', bool, false)
      yield* block(function* () {
        const signaled = yield* testBit()
        yield* when(not(signaled), function* () {
          yield* underLock(function* () {
            yield* result.set(yield* enable())
          })
        })
      })
      return result
    })
  }

  /** `dma_fence_remove_callback`: gives whether it was on the list still; otherwise it has run, or was not added. */
  removeCallback(callback: Input<C>): Steps<BoolTerm> {
    const { added } = this.#callbacks
    const name = `dma_fence_remove_callback(${this.name})`
    return this.#underLock(() =>
      step(name, {}, function* () {
        yield* added.set(added.remove(callback))
        return added.has(callback)
      }),
    )
  }

  protected override around(): Around {
    const options = { sleeps: true, requests: [mightWait(this.parts.map)] }
    const mightSleep = () => step('might_sleep()', options, function* () {})
    const { enabling: toEnable } = this.#locked
    const enable = () => this.enableSwSignaling()
    const testBit = () => this.#testBit('dma_fence_default_wait')
    const removed = () => step(`list_del(${this.name}.cb_list)`, {}, function* () {})
    const underLock = <R>(body: () => Steps<R>) => this.#underLock(body)
    return function* (sleep) {
      yield* mightSleep()
      if (toEnable !== null) yield* enable()
      yield* block(function* () {
        const signaled = yield* underLock(testBit)
        yield* when(not(signaled), function* () {
          yield* sleep()
          yield* underLock(removed)
        })
      })
    }
  }

  protected override *released(): Generator<Statement, void, unknown> {
    const { signaled } = this.parts
    const { callbacks } = this.#locked
    const { name } = this
    if (callbacks !== null) {
      yield* step(`dma_fence_release(${name})`, {}, function* () {
        yield* when(not(or(signaled, callbacks.added.isEmpty())), function* () {
          yield* fail(`Fence ${name} released with pending signals!`)
        })
      })
    }
    yield* super.released()
  }

  protected override *initialized(
    options: InitOptions<K>,
  ): Generator<EffectNode<void>, void, unknown> {
    yield* super.initialized(options)
    const { callbacks, enabling: toEnable } = this.#locked
    if (callbacks !== null) yield* emptied(callbacks.added)
    if (toEnable !== null) yield* toEnable.enabled.set(false)
  }

  /** Sets the bit and runs the callbacks; gives whether the bit was set before. */
  *#signal(operation: string, held?: Spinlock): Generator<Statement, BoolTerm, unknown> {
    const { signaled } = this.parts
    const { callbacks } = this.#locked
    const taken = callbacks === null ? null : yield* takenFrom(callbacks, this.name)
    const already = yield* step(`${operation}(${this.name})`, {}, function* () {
      if (held !== undefined) yield* assert(held.heldBy(current()), `'${held.name}' is not held`)
      yield* signaled.set(true)
      if (taken !== null) yield* when(not(signaled), taken.splice)
      return signaled
    })
    if (taken !== null) yield* taken.run()
    return already
  }

  /** Asks the driver to signal, if nobody has. Where the fence is not signalled then, it does `waiting` and gives true. */
  *#enable(
    waiting: (() => Generator<EffectNode<void>, void, unknown>) | null = null,
  ): Generator<Statement, BoolTerm, unknown> {
    const { signaled } = this.parts
    const name = `__dma_fence_enable_signaling(${this.name})`
    const listAdd = `list_add_tail(${this.name}.cb_list)`
    const { enabling: toEnable } = this.#locked
    if (toEnable === null) {
      return yield* step(name, {}, function* () {
        const live = not(signaled)
        if (waiting !== null) yield* when(live, waiting)
        return live
      })
    }
    const { enabled, enable } = toEnable
    const signal = () => this.#signal('dma_fence_signal_locked')
    const found = yield* step(name, {}, function* () {
      yield* enabled.set(true)
      return cond(
        signaled,
        value(enabling, 'signaled'),
        cond(enabled, value(enabling, 'enabled'), 'first'),
      )
    })
    const live = yield* local('live', bool, found.ne('signaled'))
    yield* when(found.eq('first'), function* () {
      const able = yield* called(enable())
      yield* when(not(able), function* () {
        yield* signal()
        yield* live.set(false)
      })
    })
    if (waiting !== null) {
      yield* when(live, function* () {
        yield* step(listAdd, {}, waiting)
      })
    }
    return live
  }

  #test(operation: string, signal: () => Steps<BoolTerm>): Steps<BoolTerm> {
    const testBit = () => this.#testBit(operation)
    const { name } = this
    const { signaled: byDriver } = this.ops
    if (byDriver === null) return testBit()
    return steps(function* () {
      const result = yield* local('signaled', bool, true)
      yield* block(function* () {
        const bit = yield* testBit()
        yield* when(not(bit), function* () {
          const done = yield* step(`ops->signaled(${name})`, {}, function* () {
            return and(byDriver())
          })
          yield* when(
            done,
            function* () {
              yield* signal()
            },
            function* () {
              yield* result.set(false)
            },
          )
        })
      })
      return result
    })
  }

  #testBit(operation: string): StatementNode<never, BoolTerm> {
    const { signaled } = this.parts
    return step(`${operation}(${this.name}): test_bit`, {}, function* () {
      return signaled
    })
  }

  #underLock<R>(body: () => Steps<R>): Steps<R> {
    const { lock } = this
    return steps(function* () {
      const flags = yield* lock.lockIrqsave()
      const result = yield* body()
      yield* lock.unlockIrqrestore(flags)
      return result
    })
  }

  get #callbacks(): Callbacks<C> {
    const { callbacks } = this.#locked
    if (callbacks !== null) return callbacks
    return mistaken(
      here(),
      `'${this.name}' is declared without 'callbacks'`,
      'Declare it with their sort',
    )
  }
}
