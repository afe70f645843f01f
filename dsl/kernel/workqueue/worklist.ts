/** The work items of a queue, of which some wait in it and some are executed. After `struct worker_pool` of `kernel/workqueue.c`. */

import {
  and,
  all,
  count,
  filter,
  forEach,
  or,
  some,
  thread,
  when,
  type BoolTerm,
  type EffectNode,
  type IntTerm,
  type SetTerm,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import type { WorkItem } from './work-item.ts'

/** One work item, or one for each value of a sort, with the same function. */
export interface WorkKind {
  readonly name: string
  /** Null where there is just one. */
  readonly sort: Sort | null
  readonly delayed: boolean
  /** The item of this index; of a single one there is none. */
  item(index: unknown): WorkItem
}

type Effects = Generator<EffectNode<void>, void, unknown>
type ItemTest = (item: WorkItem) => BoolTerm

/** The items of one queue. */
export class Worklist {
  readonly name: string
  readonly kinds: readonly WorkKind[]
  /** Whether the items are executed one at a time, in the order in which they were queued. */
  readonly ordered: boolean

  /** Whether there is room for those who wait for an item. */
  readonly waited: boolean
  /** How many items there are. */
  readonly size: number
  /** What the model has: somebody who queues work or waits for it, and the workers that execute it. */
  readonly #has = { users: false, workers: false }

  constructor(
    name: string,
    kinds: readonly WorkKind[],
    { ordered, waited, size }: Pick<Worklist, 'ordered' | 'waited' | 'size'>,
  ) {
    this.name = name
    this.kinds = kinds
    this.ordered = ordered
    this.waited = waited
    this.size = size
  }

  /** Notes that work of it is queued or waited for. */
  noteUse(): void {
    this.#has.users = true
  }

  /** Notes that it has workers. */
  noteWorkers(): void {
    this.#has.workers = true
  }

  /** Whether there is work for workers that it does not have. */
  get lacksWorkers(): boolean {
    return this.#has.users && !this.#has.workers
  }

  /** Whether it is so of some item. */
  some(test: ItemTest): BoolTerm {
    return or(
      ...this.kinds.map((kind) => {
        return kind.sort === null
          ? test(kind.item(null))
          : some(kind.sort, (index) => test(kind.item(index)))
      }),
    )
  }

  /** Whether it is so of every item. */
  every(test: ItemTest): BoolTerm {
    return and(
      ...this.kinds.map((kind) => {
        return kind.sort === null
          ? test(kind.item(null))
          : all(kind.sort, (index) => test(kind.item(index)))
      }),
    )
  }

  /** The effects for every item. */
  *each(effects: (item: WorkItem) => Effects): Effects {
    for (const kind of this.kinds) {
      if (kind.sort === null) yield* effects(kind.item(null))
      else yield* forEach(kind.sort, (index) => effects(kind.item(index)))
    }
  }

  /** Puts an item that is not queued at the end. */
  *enqueue(item: WorkItem): Effects {
    yield* item.place.set(this.ordered ? this.#queued().plus(1) : 1)
  }

  /** Takes an item that is queued out of it. */
  *dequeue(item: WorkItem): Effects {
    if (!this.ordered) yield* item.place.set(0)
    else {
      const { place } = item
      yield* this.each(function* (other) {
        yield* when(
          other.place.gt(place),
          function* () {
            yield* other.place.update((before) => before.minus(1))
          },
          function* () {
            yield* when(other.place.eq(place), function* () {
              yield* other.place.set(0)
            })
          },
        )
      })
    }
  }

  /** Whether a worker can begin to execute the item: nothing is before it, and no worker still executes it. */
  isReady(item: WorkItem): BoolTerm {
    const first = this.ordered ? item.place.eq(1) : item.isQueued()
    return and(first, item.running.isNone())
  }

  /** Whether the thread executes an item. */
  isBusy(worker: TermOf<ThreadSort>): BoolTerm {
    return this.some((item) => item.running.is(worker))
  }

  /** Who executes an item. */
  busy(): SetTerm<ThreadSort> {
    return filter(thread, (t) => this.isBusy(t))
  }

  /** On whom it depends that the item is executed: who does so, or else who has the workers. */
  executing(item: WorkItem): SetTerm<ThreadSort> {
    return filter(thread, (t) => or(item.running.is(t), and(item.running.isNone(), this.isBusy(t))))
  }

  /** How many items are queued. */
  #queued(): IntTerm {
    const [first, ...rest] = this.kinds.map(({ sort, item }) => {
      return sort === null
        ? item(null).place.min(1)
        : count(sort, (index) => item(index).isQueued())
    })
    if (first === undefined) throw new Error(`'${this.name}' has no work items`)
    return rest.reduce<IntTerm>((sum, each) => sum.plus(each), first)
  }
}
