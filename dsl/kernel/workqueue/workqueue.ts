/** `struct workqueue_struct`: functions that workers execute later. After `kernel/workqueue.c` and `Documentation/core-api/workqueue.rst`. */

import {
  and,
  array,
  here,
  mistaken,
  not,
  record,
  step,
  type AnyStatement,
  type EnumSort,
  type Family,
  type IdentitySort,
  type IndexSort,
  type Input,
  type LockId,
  type ModelBuilder,
  type PlaceOf,
  type Primitive,
  type ProcessHandle,
  type StatementNode,
  type TermOf,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { DelayedWork } from './delayed-work.ts'
import { request } from '../locks/request.ts'
import { steps, type Steps } from '../steps.ts'
import { workItem } from './work-item.ts'
import { workersOf, type WorkFunction } from './workers.ts'
import { mustBeWaited, Work } from './work.ts'
import { Worklist, type WorkKind } from './worklist.ts'

/** What there is a work item for each value of. */
type ItemSort = IdentitySort<string> | IndexSort<string> | EnumSort<string>

/** Work that a timer can queue. */
export interface Delayed<S extends ItemSort | null> {
  readonly delayed: S
}

/** Of each kind of work: one item, or one for each value of a sort. */
type Kinds = { readonly [name: string]: ItemSort | null | Delayed<ItemSort | null> }

type SortOfKind<K> = K extends Delayed<infer D> ? D : K
type WorkOfKind<K> = K extends Delayed<ItemSort | null> ? DelayedWork : Work
type WorksOfKind<K> =
  SortOfKind<K> extends infer S extends ItemSort ? Family<S, WorkOfKind<K>> : WorkOfKind<K>
type FunctionOfKind<K, Y> =
  SortOfKind<K> extends infer S extends ItemSort
    ? (index: TermOf<S>) => Generator<Y, void, unknown>
    : () => Generator<Y, void, unknown>

/** The work items of a queue, each kind under its name. */
type Works<K extends Kinds> = { readonly [N in keyof K]: WorksOfKind<K[N]> }
/** The function of each kind, given the index of the item where there are several. */
type Functions<K extends Kinds, Y> = { readonly [N in keyof K]: FunctionOfKind<K[N], Y> }

interface WorkqueueOptions {
  /** Items are executed one at a time, in the order in which they were queued (`alloc_ordered_workqueue`). */
  readonly ordered?: boolean
  /** Whether anybody flushes or cancels and waits; `false` makes the state smaller. */
  readonly waited?: boolean
}

/** A `workqueue_struct`. */
export class Workqueue<K extends Kinds> {
  /** The items, by kind. */
  readonly work: Works<K>
  readonly #list: Worklist
  /** What the validator of lock order takes the functions of the queue for. */
  readonly #map: LockId

  constructor(work: Works<K>, list: Worklist, map: LockId) {
    this.work = work
    this.#list = list
    this.#map = map
  }

  /**
   * `flush_workqueue`: waits for the last run of every item that is queued or on, and not for what is queued later. A fault where the process
   * must not sleep.
   */
  flush(): Steps<void> {
    const list = this.#list
    mustBeWaited(list)
    const requests = [request(this.#map)]
    const name = `flush_workqueue(${list.name})`
    return steps(function* () {
      yield* step(name, { requests, sleeps: true }, function* () {
        yield* list.each((item) => item.raiseBarrier(item.isQueued()))
      })
      const by = list.busy().expr
      const wait = { kind: 'event', event: `end of work on ${list.name}`, by } as const
      const guard = list.every((item) => item.barrier.eq('none'))
      yield* step(`${name}: waits`, { guard, wait }, function* () {})
    })
  }

  /** `drain_workqueue`: waits until nothing is queued and nothing is on. A fault where the process must not sleep. */
  drain(): StatementNode<never, void> {
    const list = this.#list
    list.noteUse()
    const requests = [request(this.#map)]
    const by = list.busy().expr
    const wait = { kind: 'event', event: `no work on ${list.name}`, by } as const
    const guard = list.every((item) => and(not(item.isQueued()), item.running.isNone()))
    const name = `drain_workqueue(${list.name})`
    return step(name, { guard, wait, requests, sleeps: true }, function* () {})
  }

  /**
   * Declares the workers, which are daemons: they wait where nothing is queued, and execute what is. Each of several takes any item that is
   * queued and not executed. Without `count` there are as many as items (in an ordered queue, one), since the kernel starts another worker
   * where one sleeps; fewer are a `max_active` that work can wait for.
   */
  workers<Y extends AnyStatement<string, never> = never>(
    m: ModelBuilder,
    functions: Functions<K, Y>,
    options: { readonly count?: number } = {},
  ): ProcessHandle<IdentitySort<string>, LabelsOf<Y>> {
    const list = this.#list
    list.noteWorkers()
    const { count = list.ordered ? 1 : list.size } = options
    if (list.ordered && count > 1) {
      const what = `'${list.name}' is ordered, and is given ${count} workers`
      mistaken(here(), what, 'Give it one')
    }
    // A function of each kind, with the index that its kind has.
    const given = new Map(Object.entries(functions) as [string, WorkFunction][])
    return workersOf(m, list, given, count)
  }
}

/** The labels inside of these statements. */
type LabelsOf<Y> = Y extends { readonly labels?: infer L extends string } ? L : never

/** A kind of work of which a timer can queue each item. */
export function delayed(): Delayed<null>
export function delayed<S extends ItemSort>(sort: S): Delayed<S>
export function delayed(sort: ItemSort | null = null): Delayed<ItemSort | null> {
  return { delayed: sort }
}

/**
 * A workqueue with these kinds of work, `null` being just one item; nothing is queued at first. Declare it with `m.state`, and its workers
 * with `workers`.
 *
 * ```ts
 * const retiring = model('retiring', {}, (m) => {
 *   const job = identity('job', 2)
 *   const done = m.state('done', array(job, bool))
 *   const wq = m.state('wq', workqueue({ retire: job }, { waited: false }))
 *   wq.workers(m, {
 *     *retire(which) {
 *       yield* done.at(which).set(true)
 *     },
 *   })
 *   m.process('submitter', { each: job }, function* (self) {
 *     yield* wq.work.retire.at(self).queue()
 *   })
 * })
 * ```
 */
export function workqueue<const K extends Kinds>(
  kinds: K,
  { ordered = false, waited = true }: WorkqueueOptions = {},
): Primitive<Sort, Workqueue<K>> {
  const parts = Object.entries(kinds).map(([name, kind]): Part => {
    const isDelayed = kind !== null && 'delayed' in kind
    return { name, sort: isDelayed ? kind.delayed : kind, delayed: isDelayed }
  })
  const size = parts.reduce((sum, { sort }) => sum + itemsOf(sort), 0)
  const places = ordered ? size : 1
  const primitiveOf = ({ delayed }: Part, name: string) =>
    workItem({ places, waited, delayed }, name)
  const sorts = parts.map((part): [string, Sort] => {
    const { sort } = primitiveOf(part, '')
    return [part.name, part.sort === null ? sort : array(part.sort, sort)]
  })
  return {
    sort: record(Object.fromEntries(sorts)),
    attach: (state, name, declare) => {
      // A place of a record has places for fields; the compiler does not see that while the sort is open.
      const fields = state as unknown as { field(name: string): PlaceOf<never> }
      const maps: LockId[] = []
      const kindsOfWork = parts.map((part): WorkKind => {
        const primitive = noting(primitiveOf(part, name), ({ queueMap }) => maps.push(queueMap))
        const place = fields.field(part.name)
        if (part.sort === null) {
          const only = primitive.attach(place, part.name, declare)
          return { ...part, item: () => only }
        }
        const family = array(part.sort, primitive).attach(place, part.name, declare)
        // The one who asks has the index from the kind's own sort.
        return { ...part, item: (index) => family.at(index as Input<ItemSort>) }
      })
      const [map] = maps
      if (map === undefined)
        return mistaken(here(), `'${name}' has no work`, 'Give it a kind of work')
      const list = new Worklist(name, kindsOfWork, { ordered, waited, size })
      const remedy = `Give it some: ${name}.workers(m, { … })`
      declare.expects(`'${name}' has no workers`, remedy, () => !list.lacksWorkers)
      const works = kindsOfWork.map(({ name: kind, sort, delayed, item }) => {
        const work = (index: unknown) =>
          delayed ? new DelayedWork(item(index), list) : new Work(item(index), list)
        return [kind, sort === null ? work(null) : { index: sort, at: work }]
      })
      // For each kind what `WorksOfKind` says of it.
      return new Workqueue(Object.fromEntries(works) as Works<K>, list, map)
    },
  }
}

/** A kind of work as the queue is made of it. */
type Part = Omit<WorkKind, 'item'> & { readonly sort: ItemSort | null }

function itemsOf(sort: ItemSort | null): number {
  if (sort === null) return 1
  return sort.kind === 'enum' ? sort.values.length : sort.size
}

/** The primitive, with something that is done with each object that is made of it. */
function noting<S extends Sort, T>(
  primitive: Primitive<S, T>,
  note: (object: T) => void,
): Primitive<S, T> {
  return {
    ...primitive,
    attach: (state, name, declare) => {
      const object = primitive.attach(state, name, declare)
      note(object)
      return object
    },
  }
}
