/** A lock whose holder is not preempted: what spinlocks and sequence locks have in common. */

import type { AnyEffect } from '../../index.ts'
import { OwnedLock } from './owned-lock.ts'
import { preemption } from '../contexts/preemption.ts'

export abstract class SpinningLock extends OwnedLock {
  protected override *take(subclass = 0): Generator<AnyEffect, void, unknown> {
    yield* super.take(subclass)
    yield* preemption().enter()
  }

  protected override *release(): Generator<AnyEffect, void, unknown> {
    yield* super.release()
    yield* preemption().leave()
  }
}
