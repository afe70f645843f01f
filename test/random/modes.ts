/** How random models are checked: in every way that the end of a search depends on. */

import type { SearchOptions } from '../../checker/exploration.ts'

/** None of them has a search go on for long. */
export const modes: readonly SearchOptions[] = [
  { maxStates: 60 },
  { maxStates: 120, continue: true },
  { maxStates: 300, maxDepth: 4 },
  { maxStates: 200, maxDepth: 3, continue: true },
  { maxStates: 80, deadlock: false },
  { maxStates: 80, continue: true, deadlock: false },
  { maxStates: 60, workers: 2 },
]
