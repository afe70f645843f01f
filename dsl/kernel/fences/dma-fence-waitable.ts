/** What can be waited for as a fence: one, or a container of several. */

import type { BoolTerm, LockId } from '../../index.ts'
import { mightWait } from './dma-fence-signalling.ts'
import {
  waitFor,
  waitInterruptible,
  waitInterruptibleTimeout,
  waitTimeout,
  type Around,
  type Awaited,
  type WaitedTerm,
} from './dma-fence-wait.ts'
import type { Steps } from '../steps.ts'
import type { InterruptibleOptions, TimeoutOptions, WaitOptions } from '../waiting/wait-options.ts'

/** The waits for one fence. Each is a fault where the process must not sleep. */
export abstract class WaitableFence {
  /** As a trace shows it: `fence[0]`. */
  readonly name: string
  readonly #map: LockId

  constructor(name: string, map: LockId) {
    this.name = name
    this.#map = map
  }

  /** Whether it is signalled: for guards, properties, and primitives that are made of fences. */
  abstract get signaled(): BoolTerm

  /** `dma_fence_is_signaled`: gives whether it is; signals it where the driver sees that it is done. */
  abstract isSignaled(): Steps<BoolTerm>

  /** `dma_fence_wait(fence, false)`: waits until it is signalled. */
  wait(options: WaitOptions = {}): Steps<void> {
    return waitFor(this.awaited('dma_fence_wait', options), this.around())
  }

  /** `dma_fence_wait(fence, true)`: gives whether it is signalled; otherwise a signal came first, -ERESTARTSYS. */
  waitInterruptible(options: InterruptibleOptions = {}): Steps<BoolTerm> {
    return waitInterruptible(this.awaited('dma_fence_wait', options), options, this.around())
  }

  /** `dma_fence_wait_timeout(fence, false, timeout)`: gives whether it is signalled; otherwise the time ran out first, 0. */
  waitTimeout(options: TimeoutOptions = {}): Steps<BoolTerm> {
    return waitTimeout(this.awaited('dma_fence_wait_timeout', options), options, this.around())
  }

  /** `dma_fence_wait_timeout(fence, true, timeout)`: gives how it ended. */
  waitInterruptibleTimeout(options: InterruptibleOptions & TimeoutOptions = {}): Steps<WaitedTerm> {
    const awaited = this.awaited('dma_fence_wait_timeout', options)
    return waitInterruptibleTimeout(awaited, options, this.around())
  }

  /** What a function of this name waits for: for primitives that wait for fences. */
  awaited(operation: string, { by = this.signaller() }: WaitOptions = {}): Awaited {
    return {
      name: `${operation}(${this.name})`,
      until: () => this.signaled,
      requests: [mightWait(this.#map)],
      wait: { kind: 'event', event: `${this.name} signaled`, by: by?.expr ?? null },
    }
  }

  /** What a wait does before and after it sleeps. */
  protected abstract around(): Around

  /** Who is to signal, where whoever waits does not say it. */
  protected abstract signaller(): WaitOptions['by']
}
