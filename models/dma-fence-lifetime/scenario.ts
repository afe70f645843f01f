/** Who takes part: users of the fence, and who unloads the module that exported it. */

import { oneOf } from '../../dsl/index.ts'

/** The names of the scenarios; the first is the default. */
export const scenarios = oneOf('wait', 'unload', 'kept', 'sync-info')

export type Scenario = (typeof scenarios.values)[number]

interface Cast {
  /** Whether users wait for the fence. */
  readonly waiters: boolean
  /** Whether the module is unloaded. */
  readonly unload: boolean
  /** Whether a user may keep the fence for ever in a container of his. */
  readonly kept: boolean
  /** Whether users ask for the fence's names. */
  readonly reads: boolean
}

/** Who takes part in each scenario. */
export const castOf: Readonly<Record<Scenario, Cast>> = {
  wait: { waiters: true, unload: false, kept: false, reads: false },
  unload: { waiters: true, unload: true, kept: false, reads: false },
  kept: { waiters: true, unload: true, kept: true, reads: false },
  'sync-info': { waiters: false, unload: true, kept: false, reads: true },
}
