/** Work items as an author uses them: queued, waited for, taken back. After `kernel/workqueue.c`. */

import {
  here,
  mistaken,
  not,
  or,
  step,
  when,
  type BoolTerm,
  type EffectNode,
  type Request,
  type StatementNode,
} from '../../index.ts'
import { request } from '../locks/request.ts'
import { steps, type Steps } from '../steps.ts'
import type { WorkItem } from './work-item.ts'
import type { Worklist } from './worklist.ts'

type Effects = Generator<EffectNode<void>, void, unknown>

/** A `struct work_struct`. It belongs to one queue, whose workers execute its function; never two of them at a time. */
export class Work {
  protected readonly item: WorkItem
  protected readonly list: Worklist

  constructor(item: WorkItem, list: Worklist) {
    this.item = item
    this.list = list
  }

  /** Whether it is to be executed: for properties. */
  isPending(): BoolTerm {
    return this.item.isPending()
  }

  /** Whether a worker executes it: for properties. */
  isRunning(): BoolTerm {
    return this.item.running.isSome()
  }

  /** `queue_work`: gives whether it did; not where it is pending already, or is being canceled. */
  queue(): StatementNode<never, BoolTerm> {
    const { item, list } = this
    list.noteUse()
    return step(`queue_work(${list.name}, ${item.name})`, {}, function* () {
      const free = not(item.isTaken())
      yield* when(free, () => list.enqueue(item))
      return free
    })
  }

  /**
   * `flush_work`: waits for the last run that is queued or on, and not for what is queued later. Gives whether there was one. A fault where
   * the process must not sleep.
   */
  flush(): Steps<BoolTerm> {
    const { item } = this
    return this.flushing(`flush_work(${item.name})`, function* () {
      return item.isQueued()
    })
  }

  /** `cancel_work`: it is not pending any more. A run that is on goes on. Gives whether it was pending. */
  cancel(): StatementNode<never, BoolTerm> {
    const { item } = this
    const steal = () => this.steal()
    return step(`${this.prefix('cancel')}(${item.name})`, {}, function* () {
      const pending = item.isPending()
      yield* steal()
      yield* item.isStolen()
      return pending
    })
  }

  /**
   * `cancel_work_sync`: it is not pending any more, and a run that is on is waited for. Until then it cannot be queued. Gives whether it was
   * pending. A fault where the process must not sleep.
   */
  cancelSync(): Steps<BoolTerm> {
    const { item, list } = this
    mustBeWaited(list)
    const name = `${this.prefix('cancel')}_sync(${item.name})`
    const requests = [request(item.map)]
    const steal = () => this.steal()
    return steps(function* () {
      const canceled = yield* step(name, { requests, sleeps: true }, function* () {
        const pending = item.isPending()
        yield* steal()
        yield* item.isCanceled()
        return pending
      })
      const by = item.running
      const wait = { kind: 'event', event: `end of ${item.name}`, by: by.expr } as const
      yield* step(`${name}: waits`, { guard: by.isNone(), wait }, () => item.lowerBarrier())
      return canceled
    })
  }

  /** What the kernel calls the function for this kind of work. */
  protected prefix(operation: string): string {
    return `${operation}_work`
  }

  /** The effects after which it is not pending. */
  protected *steal(): Effects {
    const { item, list } = this
    yield* when(item.isQueued(), () => list.dequeue(item))
  }

  /** Waits for the last run; `first` are effects before that, and gives whether one is queued after them. */
  protected flushing(
    name: string,
    first: () => Generator<EffectNode<void>, BoolTerm, unknown>,
  ): Steps<BoolTerm> {
    const { item, list } = this
    mustBeWaited(list)
    const requests = this.#flushRequests()
    return steps(function* () {
      const flushed = yield* step(name, { requests, sleeps: true }, function* () {
        const queued = yield* first()
        yield* item.raiseBarrier(queued)
        return or(queued, item.running.isSome())
      })
      const by = list.executing(item).expr
      const wait = { kind: 'event', event: `end of ${item.name}`, by } as const
      yield* step(`${name}: waits`, { guard: item.barrier.eq('none'), wait }, function* () {})
      return flushed
    })
  }

  /** In an ordered queue whoever waits for one item waits for those before it too. */
  #flushRequests(): readonly Request[] {
    const own = request(this.item.map)
    return this.list.ordered ? [own, request(this.item.queueMap)] : [own]
  }
}

/** The queue is waited for: a mistake where it has no room for those who wait. */
export function mustBeWaited(list: Worklist): void {
  const { name, waited } = list
  list.noteUse()
  if (waited) return
  const what = `'${name}' is declared as a queue that nobody waits for`
  mistaken(here(), what, "Leave out its '{ waited: false }'")
}
