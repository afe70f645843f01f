/** Who takes part: who waits for the fence, holding what, and who else comes to the same locks. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the scenarios; the first is the default. */
export const scenarios = oneOf(
  'submission',
  'evictor',
  'shrinker',
  'any-gfp-shrinker',
  'notifier',
  'faulter',
  'everybody',
)

export type Scenario = (typeof scenarios.values)[number]

export interface Cast {
  /** Waits with the reservation lock held, then gives the memory to somebody else. */
  readonly evictor: boolean
  /** In which reclaim the shrinker waits for the fence; `none` is a system without one. */
  readonly shrinker: 'none' | '__GFP_FS' | 'any'
  /** A thread that unmaps user memory on which the job works, and a notifier that waits for it. */
  readonly notifier: boolean
  /** A thread that faults on the buffer. */
  readonly faulter: boolean
}

const nobody: Cast = {
  evictor: false,
  shrinker: 'none',
  notifier: false,
  faulter: false,
}

/** Who takes part in each scenario. */
export const castOf: Readonly<Record<Scenario, Cast>> = {
  /** Nobody waits: what is wrong is wrong with the fence, or with the order of locks. */
  submission: nobody,
  evictor: { ...nobody, evictor: true },
  /** Memory is short, and a shrinker that waits obeys `__GFP_FS`; kswapd calls it too. */
  shrinker: { ...nobody, shrinker: '__GFP_FS' },
  /** The same with a shrinker that waits in any reclaim. */
  'any-gfp-shrinker': { ...nobody, shrinker: 'any' },
  /** Reclaim and `munmap` both call the notifier. */
  notifier: { ...nobody, notifier: true },
  /** A page fault holds mmap_lock while it waits for the lock of whoever waits for the fence. */
  faulter: { ...nobody, evictor: true, faulter: true },
  everybody: { evictor: true, shrinker: '__GFP_FS', notifier: true, faulter: true },
}
