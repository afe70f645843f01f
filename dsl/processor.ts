/** Where a process executes: what decides, besides the process itself, whether it can take a step. */

import type { Context } from './ir.ts'
import type { ThreadTest } from './facts.ts'
import type { ThreadSort } from './sort.ts'
import type { BoolTerm } from './terms/bool.ts'
import type { TermOf } from './terms/types.ts'

/** A thread and those with which it shares a processor. */
export interface Sharer {
  readonly thread: TermOf<ThreadSort>
  readonly context: Context
  /** Whether something is true of any other thread there. */
  readonly someOther: (test: ThreadTest) => BoolTerm
  /** Whether the thread keeps interrupts of the kind away, by what it has done: not by being one. */
  readonly masks: (kind: 'hardirq' | 'softirq', thread: TermOf<ThreadSort>) => BoolTerm
  /** Whether the thread must not sleep, and so is not preempted: likewise. */
  readonly isAtomic: ThreadTest
}

export interface Processor {
  /** Whether the thread can take a step there. */
  runs(sharer: Sharer): BoolTerm
}
