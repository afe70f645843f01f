/** The processes of a workqueue: workers, and the timers of delayed work. After `worker_thread` and `process_one_work` of `kernel/workqueue.c`. */

import {
  either,
  fail,
  fair,
  forever,
  holdsLock,
  inAtomic,
  or,
  pick,
  some,
  step,
  when,
  type AnyStatement,
  type IdentitySort,
  type ModelBuilder,
  type ProcessHandle,
  type StatementNode,
} from '../../index.ts'
import type { WorkKind, Worklist } from './worklist.ts'

/** The function of a kind of work, given its index where there are several. */
export type WorkFunction = (index: unknown) => Generator<AnyStatement<string, never>, void, unknown>

/** The workers of the queue: each takes what is ready, and executes it to its end. */
export function workersOf(
  m: ModelBuilder,
  list: Worklist,
  functions: ReadonlyMap<string, WorkFunction>,
  count: number,
): ProcessHandle<IdentitySort<string>, string> {
  if (list.kinds.some(({ delayed }) => delayed)) timersOf(m, list)
  const options = { context: 'worker', daemon: true, count } as const
  return m.process(`kworker/${list.name}`, options, function* () {
    yield* forever(function* () {
      yield* either(
        ...list.kinds.map((kind) => {
          const work = functions.get(kind.name)
          if (work === undefined) throw new Error(`'${kind.name}' has no function`)
          return inTurn(list.kinds, () => processOneWork(list, kind, work))
        }),
      )
    })
  })
}

/** The branch of one of these kinds: the list is a queue, and no kind is passed by for ever. */
function inTurn<Y extends AnyStatement<string, never>>(
  kinds: readonly WorkKind[],
  branch: () => Generator<Y, void, unknown>,
): () => Generator<Y, void, unknown> {
  return kinds.length > 1 ? fair('strong', branch) : branch
}

/** Takes an item that is ready, executes its function, and is done with it. */
function* processOneWork(
  list: Worklist,
  kind: WorkKind,
  work: WorkFunction,
): Generator<AnyStatement<string, never>, void, unknown> {
  const index = yield* begin(list, kind)
  yield* work(index)
  yield* step(`process_one_work(${kind.name}): done`, {}, function* () {
    yield* when(or(inAtomic(), holdsLock()), function* () {
      yield* fail(`workqueue leaked lock or atomic: ${kind.name}`)
    })
    yield* kind.item(index).ends()
  })
}

/** It is not pending any more before its function runs, which can queue it again. */
function begin(list: Worklist, kind: WorkKind): StatementNode<never, unknown> {
  const { sort, item } = kind
  const name = `process_one_work(${kind.name})`
  const wait = { kind: 'event', event: `work on ${list.name}`, by: null } as const
  if (sort === null) {
    const only = item(null)
    return step(name, { guard: list.isReady(only), wait, idle: true }, function* () {
      yield* list.dequeue(only)
      yield* only.begins()
    })
  }
  const guard = some(sort, (index) => list.isReady(item(index)))
  return step(name, { guard, wait, idle: true }, function* () {
    const index = yield* pick(sort, (each) => list.isReady(item(each)))
    yield* list.dequeue(item(index))
    yield* item(index).begins()
    return index
  })
}

/** What queues delayed work at its time. */
function timersOf(m: ModelBuilder, list: Worklist): void {
  const delayed = list.kinds.filter((kind) => kind.delayed)
  m.process(`timer/${list.name}`, { context: 'softirq', daemon: true }, function* () {
    yield* forever(function* () {
      yield* either(...delayed.map((kind) => inTurn(delayed, () => expire(list, kind))))
    })
  })
}

function* expire(
  list: Worklist,
  { name, sort, item }: WorkKind,
): Generator<StatementNode<never, unknown>, void, unknown> {
  const wait = { kind: 'event', event: `timer of ${name}`, by: null } as const
  const isArmed = (index: unknown) => item(index).timer.eq('armed')
  const guard = sort === null ? isArmed(null) : some(sort, isArmed)
  yield* step(`delayed_work_timer_fn(${name})`, { guard, wait, idle: true }, function* () {
    const index = sort === null ? null : yield* pick(sort, isArmed)
    yield* item(index).timer.set('off')
    yield* list.enqueue(item(index))
  })
}
