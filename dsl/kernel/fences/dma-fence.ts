/**
 * `struct dma_fence`: work that will have been done. After `include/linux/dma-fence.h` and `drivers/dma-buf/dma-fence.c`.
 *
 * It comes in two grains. As its contract has it, it is one bit, signalled in one step. With a `lock` it is signalled as the kernel does
 * it, step by step, and can have callbacks.
 */

import {
  array,
  bool,
  set,
  value,
  type ArraySort,
  type BoolSort,
  type BoolTerm,
  type Family,
  type Input,
  type PlaceOf,
  type Primitive,
  type SetSort,
  type TermOf,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import type { Callback } from '../callback.ts'
import type { DmaFence } from './dma-fence-base.ts'
import { ContractFence } from './dma-fence-contract.ts'
import { LockedFence } from './dma-fence-locked.ts'
import {
  boundOps,
  fenceParts,
  part,
  type DmaFenceOps,
  type DmaFenceOptions,
} from './dma-fence-state.ts'
import { spinlock, type Spinlock } from '../locks/spinlock.ts'

type Arguments = readonly unknown[]

/** Of a fence that is signalled step by step. */
export interface LockedFenceOptions<
  A extends Arguments,
  C extends Sort,
  K extends Sort,
> extends DmaFenceOptions<A, K> {
  /** Its own lock, or one that it may share. */
  readonly lock: 'inline' | Spinlock | ((...fence: A) => Spinlock)
  /** The lock class of its own lock; without it that of all fences which have their own. */
  readonly lockClass?: string
  /** The callbacks that can be added. */
  readonly callbacks?: C
  /** What a callback does, with the lock held. Without it, it only wakes. */
  readonly func?: (callback: TermOf<C>, ...fence: A) => Callback
  readonly ops?: LockedFenceOps<A>
}

export interface LockedFenceOps<A extends Arguments> extends DmaFenceOps<A> {
  /** Asks the driver to signal, with the lock held; gives false where it is done already. */
  readonly enableSignaling?: (...fence: A) => Callback<BoolTerm>
}

type Options<A extends Arguments> = DmaFenceOptions<A, Sort> | LockedFenceOptions<A, Sort, Sort>

/** A fence, but for what its driver does, which is told the fence. */
type Unbound<A extends Arguments> = (fence: () => A) => DmaFence

/** A fence, not signalled. Declare it, or an array of it, with `m.state`. */
export function dmaFence<C extends Sort, K extends Sort>(
  options: LockedFenceOptions<[], C, K>,
): Primitive<Sort, LockedFence<C, K>>
export function dmaFence<K extends Sort>(
  options?: DmaFenceOptions<[], K>,
): Primitive<Sort, ContractFence<K>>
export function dmaFence(options: Options<[]> = {}): Primitive<Sort, DmaFence> {
  const { sort, initial, attach } = unbound(options)
  return { sort, initial, attach: (...given) => attach(...given)(() => []) }
}

/** A fence for each value of the sort, whose functions are told which it is. */
export function dmaFences<I extends Sort, C extends Sort, K extends Sort>(
  index: I,
  options: LockedFenceOptions<[TermOf<I>], C, K>,
): Primitive<ArraySort<I, Sort>, Family<I, LockedFence<C, K>>>
export function dmaFences<I extends Sort, K extends Sort>(
  index: I,
  options?: DmaFenceOptions<[TermOf<I>], K>,
): Primitive<ArraySort<I, Sort>, Family<I, ContractFence<K>>>
export function dmaFences<I extends Sort>(
  index: I,
  options: Options<[TermOf<I>]> = {},
): Primitive<ArraySort<I, Sort>, Family<I, DmaFence>> {
  const { sort, initial, attach } = array(index, unbound(options))
  return {
    sort,
    initial,
    attach: (...given) => {
      const family = attach(...given)
      return { index, at: (at: Input<I>) => family.at(at)(() => [value(index, at)]) }
    },
  }
}

function unbound<A extends Arguments>(options: Options<A>): Primitive<Sort, Unbound<A>> {
  if (!('lock' in options)) {
    return fenceParts(options, {}, (parts) => {
      return (fence) => new ContractFence(parts, boundOps(options, fence))
    })
  }
  const { lock, lockClass = '&fence->inline_lock', callbacks, func } = options
  const { enableSignaling } = options.ops ?? {}
  const others = {
    ...(lock === 'inline' ? { lock: spinlock(lockClass) } : {}),
    ...(callbacks === undefined ? {} : { callbacks: part(set(callbacks)) }),
    ...(enableSignaling === undefined ? {} : { enabled: part(bool) }),
  }
  return fenceParts(options, others, (parts, objects) => (fence) => {
    // Each as the member of this name above makes it.
    const own = objects as {
      readonly lock: Spinlock
      readonly callbacks: PlaceOf<SetSort<Sort>>
      readonly enabled: PlaceOf<BoolSort>
    }
    const lockOf = (): Spinlock => {
      if (lock === 'inline') return own.lock
      return typeof lock === 'function' ? lock(...fence()) : lock
    }
    return new LockedFence(parts, boundOps(options, fence), {
      lock: lockOf,
      callbacks:
        callbacks === undefined
          ? null
          : {
              sort: callbacks,
              added: own.callbacks,
              func: func === undefined ? null : (callback) => func(callback, ...fence()),
            },
      enabling:
        enableSignaling === undefined
          ? null
          : { enabled: own.enabled, enable: () => enableSignaling(...fence()) },
    })
  })
}
