/** What a search has noted, or counts once more at its end, of what is executed. */

import { status } from '../runtime/memory-map.ts'
import type { Crew } from './crew.ts'
import type { Job, JobCovered } from './job.ts'

/** Null where nothing was to be noted, or where the crew had to stop before everything was counted. */
export async function coveredBy(
  { coverage }: Pick<Job, 'coverage'>,
  crew: Crew,
): Promise<JobCovered | null> {
  if (coverage === undefined) return null
  const { memory } = crew.instance
  const { counters, witnesses, exact } = coverage
  if (exact) {
    // What was counted on the way counts some states twice. Of witnesses it does not matter.
    memory.uncount(counters)
    if ((await crew.run('count')) !== status.done) return null
  }
  const cells = memory.covered(counters + witnesses, exact)
  return { counts: cells.slice(0, counters), seen: cells.slice(counters).map((cell) => cell > 0) }
}
