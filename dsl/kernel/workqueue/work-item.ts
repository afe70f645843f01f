/** `struct work_struct`: where one work item is between being queued and being done. After `kernel/workqueue.c`. */

import {
  array,
  cond,
  current,
  int,
  just,
  none,
  oneOf,
  optional,
  or,
  record,
  some,
  thread,
  when,
  type ArraySort,
  type BoolTerm,
  type EffectNode,
  type EnumSort,
  type IntSort,
  type LockId,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type ThreadSort,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'

/**
 * What a thread waits for: the end of the run that is queued; the end of the run that is on; the same, and until then the item cannot be
 * queued.
 */
const barrierSort = oneOf('none', 'queued', 'running', 'canceling')
type Barrier = EnumSort<'none' | 'queued' | 'running' | 'canceling'>
const timerSort = oneOf('off', 'armed')
type Timer = EnumSort<'off' | 'armed'>

/**
 * `place` is 0 while it is not queued, and else the place in the queue where that has an order. `running` is the worker that executes it.
 */
export type WorkState = RecordSort<{
  place: IntSort
  running: OptionalSort<ThreadSort>
  barriers: ArraySort<ThreadSort, Barrier>
  timer: Timer
}>

/** What an item is made for. What it is not made for takes no room in the state. */
export interface WorkCapacity {
  /** How many places the queue has. */
  readonly places: number
  /** Whether it can be waited for. */
  readonly waited: boolean
  /** Whether it can be queued by a timer. */
  readonly delayed: boolean
}

type Effects = Generator<EffectNode<void>, void, unknown>

/** A work item by itself: what does not depend on the queue that it is in. */
export class WorkItem {
  readonly name: string
  /** What the validator of lock order takes its function for: held while that runs, taken by whoever waits for it. */
  readonly map: LockId
  /** The same for the functions of the whole queue. */
  readonly queueMap: LockId
  readonly capacity: WorkCapacity
  readonly #state: PlaceOf<WorkState>

  constructor(
    state: PlaceOf<WorkState>,
    name: string,
    maps: { readonly map: LockId; readonly queueMap: LockId },
    capacity: WorkCapacity,
  ) {
    this.#state = state
    this.name = name
    this.map = maps.map
    this.queueMap = maps.queueMap
    this.capacity = capacity
  }

  get place(): PlaceOf<IntSort> {
    return this.#state.field('place')
  }

  get running(): PlaceOf<OptionalSort<ThreadSort>> {
    return this.#state.field('running')
  }

  get timer(): PlaceOf<Timer> {
    return this.#state.field('timer')
  }

  get barrier(): PlaceOf<Barrier> {
    return this.#state.field('barriers').at(current())
  }

  isQueued(): BoolTerm {
    return this.place.gt(0)
  }

  /** WORK_STRUCT_PENDING: it waits in the queue, or for its timer. */
  isPending(): BoolTerm {
    return this.capacity.delayed ? or(this.isQueued(), this.timer.eq('armed')) : this.isQueued()
  }

  /** Whether it cannot be queued, because it is pending or being canceled. */
  isTaken(): BoolTerm {
    return this.capacity.waited ? or(this.isPending(), this.isBeingCanceled()) : this.isPending()
  }

  /** Whether somebody cancels it, and waits for the run that is on. */
  isBeingCanceled(): BoolTerm {
    const barriers = this.#state.field('barriers')
    return some(thread, (t) => barriers.at(t).eq('canceling'))
  }

  /** The caller executes it from now on: whoever waits for the queued run waits for this one. */
  *begins(): Effects {
    yield* this.running.set(just(current()))
    yield* this.#letGo('queued', 'running')
  }

  /** Nobody executes it any more: whoever waits for that goes on. */
  *ends(): Effects {
    yield* this.running.set(none)
    yield* this.#letGo('running', 'none')
  }

  /** The queued run is not going to be: nobody has to wait for it. */
  *isStolen(): Effects {
    yield* this.#letGo('queued', 'none')
  }

  /** The same, and from now on it cannot be queued, until the caller lowers its barrier. */
  *isCanceled(): Effects {
    yield* this.#letGo('queued', 'none', 'canceling')
  }

  /** The caller has to wait for the last run that is queued, where there is one, or on. */
  *raiseBarrier(queued: BoolTerm): Effects {
    const { barrier } = this
    yield* when(
      queued,
      function* () {
        yield* barrier.set('queued')
      },
      () => this.#raiseRunning(),
    )
  }

  *#raiseRunning(): Effects {
    const { barrier, running } = this
    yield* when(running.isSome(), function* () {
      yield* barrier.set('running')
    })
  }

  *lowerBarrier(): Effects {
    yield* this.barrier.set('none')
  }

  *#letGo(
    from: 'queued' | 'running',
    to: 'running' | 'none',
    own: 'canceling' | null = null,
  ): Effects {
    if (!this.capacity.waited) return
    const barriers = this.#state.field('barriers')
    yield* barriers.set((t) => {
      const barrier = barriers.at(t)
      const others = cond(barrier.ne(from), barrier, to)
      return own === null ? others : cond(t.ne(current()), others, own)
    })
  }
}

/** A work item that is not pending; `queue` is the name of the queue that it is for. */
export function workItem(capacity: WorkCapacity, queue: string): Primitive<WorkState, WorkItem> {
  const { places, waited, delayed } = capacity
  const fields = {
    place: int(0, places),
    running: optional(thread),
    ...(waited ? { barriers: array(thread, barrierSort) } : {}),
    ...(delayed ? { timer: timerSort } : {}),
  }
  return {
    // What the item is not made for is never asked of it.
    sort: record(fields) as Sort as WorkState,
    attach: (state, name, declare) => {
      const lockOf = (lock: string, lockClass: string) => {
        const holdings = [{ holders: () => state.field('running') }]
        return declare.lock({ name: lock, lockClass, kind: 'mark', holdings })
      }
      const maps = {
        map: lockOf(name, `(work_completion)(&${name.replace('[]', '')})`),
        // One for each item: whoever executes one holds that of the queue.
        queueMap: lockOf(queue, `(wq_completion)${queue}`),
      }
      const item = new WorkItem(state, name, maps, capacity)
      declare.pending(() => or(item.isPending(), item.running.isSome()))
      return item
    },
  }
}
