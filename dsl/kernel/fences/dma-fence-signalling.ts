/**
 * Fence signalling critical sections: everything between what makes a fence known and its signal. After
 * `dma_fence_begin_signalling`, `dma_fence_end_signalling` and `__dma_fence_might_wait` of `drivers/dma-buf/dma-fence.c`.
 *
 * The validator of lock order takes the class `dma_fence_map` for a lock. A section holds it as a reader, got by a trylock: nothing
 * comes before it, and it comes before whatever is taken inside. Waiting for any fence takes it as a writer, and gives it back at once.
 */

import {
  current,
  fail,
  inAtomic,
  not,
  or,
  set,
  shared,
  step,
  thread,
  value,
  when,
  type BoolTerm,
  type Declare,
  type LockId,
  type PlaceOf,
  type Primitive,
  type Request,
  type StatementNode,
} from '../../index.ts'
import { request } from '../locks/request.ts'
import type { Threads } from '../threads.ts'

const lockClass = 'dma_fence_map'

interface FenceMap {
  readonly id: LockId
  /** Who is in a section that it began itself. */
  readonly holders: PlaceOf<Threads>
}

const fenceMap: Primitive<Threads, FenceMap> = {
  sort: set(thread),
  quiet: true,
  attach: (holders, name, declare) => {
    const holdings = [{ mode: 'read', holders }] as const
    return { id: declare.lock({ name, lockClass, kind: 'mark', holdings }), holders }
  },
}

const sharedMap = (): FenceMap => shared(lockClass, fenceMap)

/**
 * `dma_fence_begin_signalling`: from here on the process must come to signal. Gives the cookie for the end: whether there was nothing to
 * begin, because the process is in a section already, or must not sleep and so can do nothing that is forbidden in one.
 */
export function dma_fence_begin_signalling(): StatementNode<never, BoolTerm> {
  const { id, holders } = sharedMap()
  const requests = [request(id, { mode: 'read', trying: true })]
  return step('dma_fence_begin_signalling', { requests }, function* () {
    const cookie = or(holders.has(current()), inAtomic())
    yield* when(not(cookie), function* () {
      yield* holders.set(holders.add(current()))
    })
    return cookie
  })
}

/** `dma_fence_end_signalling`, with the cookie that the beginning gave. A fault where there is no section to end. */
export function dma_fence_end_signalling(cookie: BoolTerm): StatementNode<never, void> {
  const { holders } = sharedMap()
  return step('dma_fence_end_signalling', {}, function* () {
    yield* when(not(cookie), function* () {
      yield* when(not(holders.has(current())), function* () {
        yield* fail(`bad unlock balance detected: ${lockClass}`)
      })
      yield* holders.set(holders.remove(current()))
    })
  })
}

/** `__dma_fence_might_wait`: says that the process may wait for a fence here, whether it comes to that or not. */
export function __dma_fence_might_wait(): StatementNode<never, void> {
  const requests = [mightWait(sharedMap().id)]
  return step('__dma_fence_might_wait', { requests }, function* () {})
}

/** What a step that waits for a fence asks. A section in which the process is itself it lets go of first. */
export function mightWait(map: LockId): Request {
  return request(map, { nested: true })
}

/** Declares what waiting asks for, without anybody who could hold it: sections have a variable of their own, where there are any. */
export function declareMightWait(declare: Declare): LockId {
  const nobody = () => value(set(thread), [])
  return declare.lock({ name: lockClass, lockClass, kind: 'mark', holdings: [{ holders: nobody }] })
}
