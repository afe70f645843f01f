/** Preemption off and on again, and the assertion that sleeping is allowed. After `include/linux/preempt.h` and `include/linux/kernel.h`. */

import { shared, step, type StatementNode } from '../../index.ts'
import { nesting, type Nesting } from './nesting.ts'

/** So many spinlocks and sections inside of one another; one more leaves the range, which is a fault. */
const deepest = 7

const primitive = nesting(deepest, (declare, test) => declare.atomic(test))

/** That of the model which is being built: `preempt_count`, declared where it is first used. */
export function preemption(): Nesting {
  return shared('preempt_count', primitive)
}

/** Keeps other processes away from this CPU, once more if they are kept. Until then the process must not sleep. */
export function preempt_disable(): StatementNode<never, void> {
  const count = preemption()
  return step('preempt_disable()', {}, () => count.enter())
}

/** Undoes one `preempt_disable`. A fault where there is none. */
export function preempt_enable(): StatementNode<never, void> {
  const count = preemption()
  return step('preempt_enable()', {}, () => count.leave())
}

/** A fault where the process must not sleep. */
export function might_sleep(): StatementNode<never, void> {
  return step('might_sleep()', { sleeps: true }, function* () {})
}
