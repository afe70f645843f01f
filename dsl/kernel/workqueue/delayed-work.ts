/** `struct delayed_work`: work that a timer queues. After `kernel/workqueue.c`. */

import {
  not,
  or,
  step,
  when,
  type BoolTerm,
  type EffectNode,
  type StatementNode,
} from '../../index.ts'
import type { Steps } from '../steps.ts'
import { Work } from './work.ts'

/** A `struct delayed_work`. Its timer goes off at any time, and for certain: no model has a clock. */
export class DelayedWork extends Work {
  /** `queue_delayed_work`: starts the timer; gives whether it did; not where it is pending already, or is being canceled. */
  queueDelayed(): StatementNode<never, BoolTerm> {
    const { item, list } = this
    list.noteUse()
    return step(`queue_delayed_work(${list.name}, ${item.name})`, {}, function* () {
      const free = not(item.isTaken())
      yield* when(free, function* () {
        yield* item.timer.set('armed')
      })
      return free
    })
  }

  /** `mod_delayed_work`: starts the timer anew, even where it is pending; gives whether it was. */
  modDelayed(): StatementNode<never, BoolTerm> {
    const { item, list } = this
    list.noteUse()
    return step(`mod_delayed_work(${list.name}, ${item.name})`, {}, function* () {
      const pending = item.isPending()
      yield* when(item.isQueued(), () => list.dequeue(item))
      yield* item.isStolen()
      const free = item.capacity.waited ? not(item.isBeingCanceled()) : true
      yield* when(free, function* () {
        yield* item.timer.set('armed')
      })
      return pending
    })
  }

  /** `flush_delayed_work`: queues it without waiting for the timer, and waits as `flush_work` does. */
  override flush(): Steps<BoolTerm> {
    const { item, list } = this
    return this.flushing(`flush_delayed_work(${item.name})`, function* () {
      yield* when(item.timer.eq('armed'), function* () {
        yield* item.timer.set('off')
        yield* list.enqueue(item)
      })
      return or(item.isQueued(), item.timer.eq('armed'))
    })
  }

  protected override prefix(operation: string): string {
    return `${operation}_delayed_work`
  }

  protected override *steal(): Generator<EffectNode<void>, void, unknown> {
    yield* super.steal()
    yield* this.item.timer.set('off')
  }
}
