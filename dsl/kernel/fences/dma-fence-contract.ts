/** A `struct dma_fence` as its contract has it: one bit, signalled in one step. */

import { step, when, type BoolTerm, type StatementNode } from '../../index.ts'
import type { Sort } from '../../ir.ts'
import { DmaFence } from './dma-fence-base.ts'
import { alone, type Around } from './dma-fence-wait.ts'
import { steps, type Steps } from '../steps.ts'

/** A fence of which nobody sees how it is signalled. */
export class ContractFence<K extends Sort = Sort> extends DmaFence<K> {
  override signal(): StatementNode<never, BoolTerm> {
    const { signaled } = this.parts
    return step(`dma_fence_signal(${this.name})`, {}, function* () {
      yield* signaled.set(true)
      return signaled
    })
  }

  override isSignaled(): StatementNode<never, BoolTerm> {
    const { signaled } = this.parts
    const byDriver = this.ops.signaled !== null
    const done = () => this.done
    return step(`dma_fence_is_signaled(${this.name})`, {}, function* () {
      const is = done()
      if (byDriver) {
        yield* when(is, function* () {
          yield* signaled.set(true)
        })
      }
      return is
    })
  }

  /** Of such a fence there is nothing to enable. */
  override enableSwSignaling(): Steps<void> {
    return steps(function* () {})
  }

  protected override around(): Around {
    return alone
  }
}
