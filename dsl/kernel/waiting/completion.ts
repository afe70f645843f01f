/** `struct completion`: counts what is done, and wakes whoever waits for it. After `kernel/sched/completion.c`. */

import {
  bool,
  cond,
  int,
  local,
  step,
  when,
  type BoolTerm,
  type EffectNode,
  type Input,
  type IntSort,
  type IntTerm,
  type PlaceOf,
  type Primitive,
  type StatementNode,
} from '../../index.ts'
import { steps, type Steps } from '../steps.ts'
import { unlessEnded, type WaitEnd } from './wait-end.ts'
import type { InterruptibleOptions, TimeoutOptions, WaitOptions } from './wait-options.ts'

/** What `done` is after `complete_all`: the kernel's UINT_MAX. */
const everybody = -1

/** A `struct completion`. Which of several waiters gets on is open. */
export class Completion {
  /** How often it is done and not yet waited for; -1 after `complete_all`. For properties. */
  readonly done: IntTerm
  readonly #done: PlaceOf<IntSort>
  readonly #name: string

  constructor(done: PlaceOf<IntSort>, name: string) {
    this.done = done
    this.#done = done
    this.#name = name
  }

  /** `complete`: lets one waiter on, now or later. A fault when it is done more often than the declared bound. */
  complete(): StatementNode<never, void> {
    const done = this.#done
    return step(`complete(${this.#name})`, {}, function* () {
      yield* when(done.ne(everybody), function* () {
        yield* done.set(done.plus(1))
      })
    })
  }

  /** `complete_all`: lets everybody on, for good. */
  completeAll(): StatementNode<never, void> {
    return this.#set('complete_all', everybody)
  }

  /** `reinit_completion`: nothing is done any more. */
  reinit(): StatementNode<never, void> {
    return this.#set('reinit_completion', 0)
  }

  /** `wait_for_completion`: waits until it is done, and takes one away. A fault where the process must not sleep. */
  wait(options: WaitOptions = {}): StatementNode<never, void> {
    return this.#waiting(`wait_for_completion(${this.#name})`, options)
  }

  /** `wait_for_completion_interruptible`: gives whether it was done. While it waits a signal may come, and it takes nothing (-ERESTARTSYS). */
  waitInterruptible({ signal = true, ...options }: InterruptibleOptions = {}): Steps<BoolTerm> {
    const name = `wait_for_completion_interruptible(${this.#name})`
    const end = { text: ' = -ERESTARTSYS', possible: signal, certain: false }
    return this.#waitUnless(name, options, end)
  }

  /** `wait_for_completion_timeout`: gives whether it was done. While it waits the time may run out, and it takes nothing (0). */
  waitTimeout(options: TimeoutOptions = {}): Steps<BoolTerm> {
    const { elapsed = true, certain = false } = options
    const name = `wait_for_completion_timeout(${this.#name})`
    return this.#waitUnless(name, options, { text: ' = 0', possible: elapsed, certain })
  }

  /** `try_wait_for_completion`: takes one away where it is done; gives whether it did. Never waits. */
  tryWait(): StatementNode<never, BoolTerm> {
    const consume = () => this.#consume()
    const done = this.#done
    return step(`try_wait_for_completion(${this.#name})`, {}, function* () {
      const can = done.ne(0)
      yield* when(can, consume)
      return can
    })
  }

  /** `completion_done`: gives whether it is done. */
  isDone(): StatementNode<never, BoolTerm> {
    const done = this.#done
    return step(`completion_done(${this.#name})`, {}, function* () {
      return done.ne(0)
    })
  }

  #set(operation: string, value: Input<IntSort>): StatementNode<never, void> {
    const done = this.#done
    return step(`${operation}(${this.#name})`, {}, function* () {
      yield* done.set(value)
    })
  }

  #waiting(name: string, { by }: WaitOptions): StatementNode<never, void> {
    const event = `completion ${this.#name}`
    const wait = { kind: 'event', event, by: by?.expr ?? null } as const
    return step(name, { guard: this.#done.ne(0), wait, sleeps: true }, () => this.#consume())
  }

  *#consume(): Generator<EffectNode<void>, void, unknown> {
    const done = this.#done
    yield* done.set(cond(done.eq(everybody), done, done.minus(1)))
  }

  #waitUnless(name: string, options: WaitOptions, end: WaitEnd): Steps<BoolTerm> {
    const done = this.#done
    const waiting = {
      name,
      blocked: () => done.eq(0),
      wait: () => this.#waiting(name, options),
      options: { sleeps: true },
    }
    return steps(function* () {
      const completed = yield* local('completed', bool, true)
      yield* unlessEnded(waiting, { ...end, then: () => completed.set(false) })
      return completed
    })
  }
}

/** A completion that is done at most so often before it is waited for (or by `complete_all`); not done at first. Declare it with `m.state`. */
export function completion(bound = 1): Primitive<IntSort, Completion> {
  return {
    sort: int(everybody, bound),
    initial: 0,
    attach: (done, name) => new Completion(done, name),
  }
}
