/** What a thread holds at the end of a run. */

import type { LockMode } from '../../dsl/ir.ts'
import type { LockClass } from './lock-class.ts'

export interface Hold {
  readonly class: LockClass
  /** The instance, as `resv` or `resv[1]`. */
  readonly lock: string
  readonly mode: LockMode
  /** The position in `Trace.steps` of the step that took it; null where it is held from the beginning. */
  readonly since: number | null
}
