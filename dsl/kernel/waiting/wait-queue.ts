/**
 * `wait_queue_head_t`: who sleeps until woken. After `kernel/sched/wait.c`, `include/linux/wait.h` and the comment on sleeping and
 * waking at `set_current_state` in `include/linux/sched.h`.
 */

import {
  array,
  bool,
  cond,
  count,
  current,
  here,
  int,
  leave,
  local,
  loop,
  mistaken,
  not,
  or,
  some,
  step,
  thread,
  when,
  type ArraySort,
  type BoolTerm,
  type IntSort,
  type PlaceOf,
  type Primitive,
  type StatementNode,
  type ThreadSort,
  type Wait,
} from '../../index.ts'
import { block, steps, type Statement, type Steps } from '../steps.ts'
import { unlessEnded, type WaitEnd } from './wait-end.ts'
import type { InterruptibleOptions, TimeoutOptions, WaitOptions } from './wait-options.ts'

/** Not in the queue; in it; or in it as an exclusive waiter, whose place among those counts from here. */
const [absent, waiting, firstExclusive] = [0, 1, 2]

type Entries = ArraySort<ThreadSort, IntSort>

/**
 * A `wait_queue_head_t`, with an entry for each thread. A thread counts as asleep from when it prepares until it is woken or has
 * finished.
 */
export class WaitQueue {
  readonly name: string
  readonly #entries: PlaceOf<Entries>
  /** How many exclusive waiters there can be. */
  readonly #exclusive: number

  constructor(entries: PlaceOf<Entries>, exclusive: number, name: string) {
    this.#entries = entries
    this.#exclusive = exclusive
    this.name = name
  }

  /** Whether anybody is in the queue (`waitqueue_active`): for properties. */
  isActive(): BoolTerm {
    return some(thread, (t) => this.#entries.at(t).ne(absent))
  }

  /** Whether the executing process is not in the queue: it was woken, or has not prepared. */
  isAwake(): BoolTerm {
    return this.#entries.at(current()).eq(absent)
  }

  /** What a process that sleeps in it waits for. */
  wait({ by }: WaitOptions = {}): Wait {
    return { kind: 'event', event: `wake_up(${this.name})`, by: by?.expr ?? null }
  }

  /**
   * `prepare_to_wait`: puts the caller into the queue and to sleep, as far as others can see. It goes on all the same, and sleeps when it
   * schedules, unless it is woken before.
   */
  prepareToWait(): StatementNode<never, void> {
    const entries = this.#entries
    return step(`prepare_to_wait(${this.name})`, {}, function* () {
      const entry = entries.at(current())
      yield* when(entry.eq(absent), function* () {
        yield* entry.set(waiting)
      })
    })
  }

  /** `prepare_to_wait_exclusive`: the same at the end of the queue; of exclusive waiters a wakeup wakes just one. */
  prepareToWaitExclusive(): StatementNode<never, void> {
    const entries = this.#entries
    if (this.#exclusive === 0) {
      const what = `'${this.name}' is declared without exclusive waiters`
      mistaken(here(), what, "Declare it with '{ exclusive: … }': how many there can be")
    }
    return step(`prepare_to_wait_exclusive(${this.name})`, {}, function* () {
      const entry = entries.at(current())
      yield* when(entry.eq(absent), function* () {
        const before = count(thread, (t) => entries.at(t).ge(firstExclusive))
        yield* entry.set(before.plus(firstExclusive))
      })
    })
  }

  /** `schedule`: sleeps until woken. Whoever was woken since it prepared, or never did, goes on at once. A fault where it must not sleep. */
  schedule(options: WaitOptions = {}): StatementNode<never, void> {
    return scheduled(this.isAwake(), this.wait(options))
  }

  /** `finish_wait`: takes the caller out of the queue, if it is still there. */
  finishWait(): StatementNode<never, void> {
    const entries = this.#entries
    const exclusive = this.#exclusive
    return step(`finish_wait(${this.name})`, {}, function* () {
      const own = entries.at(current())
      if (exclusive === 0) yield* own.set(absent)
      else {
        yield* when(
          own.ge(firstExclusive),
          function* () {
            yield* entries.set((t) => {
              const entry = entries.at(t)
              const behind = cond(entry.gt(own), entry.minus(1), entry)
              return cond(t.eq(current()), entry.minus(own), behind)
            })
          },
          function* () {
            yield* own.set(absent)
          },
        )
      }
    })
  }

  /** `wake_up`: wakes all that are not exclusive, and the first of those that are (`wake_up_nr`: so many). They leave the queue. */
  wakeUp(exclusive = 1): StatementNode<never, void> {
    const name =
      exclusive === 1 ? `wake_up(${this.name})` : `wake_up_nr(${this.name}, ${exclusive})`
    return this.#waking(name, exclusive)
  }

  /** `wake_up_all`: wakes everybody. */
  wakeUpAll(): StatementNode<never, void> {
    return this.#waking(`wake_up_all(${this.name})`, this.#exclusive)
  }

  /** `wait_event`: tests, and as long as that is false prepares, tests, and sleeps. A fault where the process must not sleep. */
  waitEvent(test: BoolTerm, options: WaitOptions = {}): Statement {
    const sleep = () => this.schedule(options)
    return this.#waiting(`wait_event(${this.name})`, test, () => this.prepareToWait(), sleep)
  }

  /** `wait_event_idle_exclusive`: the same as an exclusive waiter. */
  waitEventIdleExclusive(test: BoolTerm, options: WaitOptions = {}): Statement {
    const name = `wait_event_idle_exclusive(${this.name})`
    const sleep = () => this.schedule(options)
    return this.#waiting(name, test, () => this.prepareToWaitExclusive(), sleep)
  }

  /**
   * `wait_event_interruptible`: gives whether the test came to be true. While it sleeps a signal may come, after which it tests once more
   * (-ERESTARTSYS).
   */
  waitEventInterruptible(
    test: BoolTerm,
    { signal = true, ...options }: InterruptibleOptions = {},
  ): Steps<BoolTerm> {
    const name = `wait_event_interruptible(${this.name})`
    const end = { text: ': signal', possible: signal, certain: false }
    return this.#waitingUnless(name, test, options, end)
  }

  /** `wait_event_timeout`: gives whether the test came to be true. While it sleeps the time may run out, after which it tests once more. */
  waitEventTimeout(test: BoolTerm, options: TimeoutOptions = {}): Steps<BoolTerm> {
    const { elapsed = true, certain = false } = options
    const name = `wait_event_timeout(${this.name})`
    return this.#waitingUnless(name, test, options, {
      text: ': timeout',
      possible: elapsed,
      certain,
    })
  }

  #waking(name: string, exclusive: number): StatementNode<never, void> {
    const entries = this.#entries
    // Behind the last one that is woken, others move up.
    const woken = Math.min(exclusive, this.#exclusive)
    const some = this.#exclusive > woken
    return step(name, {}, function* () {
      yield* entries.set((t) => {
        if (!some) return absent
        const entry = entries.at(t)
        const last = firstExclusive + woken
        return cond(entry.lt(last), entry.minus(entry), entry.minus(woken))
      })
    })
  }

  /** Tests, and where that is false sleeps in a loop, which `sleep` may leave. */
  #waiting(
    name: string,
    test: BoolTerm,
    prepare: () => Statement,
    sleep: () => Statement,
  ): Statement {
    const finishWait = () => this.finishWait()
    return block(function* () {
      const already = yield* step(name, { sleeps: true }, function* () {
        return test
      })
      yield* when(not(already), function* () {
        yield* loop(function* () {
          yield* prepare()
          yield* when(test, function* () {
            yield* leave()
          })
          yield* sleep()
        })
        yield* finishWait()
      })
    })
  }

  #waitingUnless(
    name: string,
    test: BoolTerm,
    options: WaitOptions,
    end: WaitEnd,
  ): Steps<BoolTerm> {
    const waiting = (sleep: () => Statement) =>
      this.#waiting(name, test, () => this.prepareToWait(), sleep)
    const schedule = {
      name,
      blocked: () => not(this.isAwake()),
      wait: () => this.schedule(options),
    }
    return steps(function* () {
      const happened = yield* local('happened', bool, true)
      const then = function* () {
        yield* when(not(test), function* () {
          yield* happened.set(false)
        })
        yield* leave()
      }
      yield* waiting(() => unlessEnded(schedule, { ...end, then }))
      return happened
    })
  }
}

/** `schedule`, of a process that prepared in several queues: sleeps until it is woken in one of them. */
export function schedule(...queues: readonly WaitQueue[]): StatementNode<never, void> {
  return scheduled(or(...queues.map((queue) => queue.isAwake())), {
    kind: 'any',
    of: queues.map((queue) => queue.wait()),
  })
}

function scheduled(guard: BoolTerm, wait: Wait): StatementNode<never, void> {
  return step('schedule', { guard, wait, sleeps: true }, function* () {})
}

/** A wait queue, empty at first, with at most so many exclusive waiters at a time; without it none. Declare it with `m.state`. */
export function waitQueue({ exclusive = 0 }: { readonly exclusive?: number } = {}): Primitive<
  Entries,
  WaitQueue
> {
  return {
    sort: array(thread, int(absent, waiting + exclusive)),
    attach: (entries, name) => new WaitQueue(entries, exclusive, name),
  }
}
