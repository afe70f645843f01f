/**
 * `struct dma_resv`: the lock that exporter and importers share, and the fences of those who use the buffer. After
 * `include/linux/dma-resv.h` and `drivers/dma-buf/dma-resv.c`.
 */

import {
  array,
  current,
  fieldsOf,
  int,
  just,
  or,
  step,
  struct,
  type ArraySort,
  type BoolTerm,
  type Family,
  type IntSort,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type StatementNode,
  type TermOf,
  type Test,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import type { DmaFence } from '../fences/dma-fence-base.ts'
import { declareMightWait } from '../fences/dma-fence-signalling.ts'
import { part } from '../fences/dma-fence-state.ts'
import { FencedDmaResv, type LockState } from './dma-resv-fences.ts'
import { ResvTable, usage, type SameContext, type Usage } from './dma-resv-table.ts'
import { anyFamily, type FenceId } from '../fences/fence-id.ts'
import { Mutex, type LockFunctions } from '../locks/mutex.ts'
import { ownedLock, type OwnedState, type Owner } from '../locks/owned-lock.ts'
import { WwClass } from '../ww-mutex/ww-class.ts'
import { wwMutex } from '../ww-mutex/ww-mutex.ts'

const functions: LockFunctions = {
  lock: 'dma_resv_lock',
  trylock: 'dma_resv_trylock',
  unlock: 'dma_resv_unlock',
  assertHeld: 'dma_resv_assert_held',
  assertNotHeld: 'lockdep_assert_not_held',
}

/** A `struct dma_resv` as far as its lock goes. */
export class DmaResv extends Mutex {
  constructor(state: OwnedState) {
    super(state, functions)
  }

  /**
   * `dma_resv_lock(resv, ctx)` by the acquire context that may hold it already: gives whether that
   * is so, which is -EALREADY and takes nothing.
   */
  lockInContext(): StatementNode<never, BoolTerm> {
    const { owner, wait } = this
    const guard = or(owner.isNone(), owner.is(current()))
    // It asks the validator of lock order for nothing: that cannot know where it takes nothing.
    const options = { guard, wait, sleeps: true, fairness: 'strong' } as const
    return step(`dma_resv_lock(${this.name}, ctx)`, options, function* () {
      yield* owner.set(just(current()))
      return owner.isSome()
    })
  }
}

export interface DmaResvOptions<F extends Sort> {
  /** The fences that can be in it. */
  readonly fences: Family<F, DmaFence>
  /** The class of its lock where it is locked with acquire contexts: `reservation_ww_class`. Without it there are none. */
  readonly class?: WwClass
  /** The most slots that are reserved at a time; without it 1. */
  readonly slots?: number
  /** It has references to its fences, which must be declared with `references`. Without it, they are there as long as they are needed. */
  readonly references?: boolean
  /**
   * Whether a fence is of the same context as an old one and not before it. Without it the fences know that by their `context` and
   * `seqno`, or each has a context of its own.
   */
  readonly sameContext?: (old: TermOf<F>, fence: TermOf<F>) => Test
}

type FencedState<F extends Sort> = RecordSort<{
  lock: LockState
  fences: ArraySort<F, Usage>
  slots: IntSort
}>

/** The same class without acquire contexts, and without state for them. */
const contextless = new WwClass('reservation_ww_class', { contexts: 0 })

/** A reservation lock; free at first. Declare it with `m.state`. */
export function dmaResv(): Primitive<Owner, DmaResv>
/** One that is locked with acquire contexts too; without fences. */
export function dmaResv(options: { readonly class: WwClass }): ReturnType<typeof wwMutex>
/** A reservation object with fences: free at first, and without any. */
export function dmaResv<F extends Sort>(
  options: DmaResvOptions<F>,
): Primitive<FencedState<F>, FencedDmaResv<F>>
export function dmaResv<F extends Sort>(
  options?: DmaResvOptions<F> | { readonly class: WwClass },
):
  | Primitive<Owner, DmaResv>
  | ReturnType<typeof wwMutex>
  | Primitive<FencedState<F>, FencedDmaResv<F>> {
  if (options === undefined) return lockAlone
  return 'fences' in options ? fenced(options) : wwMutex(options.class, functions)
}

const lockAlone: Primitive<Owner, DmaResv> = ownedLock(
  { lockClass: contextless.mutexClass, kind: 'sleeping' },
  (state) => new DmaResv(state),
)

function fenced<F extends Sort>({
  fences,
  class: wwClass = contextless,
  slots = 1,
  references: counted = false,
  sameContext,
}: DmaResvOptions<F>): Primitive<FencedState<F>, FencedDmaResv<F>> {
  const body = struct({
    lock: part(wwMutex(wwClass).sort),
    fences: part(array(fences.index, usage)),
    slots: part(int(0, slots)),
  })
  return {
    sort: body.sort,
    get initial() {
      return body.initial
    },
    attach: (place, name, declare) => {
      // The struct's own state; the compiler does not see that while the fences' sort is open.
      const state = body.attach(place as unknown as PlaceOf<typeof body.sort>, name, declare)
      const { owner } = fieldsOf(state.lock)
      const { mutexClass: lockClass } = wwClass
      const holdings = [{ holders: owner }]
      const id = declare.lock({ name, lockClass, kind: 'sleeping', holdings })
      const table = new ResvTable(
        // Both of the same fences.
        state.fences as unknown as PlaceOf<ArraySort<FenceId, Usage>>,
        anyFamily(fences),
        (sameContext ?? null) as unknown as SameContext | null,
      )
      const parts = { table, counted, slots: state.slots, map: declareMightWait(declare) }
      const owned = { id, name, owner, subclass: null }
      return new FencedDmaResv(owned, state.lock, wwClass, functions, parts)
    },
  }
}
