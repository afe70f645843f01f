/** A `struct dma_fence_array` as the kernel makes it: it counts the fences that are pending. */

import {
  bool,
  int,
  leave,
  local,
  not,
  pick,
  set,
  step,
  struct,
  until,
  value,
  when,
  type BoolSort,
  type BoolTerm,
  type EffectNode,
  type Family,
  type Input,
  type IntSort,
  type IntTerm,
  type PlaceOf,
  type Primitive,
  type SetSort,
  type SetTerm,
  type StatementNode,
  type TermOf,
  type Test,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { dmaFence } from './dma-fence.ts'
import type { LockedFence } from './dma-fence-locked.ts'
import { part } from './dma-fence-state.ts'
import { anyFamily, insideAll, outsideAll, type FenceId } from './fence-id.ts'
import type { Spinlock } from '../locks/spinlock.ts'
import { block, steps, type Statement, type Steps } from '../steps.ts'

export interface CountedArrayOptions<F extends Sort, C extends Sort> {
  /** Those for which it can stand. */
  readonly fences: Family<F, LockedFence<C>>
  /** The most for which it stands. */
  readonly most: number
  /** Which of their callbacks is its own; what that does is `callback()`. */
  readonly callback: Input<C>
  /** Its own lock, or one that it may share. It is held while those of its fences are taken. */
  readonly lock: 'inline' | Spinlock
  /** The lock class of its own lock; without it that of all arrays. */
  readonly lockClass?: string
  /** It is signalled when one of them is. Without it, when all are. */
  readonly signalOnAny?: boolean
}

interface Parts {
  readonly base: LockedFence
  readonly chosen: PlaceOf<SetSort<FenceId>>
  readonly pending: PlaceOf<IntSort>
  /** Whether it is for an interrupt to signal it. */
  readonly work: PlaceOf<BoolSort>
  readonly signalOnAny: boolean
}

/** A fence that is signalled some time after the fences for which it stands. Its references to itself are left out. */
export class CountedFenceArray<F extends Sort> {
  /** The fence for which others wait. */
  readonly base: LockedFence
  readonly #parts: Parts
  readonly #name: string

  constructor(name: string, parts: Parts) {
    this.base = parts.base
    this.#name = name
    this.#parts = parts
  }

  /** Those for which it stands. */
  get fences(): SetTerm<F> {
    return outsideAll<F>(this.#parts.chosen)
  }

  /** How many of them are to be signalled yet. */
  get pending(): IntTerm {
    return this.#parts.pending
  }

  /** `dma_fence_array_create`: a new fence, which stands for these. */
  create(fences: Input<SetSort<F>>): Steps<void> {
    const { base, chosen, pending, work, signalOnAny } = this.#parts
    const name = `dma_fence_array_create(${this.#name})`
    return steps(function* () {
      yield* base.init()
      yield* step(name, {}, function* () {
        const all = value(set(chosen.sort.of), insideAll(fences))
        yield* chosen.set(all)
        yield* pending.set(signalOnAny ? 1 : all.size())
        yield* work.set(false)
      })
    })
  }

  /** `dma_fence_array_cb_func`: what the array's callback does, with the lock of the signalled fence held. */
  callback(): StatementNode<never, void> {
    const { pending, work } = this.#parts
    return step(`dma_fence_array_cb_func(${this.#name})`, {}, function* () {
      yield* when(pending.eq(1), function* () {
        yield* work.set(true)
      })
      yield* counted(pending)
    })
  }

  /** `irq_dma_fence_array_work`: waits for the work to be queued, and does it. For a process in a hard interrupt, again and again. */
  irqWork(): Statement {
    const { base, work } = this.#parts
    const wait = { kind: 'event', event: `irq_work of ${this.#name}`, by: null } as const
    const name = `irq_dma_fence_array_work(${this.#name})`
    return block(function* () {
      yield* step(name, { guard: work, wait }, function* () {
        yield* work.set(false)
      })
      yield* base.signal()
    })
  }
}

/** After one more was signalled. Below zero nothing changes any more. */
function* counted(pending: PlaceOf<IntSort>): Generator<EffectNode<void>, void, unknown> {
  yield* when(pending.gt(0), function* () {
    yield* pending.set(pending.minus(1))
  })
}

/** Its primitive. */
export function countedArray<F extends Sort, C extends Sort>({
  fences,
  most,
  callback,
  lock,
  lockClass = '&array->lock',
  signalOnAny = false,
}: CountedArrayOptions<F, C>): Primitive<Sort, CountedFenceArray<F>> {
  const family = anyFamily(fences)
  const body = (adding: () => Generator<Statement, BoolTerm, unknown>, done: () => Test) =>
    struct({
      base: dmaFence({ lock, lockClass, ops: { enableSignaling: adding, signaled: done } }),
      chosen: part(set(family.index)),
      pending: part(int(0, most)),
      work: part(bool),
    })
  const outline = body(
    () => never(),
    () => never(),
  )
  return {
    sort: outline.sort,
    get initial() {
      // The struct's own, as its state below.
      return outline.initial as Input<Sort>
    },
    attach: (place, name, declare) => {
      const parts: Omit<Parts, 'signalOnAny'> = body(
        () => enableSignaling(name, parts, (fence) => family.at(fence).addCallback(callback)),
        () => parts.pending.eq(0),
      ).attach(place as PlaceOf<typeof outline.sort>, name, declare)
      return new CountedFenceArray(name, { ...parts, signalOnAny })
    },
  }
}

/** Only the state of this one is looked at. */
function never(): never {
  throw new Error('an array of fences that is not attached is asked')
}

/** `dma_fence_array_enable_signaling`: adds the callback to each fence; gives false where enough of them are signalled. */
function* enableSignaling(
  name: string,
  { chosen, pending }: Pick<Parts, 'chosen' | 'pending'>,
  add: (fence: TermOf<FenceId>) => Steps<BoolTerm>,
): Generator<Statement, BoolTerm, unknown> {
  const enabled = yield* local('enabled', bool, true)
  yield* block(function* () {
    const left = yield* local('left', set(chosen.sort.of), [])
    yield* step(`dma_fence_array_enable_signaling(${name})`, {}, function* () {
      yield* left.set(chosen)
    })
    yield* until(left.isEmpty(), function* () {
      const fence = yield* step(`${name}.fences[i]`, {}, function* () {
        const next = yield* pick(left)
        yield* left.set(left.remove(next))
        return next
      })
      const added = yield* add(fence)
      yield* when(not(added), function* () {
        const zero = yield* step(`atomic_dec_and_test(${name}.num_pending)`, {}, function* () {
          yield* counted(pending)
          return pending.eq(1)
        })
        yield* when(zero, function* () {
          yield* enabled.set(false)
          yield* leave()
        })
      })
    })
  })
  return enabled
}
