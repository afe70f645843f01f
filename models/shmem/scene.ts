/** What all functions of the model work on. */

import type { BoolTerm } from '../../dsl/index.ts'
import type { Locks } from './locks.ts'
import type { Memory } from './memory.ts'
import type { SharedBuffer } from './object.ts'

export interface Scene {
  readonly memory: Memory
  readonly buffer: SharedBuffer
  readonly locks: Locks
  /** Whether a signal is pending for whoever sleeps interruptibly; null where none can be. */
  readonly signal: BoolTerm | null
  /** Whether memory is short, so that allocations reclaim and may fail. */
  readonly short: boolean
}
