/** One search from its beginning to the run that it reports. */

import { Pacer } from '../../pacer.ts'
import type { StopSignal } from '../../pacer.ts'
import { ofRankCode } from '../runtime/judgement.ts'
import { Crew, usualSharing } from './crew.ts'
import type { Sharing } from './crew.ts'
import { Exploration } from './exploration.ts'
import type { Explored } from './exploration.ts'
import { Instance } from './instance.ts'
import type { Job, JobProgress, JobResult, JobRun } from './job.ts'
import { releaseMemory, takeMemory } from './memory-pool.ts'
import { runByParents } from './parents.ts'
import { divideMemory, leastMemory } from './ground.ts'
import { SearchMemory } from './search-memory.ts'
import { canonicalRun } from './sweep.ts'

export interface JobOptions {
  /** Called some twenty times a second. */
  readonly onPause?: ((progress: JobProgress) => void) | null
  readonly signal?: StopSignal | null
  readonly sharing?: Sharing
}

/**
 * Explores, in this thread and as many others as the job says. The result is the same for any number of workers, unless it
 * was stopped by time, memory or the signal.
 * @throws when a thread dies, or when there is no memory even for the beginning.
 */
export async function runJob(job: Job, options: JobOptions = {}): Promise<JobResult> {
  const workers = Math.max(1, job.workers)
  const memory = takeMemory(Math.max(job.memoryBytes, leastMemory(job, workers)))
  const ground = divideMemory(memory, job.sizes, job.constants.length, workers, job.memoryBytes)
  new SearchMemory(ground).reset(job.constants)
  const instance = new Instance(job.module, ground, 0)
  let exploration: Exploration | null = null
  const pacer = new Pacer({
    timeout: job.bounds.timeout,
    signal: options.signal ?? null,
    onPause: () => {
      if (exploration !== null) options.onPause?.(exploration.progress)
    },
  })
  const start = async () => {
    // Most searches are over before there is work for several.
    const { Threads } = await import('./threads.ts')
    return new Threads(job.module, instance.memory)
  }
  const crew = new Crew(instance, pacer, options.sharing ?? usualSharing, start)
  try {
    exploration = new Exploration(job, instance.memory, crew)
    const explored = await exploration.run()
    const result = resultOf(explored, exploration, instance.memory)
    crew.goBy(new Pacer({ signal: options.signal ?? null }))
    return { ...result, ...(await reportedRun(job, crew, exploration)) }
  } finally {
    await crew.dismiss()
    releaseMemory(memory)
  }
}

function resultOf(explored: Explored, exploration: Exploration, memory: SearchMemory) {
  const { wrong, levels, generated, frontier, arenaBytes, tableBytes } = exploration
  return {
    ...explored,
    levels: levels.counts,
    generated,
    frontier,
    reached: memory.reached,
    outside: memory.outside,
    rank: wrong === null ? null : { depth: wrong.depth, ...ofRankCode(wrong.code) },
    memory: { arenaBytes, tableBytes },
  }
}

async function reportedRun(
  job: Job,
  crew: Crew,
  { wrong, levels }: Exploration,
): Promise<{ run: JobRun | null; canonical: boolean }> {
  if (wrong === null) return { run: null, canonical: true }
  const run = await canonicalRun(job, crew, levels, wrong)
  if (run !== 'no memory') return { run, canonical: true }
  return { run: runByParents(job, crew.instance, wrong), canonical: false }
}
