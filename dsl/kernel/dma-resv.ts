/**
 * `struct dma_resv` as far as locking goes: the lock that exporter and importers share. After
 * `include/linux/dma-resv.h`.
 */

import {
  current,
  just,
  or,
  step,
  type BoolTerm,
  type PlaceOf,
  type Primitive,
  type StatementNode,
} from '../index.ts'
import { Mutex, ownedLock, type LockFunctions, type Owner } from './mutex.ts'

const functions: LockFunctions = {
  lock: 'dma_resv_lock',
  trylock: 'dma_resv_trylock',
  unlock: 'dma_resv_unlock',
  assertHeld: 'dma_resv_assert_held',
}

/** A `struct dma_resv`. */
export class DmaResv extends Mutex {
  constructor(owner: PlaceOf<Owner>, name: string) {
    super(owner, name, functions)
  }

  /**
   * `dma_resv_lock(resv, ctx)` by the acquire context that may hold it already: gives whether that
   * is so, which is -EALREADY and takes nothing.
   */
  lockInContext(): StatementNode<never, BoolTerm> {
    const { owner, wait } = this
    const options = { guard: or(owner.isNone(), owner.is(current())), wait }
    return step(`dma_resv_lock(${this.name}, ctx)`, options, function* () {
      yield* owner.set(just(current()))
      return owner.isSome()
    })
  }
}

/** A reservation lock; free at first. Declare it with `m.state`. */
export const dmaResv: Primitive<Owner, DmaResv> = ownedLock(
  'reservation_ww_class_mutex',
  (owner, name) => new DmaResv(owner, name),
)
