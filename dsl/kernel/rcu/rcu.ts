/**
 * RCU: readers that never wait, and who waits for those of them that began before him. After `Documentation/RCU/whatisRCU.rst`,
 * `include/linux/rcupdate.h` and `kernel/rcu/tree.c`.
 */

import {
  and,
  array,
  current,
  fail,
  forEach,
  here,
  index,
  individual,
  mistaken,
  not,
  procedure,
  record,
  set,
  step,
  thread,
  when,
  type AnyEffect,
  type AnyStatement,
  type ArraySort,
  type BoolTerm,
  type Callable,
  type IndexSort,
  type PlaceOf,
  type Primitive,
  type RecordSort,
  type SetTerm,
  type StatementNode,
  type TermOf,
  type ThreadSort,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import type { Threads } from '../threads.ts'

/** Who is in a section, for each depth of nesting; and for whom each thread waits. */
type State = RecordSort<{
  readers: ArraySort<IndexSort<'nesting'>, Threads>
  awaited: ArraySort<ThreadSort, Threads>
}>

/** Callbacks that wait for readers. */
export interface Callbacks {
  readonly name: string
  /** The effects by which they no longer wait for a reader. */
  leaving(reader: TermOf<ThreadSort>): Generator<AnyEffect, void, unknown>
  /** The statements that note which are outstanding; gives the step that waits until none of those is. */
  outstanding(): Generator<AnyStatement<never, never>, () => StatementNode<never, void>, unknown>
}

export interface RcuOptions {
  /** How deep read sections may nest. Without it, not at all. */
  readonly nesting?: number
}

type Effects = Generator<AnyEffect, void, unknown>
type NoArguments = Callable<Record<never, Sort>, undefined, never>

/** RCU, of which a model has one. Sleeping in a read section is a fault. */
export class Rcu {
  /**
   * `synchronize_rcu`: waits until those have left their read sections who are in one when it begins; those who begin later are not
   * waited for, nor do they wait. A fault in a read section, and where the process must not sleep.
   */
  readonly synchronize: NoArguments
  /**
   * `rcu_barrier`: waits until the callbacks have been executed that are outstanding when it begins. A fault where the process must not
   * sleep.
   */
  readonly barrier: NoArguments
  readonly #state: PlaceOf<State>
  readonly #depths: IndexSort<'nesting'>
  readonly #callbacks: Callbacks[] = []
  #unlocked = false

  constructor(state: PlaceOf<State>, depths: IndexSort<'nesting'>) {
    this.#state = state
    this.#depths = depths
    const begin = () => this.#beginning()
    const wait = () => this.#waiting()
    this.synchronize = procedure(function* synchronize_rcu() {
      yield* begin()
      yield* wait()
    })
    const callbacks = this.#callbacks
    this.barrier = procedure(function* rcu_barrier() {
      const waits: (() => StatementNode<never, void>)[] = []
      for (const each of callbacks) waits.push(yield* each.outstanding())
      for (const each of waits) yield* each()
    })
  }

  /** Who is in a read section. */
  get readers(): SetTerm<ThreadSort> {
    return this.#inside(0)
  }

  /** Whether the thread is in a read section. */
  isReader(reader: TermOf<ThreadSort>): BoolTerm {
    return this.#inside(0).has(reader)
  }

  /** `rcu_read_lock`. Never waits. A fault where it is nested deeper than was declared. */
  readLock(): StatementNode<never, void> {
    const deepest = this.#deepest
    const inside = (depth: number) => this.#inside(depth)
    const isIn = (depth: number) => inside(depth).has(current())
    return step('rcu_read_lock()', {}, function* () {
      yield* when(isIn(deepest), function* () {
        yield* fail('rcu_read_lock is nested deeper than declared')
      })
      for (let depth = 0; depth <= deepest; depth += 1) {
        const next = depth === 0 ? not(isIn(0)) : and(isIn(depth - 1), not(isIn(depth)))
        yield* when(next, function* () {
          yield* inside(depth).update((before) => before.add(current()))
        })
      }
    })
  }

  /** `rcu_read_unlock`: ends the innermost section. A fault outside of one. */
  readUnlock(): StatementNode<never, void> {
    this.#unlocked = true
    const deepest = this.#deepest
    const inside = (depth: number) => this.#inside(depth)
    const isIn = (depth: number) => inside(depth).has(current())
    const end = () => this.#ending()
    return step('rcu_read_unlock()', {}, function* () {
      yield* when(not(isIn(0)), function* () {
        yield* fail('bad unlock balance detected: rcu_read_lock')
      })
      for (let depth = 0; depth <= deepest; depth += 1) {
        const last = depth === deepest ? isIn(depth) : and(isIn(depth), not(isIn(depth + 1)))
        yield* when(last, function* () {
          yield* inside(depth).update((before) => before.remove(current()))
          if (depth === 0) yield* end()
        })
      }
    })
  }

  /** Callbacks that have to be told when a reader leaves. */
  enrol(callbacks: Callbacks): void {
    if (this.#unlocked) {
      const what = `'${callbacks.name}' is declared after an 'rcu_read_unlock'`
      mistaken(here(), what, 'Declare it before the processes')
    }
    this.#callbacks.push(callbacks)
  }

  get #deepest(): number {
    return this.#depths.size - 1
  }

  /** Who is in sections so deep. */
  #inside(depth: number): PlaceOf<Threads> {
    return this.#state.field('readers').at(individual(this.#depths, depth))
  }

  /** The effects of leaving the outermost section: nobody waits for the process any more. */
  *#ending(): Effects {
    const awaited = this.#state.field('awaited')
    yield* forEach(thread, function* (waiter) {
      yield* awaited.at(waiter).update((readers) => readers.remove(current()))
    })
    for (const each of this.#callbacks) yield* each.leaving(current())
  }

  #beginning(): StatementNode<never, void> {
    const awaited = this.#state.field('awaited').at(current())
    const readers = this.#inside(0)
    return step('synchronize_rcu()', {}, function* () {
      yield* when(readers.has(current()), function* () {
        yield* fail('Illegal synchronize_rcu() in RCU read-side critical section')
      })
      yield* awaited.set(readers)
    })
  }

  #waiting(): StatementNode<never, void> {
    const awaited = this.#state.field('awaited').at(current())
    const wait = { kind: 'event', event: 'grace period', by: awaited.expr } as const
    const options = { guard: awaited.isEmpty(), wait, sleeps: true }
    return step('wait_rcu_gp()', options, function* () {})
  }
}

/** RCU without readers. Declare it with `m.state`, before what uses it. */
export function rcu({ nesting = 1 }: RcuOptions = {}): Primitive<State, Rcu> {
  const depths = index('nesting', nesting)
  return {
    sort: record({
      readers: array(depths, set(thread)),
      awaited: array(thread, set(thread)),
    }),
    attach: (state, _, declare) => {
      const made = new Rcu(state, depths)
      declare.lock({
        name: 'rcu_read_lock',
        lockClass: 'rcu_read_lock',
        kind: 'mark',
        holdings: [{ mode: 'recursive read', holders: () => made.readers }],
      })
      declare.atomic((each) => made.isReader(each))
      return made
    },
  }
}
