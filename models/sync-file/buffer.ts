/** A shared buffer: its reservation object, and the fences of the jobs that use it. */

import { array, oneOf, set, type ModelBuilder, type OneOf, type TermOf } from '../../dsl/index.ts'
import { dmaFences, dmaResv } from '../../dsl/kernel/index.ts'
import type { Job } from './scenario.ts'

export type JobName = OneOf<string>
export type JobTerm = TermOf<JobName>

export type Buffer = ReturnType<typeof bufferOf>

/** Declares the buffer, and a fence for each of its jobs: the `finished` fence of a `struct drm_sched_job`. */
export function bufferOf(m: ModelBuilder, [first, ...others]: readonly [Job, ...Job[]]) {
  const names: JobName = oneOf(first.name, ...others.map(({ name }) => name))
  const fence = m.state('fence', dmaFences(names))
  return {
    /** The jobs, by whose they are. */
    names,
    fence,
    resv: m.state('resv', dmaResv({ fences: fence })),
    /** Which jobs were handed to the scheduler. */
    pushed: m.state('pushed', set(names)),
    /** What each job waits for before the hardware gets it. */
    dependencies: m.state('dependencies', array(names, set(names))),
  }
}
