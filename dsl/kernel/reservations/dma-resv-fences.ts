/** A `struct dma_resv` with its fences. After `include/linux/dma-resv.h` and `drivers/dma-buf/dma-resv.c`. */

import {
  and,
  assert,
  bool,
  cond,
  current,
  fail,
  here,
  just,
  local,
  mistaken,
  not,
  some,
  step,
  value,
  when,
  type AnyEffect,
  type AnyStatement,
  type BoolTerm,
  type Input,
  type IntSort,
  type LockId,
  type PlaceOf,
  type SetTerm,
  type StatementNode,
  type TermOf,
  type Test,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { mightWait } from '../fences/dma-fence-signalling.ts'
import {
  alone,
  waitFor,
  waitInterruptible,
  waitInterruptibleTimeout,
  waitTimeout,
  type Awaited,
  type WaitedTerm,
} from '../fences/dma-fence-wait.ts'
import { exchange, type Exchange } from './dma-resv-exchange.ts'
import { eachListed, eachUnlocked } from './dma-resv-iter.ts'
import type { DmaResvUsage, ResvTable } from './dma-resv-table.ts'
import { inside, outside, outsideAll, type FenceId } from '../fences/fence-id.ts'
import type { LockFunctions } from '../locks/mutex.ts'
import type { OwnedState } from '../locks/owned-lock.ts'
import type { InterruptibleOptions, TimeoutOptions, WaitOptions } from '../waiting/wait-options.ts'
import { block, steps, type Statement, type Steps } from '../steps.ts'
import type { WwClass } from '../ww-mutex/ww-class.ts'
import { WwMutex, type wwMutex } from '../ww-mutex/ww-mutex.ts'

/** What the lock inside consists of. */
export type LockState = ReturnType<typeof wwMutex>['sort']

/** The parts of one besides its lock. */
export interface ResvParts {
  readonly table: ResvTable
  /** Whether it has counted references to its fences. */
  readonly counted: boolean
  /** How many fences can be added before the next unlock. */
  readonly slots: PlaceOf<IntSort>
  /** What waiting for a fence asks for. */
  readonly map: LockId
}

/** A reservation object whose fences are of the sort `F`. Its lock is a `ww_mutex`. */
export class FencedDmaResv<F extends Sort> extends WwMutex {
  readonly #parts: ResvParts

  constructor(
    owned: OwnedState,
    state: PlaceOf<LockState>,
    wwClass: WwClass,
    functions: LockFunctions,
    parts: ResvParts,
  ) {
    super(owned, state, wwClass, functions)
    this.#parts = parts
  }

  /** The fences of this usage or a lower one that are not signalled: for guards and properties. */
  fences(usage: DmaResvUsage): SetTerm<F> {
    return outsideAll<F>(this.#parts.table.pending(usage))
  }

  /** Whether the fence is there: for properties. */
  has(fence: Input<F>): BoolTerm {
    return this.#parts.table.has(inside(fence))
  }

  /**
   * `dma_resv_reserve_fences`: makes room for so many fences, until the unlock; gives whether there was memory. It may sleep: a fault
   * where the process must not. `allocate` is what it does where there is not enough room, and gives whether there was memory. A failed
   * assertion where the lock is not held.
   */
  reserveFences(count: number, allocate: (() => Steps<BoolTerm>) | null = null): Steps<BoolTerm> {
    const { slots } = this.#parts
    if (count > slots.sort.max) {
      const what = `'${this.name}' is declared for ${slots.sort.max} slots`
      mistaken(here(), what, `Declare it with '{ slots: ${count} }'`)
    }
    const name = `dma_resv_reserve_fences(${this.name}, ${count})`
    const held = () => this.#held()
    const reserve = () =>
      step(name, { sleeps: true }, function* () {
        yield* held()
        yield* slots.set(cond(slots.lt(count), value(slots.sort, count), slots))
        return value(bool, true)
      })
    if (allocate === null) return reserve()
    return steps(function* () {
      const reserved = yield* local('reserved', bool, true)
      yield* block(function* () {
        const enough = yield* step(`${name}: test`, {}, function* () {
          yield* held()
          return slots.ge(count)
        })
        yield* when(not(enough), function* () {
          const allocated = yield* allocate()
          yield* when(
            allocated,
            function* () {
              yield* reserve()
            },
            function* () {
              yield* reserved.set(false)
            },
          )
        })
      })
      return reserved
    })
  }

  /**
   * `dma_resv_add_fence`: from here on everybody sees it, whether the lock is held or not. It takes the place of older fences of its
   * context and of signalled ones; where there are none, a reserved slot. A fault where there is none of these either. A failed assertion
   * where the lock is not held.
   */
  addFence(fence: Input<F>, usage: DmaResvUsage): Steps<void> {
    const { table, slots } = this.#parts
    const added = inside(fence)
    const goes = (old: TermOf<FenceId>): BoolTerm => table.makesRoom(old, added, usage)
    const held = () => this.#held()
    return this.#exchange({
      name: `dma_resv_add_fence(${this.name}, ${usage})`,
      *first() {
        yield* held()
        yield* when(not(some(table.fences.index, goes)), function* () {
          yield* when(slots.eq(0), function* () {
            yield* fail('BUG_ON(fobj->num_fences >= fobj->max_fences)')
          })
          yield* slots.set(slots.minus(1))
        })
      },
      goes,
      comes: {
        fence: added,
        test: () => value(bool, true),
        *effects() {
          yield* when(not(table.stronger(added, usage)), function* () {
            yield* table.place.at(added).set(just(usage))
          })
        },
      },
    })
  }

  /** `dma_resv_replace_fences`: puts the fence in the place of each for which the test is true: of a context that has no access any more. */
  replaceFences(
    replaced: (old: TermOf<F>) => Test,
    fence: Input<F>,
    usage: DmaResvUsage,
  ): Steps<void> {
    const { table } = this.#parts
    const added = inside(fence)
    const goes = (old: TermOf<FenceId>): BoolTerm => and(table.has(old), replaced(outside<F>(old)))
    return this.#exchange({
      name: `dma_resv_replace_fences(${this.name}, ${usage})`,
      first: () => this.#held(),
      goes,
      comes: {
        fence: added,
        test: () => some(table.fences.index, goes),
        *effects() {
          yield* table.place.at(added).set(just(usage))
        },
      },
    })
  }

  /** `dma_resv_fini`: the end of the buffer, and of its references to fences. */
  fini(): Steps<void> {
    const { table } = this.#parts
    return this.#exchange({
      name: `dma_resv_fini(${this.name})`,
      *first() {},
      goes: (old) => table.has(old),
      comes: null,
    })
  }

  /**
   * `dma_resv_get_fences`, and `dma_resv_get_singleton`, which makes a stub of none and an array of several: the fences of this usage or a
   * lower one that are not signalled, as they are at one moment. The lock need not be held.
   */
  getFences(usage: DmaResvUsage): StatementNode<never, SetTerm<F>> {
    const fences = () => this.fences(usage)
    return step(`dma_resv_get_fences(${this.name}, ${usage})`, {}, function* () {
      return fences()
    })
  }

  /** `dma_resv_test_signaled`: gives whether all fences of this usage or a lower one are signalled. */
  testSignaled(usage: DmaResvUsage): StatementNode<never, BoolTerm> {
    const fences = () => this.fences(usage)
    return step(`dma_resv_test_signaled(${this.name}, ${usage})`, {}, function* () {
      return fences().isEmpty()
    })
  }

  /**
   * `dma_resv_wait_timeout(resv, usage, false, MAX_SCHEDULE_TIMEOUT)`: waits until at some moment all fences of this usage or a lower one
   * are signalled. A fault where the process must not sleep.
   */
  waitFences(usage: DmaResvUsage, options: WaitOptions = {}): Steps<void> {
    return waitFor(this.#awaited(usage, options), alone)
  }

  /** The same for a wait that a signal may end; gives whether it waited to the end. */
  waitFencesInterruptible(
    usage: DmaResvUsage,
    options: InterruptibleOptions = {},
  ): Steps<BoolTerm> {
    return waitInterruptible(this.#awaited(usage, options), options, alone)
  }

  /** The same with a timeout. */
  waitFencesTimeout(usage: DmaResvUsage, options: TimeoutOptions = {}): Steps<BoolTerm> {
    return waitTimeout(this.#awaited(usage, options), options, alone)
  }

  /** The same with both; gives how it ended. */
  waitFencesInterruptibleTimeout(
    usage: DmaResvUsage,
    options: InterruptibleOptions & TimeoutOptions = {},
  ): Steps<WaitedTerm> {
    return waitInterruptibleTimeout(this.#awaited(usage, options), options, alone)
  }

  /**
   * `dma_resv_for_each_fence`: the body for each fence of this usage or a lower one, signalled or not. A failed assertion where the lock
   * is not held.
   */
  forEachFence<Y extends AnyStatement>(
    usage: DmaResvUsage,
    body: (fence: TermOf<F>) => Generator<Y, void, unknown>,
  ) {
    const { table } = this.#parts
    const held = () => this.#held()
    return eachListed(this.name, table, usage, held, (fence) => body(outside<F>(fence)))
  }

  /**
   * `dma_resv_for_each_fence_unlocked`: the body for each fence of this usage or a lower one that is not signalled, without the lock. Each
   * is read by a step. It begins again where the list has changed since: then `restarted` is true, as it is of the first.
   */
  forEachFenceUnlocked<Y extends AnyStatement>(
    usage: DmaResvUsage,
    body: (fence: TermOf<F>, restarted: BoolTerm) => Generator<Y, void, unknown>,
  ) {
    const { table } = this.#parts
    return eachUnlocked(this.name, table, usage, (fence, restarted) =>
      body(outside<F>(fence), restarted),
    )
  }

  protected override givingUp(
    name: string,
    last: () => Generator<AnyEffect, void, unknown> = function* () {},
  ): StatementNode<never, void> {
    const { slots } = this.#parts
    return super.givingUp(name, function* () {
      yield* slots.set(0)
      yield* last()
    })
  }

  #exchange(exchanged: Exchange): Steps<void> {
    const { table, counted } = this.#parts
    return exchange(table, counted, exchanged)
  }

  *#held(): Generator<AnyEffect & Statement, void, unknown> {
    yield* assert(this.heldBy(current()), `'${this.name}' is not held`)
  }

  #awaited(usage: DmaResvUsage, { by }: WaitOptions): Awaited {
    const { table, map } = this.#parts
    return {
      name: `dma_resv_wait_timeout(${this.name}, ${usage})`,
      until: () => table.pending(usage).isEmpty(),
      requests: [mightWait(map)],
      wait: { kind: 'event', event: `fences of ${this.name} signaled`, by: by?.expr ?? null },
    }
  }
}
