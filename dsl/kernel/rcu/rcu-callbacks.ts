/** `struct rcu_head`: what is done when the readers have left that were there. After `kernel/rcu/tree.c` and `include/linux/rcupdate.h`. */

import {
  all,
  array,
  atomic,
  fail,
  filter,
  forEach,
  forever,
  here,
  just,
  mistaken,
  none,
  not,
  optional,
  or,
  pick,
  record,
  set,
  some,
  step,
  thread,
  when,
  type AnyEffect,
  type AnyStatement,
  type ArraySort,
  type BoolTerm,
  type IdentitySort,
  type IdentityTerm,
  type OptionalSort,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type SetSort,
  type SetTerm,
  type StatementNode,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import { mayBeNull, type Pointer } from '../memory/pointer.ts'
import type { Callbacks, Rcu } from './rcu.ts'
import type { Threads } from '../threads.ts'

/** Of each head, whether it is queued and for which readers it waits; and whose function is being executed. */
type State<N extends string> = RecordSort<{
  queued: ArraySort<IdentitySort<N>, OptionalSort<Threads>>
  invoked: SetSort<IdentitySort<N>>
}>

/** A head in each object of a sort. The model declares the process that executes the callbacks: a daemon, in a softirq. */
export class RcuHeads<N extends string> implements Callbacks {
  readonly name: string
  readonly #sort: IdentitySort<N>
  readonly #rcu: Rcu
  readonly #state: PlaceOf<State<N>>
  #invoked = false

  constructor(sort: IdentitySort<N>, rcu: Rcu, state: PlaceOf<State<N>>, name: string) {
    this.#sort = sort
    this.#rcu = rcu
    this.#state = state
    this.name = name
  }

  /** Whether some process executes them. */
  get areInvoked(): boolean {
    return this.#invoked
  }

  /** Whether its callback is still to be executed, or not yet done: for properties. */
  isOutstanding(head: IdentityTerm<N>): BoolTerm {
    const state = this.#state
    return or(state.field('queued').at(head).isSome(), state.field('invoked').has(head))
  }

  /** `call_rcu`: never waits, and may stand in a read section, which is then waited for as well. A fault where it is queued already. */
  callRcu(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#queueing('call_rcu', pointer)
  }

  /** `kfree_rcu`: the same for an object that is only freed. Nothing for NULL. */
  kfreeRcu(pointer: Pointer<N>): StatementNode<never, void> {
    return this.#queueing('kfree_rcu', pointer)
  }

  /** The body of the process that executes callbacks, one after the other, for ever: what each does with its object. */
  invoking<Y extends AnyStatement>(body: (head: IdentityTerm<N>) => Generator<Y, void, unknown>) {
    const invoked = this.#state.field('invoked')
    const take = () => this.#taking(true)
    const { name } = this
    return forever(function* () {
      const head = yield* take()
      yield* body(head)
      yield* step(`rcu_do_batch(${name}): done`, {}, function* () {
        yield* invoked.update((before) => before.remove(head))
      })
    })
  }

  /** The same where all of it is one step, which does not wait: `kfree`. */
  invokingOnce(body: (head: IdentityTerm<N>) => StatementNode<never, unknown>) {
    const take = () => this.#taking(false)
    return forever(function* () {
      yield* atomic(function* rcu_do_batch() {
        const head = yield* take()
        yield* body(head)
      })
    })
  }

  *leaving(reader: TermOf<ThreadSort>): Generator<AnyEffect, void, unknown> {
    const queued = this.#state.field('queued')
    yield* forEach(this.#sort, function* (head) {
      yield* when(queued.at(head).isSome(), function* () {
        yield* queued.at(head).update((before) => just(before.get().remove(reader)))
      })
    })
  }

  *outstanding(): Generator<AnyStatement<never, never>, () => StatementNode<never, void>, unknown> {
    const sort = this.#sort
    const isOutstanding = (head: IdentityTerm<N>) => this.isOutstanding(head)
    const begun = yield* step<SetTerm<IdentitySort<N>>>(
      `rcu_barrier(): ${this.name}`,
      {},
      function* () {
        return filter(sort, isOutstanding)
      },
    )
    return () => {
      const wait = { kind: 'event', event: `callbacks of ${this.name}`, by: null } as const
      const guard = all(sort, (head) => begun.has(head).implies(not(isOutstanding(head))))
      const options = { guard, wait, sleeps: true }
      return step('wait_for_completion(rcu_barrier)', options, function* () {})
    }
  }

  #queueing(operation: string, pointer: Pointer<N>): StatementNode<never, void> {
    const queued = this.#state.field('queued')
    const { name } = this
    const rcu = this.#rcu
    const queue = function* (head: IdentityTerm<N>): Generator<AnyEffect, void, unknown> {
      yield* when(queued.at(head).isSome(), function* () {
        yield* fail(`${operation}(): Double-freed CB: ${name}`)
      })
      yield* queued.at(head).set(just(rcu.readers))
    }
    return step(`${operation}(${name})`, {}, function* () {
      if (mayBeNull(pointer)) yield* when(pointer.isSome(), () => queue(pointer.get()))
      else yield* queue(pointer)
    })
  }

  /** The step that takes a callback whose readers have left. */
  #taking(lasting: boolean): StatementNode<never, IdentityTerm<N>> {
    this.#invoked = true
    const queued = this.#state.field('queued')
    const invoked = () => this.#state.field('invoked')
    const sort = this.#sort
    const ready = (head: IdentityTerm<N>) => queued.at(head).is([])
    const wait = { kind: 'event', event: `callbacks of ${this.name}`, by: null } as const
    const guard = some(sort, ready)
    return step(`rcu_do_batch(${this.name})`, { guard, wait, idle: true }, function* () {
      const head = yield* pick(sort, (head) => ready(head))
      yield* queued.at(head).set(none)
      if (lasting) yield* invoked().update((before) => before.add(head))
      return head
    })
  }
}

/** A head in each of these, none queued. Declare them with `m.state`, before the processes. */
export function rcuHeads<N extends string>(
  rcu: Rcu,
  sort: IdentitySort<N>,
): Primitive<State<N>, RcuHeads<N>> {
  return {
    sort: record({ queued: array(sort, optional(set(thread))), invoked: set(sort) }),
    attach: (state, name, declare) => {
      const heads = new RcuHeads(sort, rcu, state, name)
      rcu.enrol(heads)
      const site = here()
      declare.pending(() => {
        if (!heads.areInvoked) {
          const what = `no process executes the callbacks of '${name}'`
          mistaken(site, what, "Declare a daemon in a softirq, with 'invoking' or 'invokingOnce'")
        }
        return some(sort, (head) => heads.isOutstanding(head))
      })
      return heads
    },
  }
}
