/** Softirqs of the CPU on which a process executes: off and on again. After `include/linux/bottom_half.h`. */

import { shared, step, type StatementNode } from '../../index.ts'
import { nesting, type Nesting } from './nesting.ts'

/** Once more leaves the range, which is a fault. */
const deepest = 3

const primitive = nesting(deepest, (declare, test) => declare.masked('softirq', test))

/** Those of the model that is being built: they are declared where they are first used. */
export function bottomHalves(): Nesting {
  return shared('softirq_count', primitive)
}

/** Turns softirqs off on this CPU, once more if they are off. Until they are on again the process must not sleep. */
export function local_bh_disable(): StatementNode<never, void> {
  const bottomHalf = bottomHalves()
  return step('local_bh_disable()', {}, () => bottomHalf.enter())
}

/** Undoes one `local_bh_disable`. A fault where there is none. */
export function local_bh_enable(): StatementNode<never, void> {
  const bottomHalf = bottomHalves()
  return step('local_bh_enable()', {}, () => bottomHalf.leave())
}
