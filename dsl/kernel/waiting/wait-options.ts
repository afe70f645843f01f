/** What a wait is told besides what it waits for. */

import type { OptionalTerm, SetTerm, Test, ThreadSort, ThreadTerm } from '../../index.ts'

export interface WaitOptions {
  /** Who can end it: for reports of who waits for whom. Nothing else depends on it. */
  readonly by?: ThreadTerm | OptionalTerm<ThreadSort> | SetTerm<ThreadSort>
}

/** Of a wait that a signal can end. None need ever come: where it would wait for ever without one, that is a deadlock. */
export interface InterruptibleOptions extends WaitOptions {
  /** Where a signal can come; without it anywhere. */
  readonly signal?: Test
}

/** Of a wait that lasts a certain time at most. Where it would wait for ever without that, that is a deadlock all the same. */
export interface TimeoutOptions extends WaitOptions {
  /** Where the time can run out; without it anywhere. */
  readonly elapsed?: Test
  /** The time does run out where it can, and so to wait for that is no deadlock. */
  readonly certain?: boolean
}
