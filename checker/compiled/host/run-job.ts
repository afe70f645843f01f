/** One search from its beginning to the run that it reports. */

import { Pacer } from '../../pacer.ts'
import type { StopSignal } from '../../pacer.ts'
import { ofRankCode } from '../runtime/judgement.ts'
import { mostWorkers } from '../runtime/memory-map.ts'
import { coveredBy } from './covered.ts'
import { Crew, usualSharing } from './crew.ts'
import type { Sharing } from './crew.ts'
import { LevelSearch } from './level-search.ts'
import type { SearchEnd } from './level-search.ts'
import { Instance } from './instance.ts'
import type { Job, JobProgress, JobResult } from './job.ts'
import { releaseMemory, takeMemory } from './memory-pool.ts'
import { runByParents } from './parents.ts'
import { divideMemory, leastMemory } from './ground.ts'
import { SearchMemory } from './search-memory.ts'
import { canonicalRun } from './canonical-run.ts'
import { storedStates } from './stored-states.ts'
import type { StoredStates } from './stored-states.ts'

export interface JobOptions {
  /** Called some twenty times a second. */
  readonly onPause?: ((progress: JobProgress) => void) | null
  readonly signal?: StopSignal | null
  readonly sharing?: Sharing
  /** Looks at the states when all else is done, before their memory is given back. */
  readonly examine?: ((states: StoredStates, found: JobResult) => Promise<void>) | null
}

/**
 * Explores, in this thread and as many others as the job says. The result is the same for any number of workers, unless it
 * was stopped by time, memory or the signal.
 * @throws when a thread dies, or when there is no memory even for the beginning.
 */
export async function runJob(job: Job, options: JobOptions = {}): Promise<JobResult> {
  const workers = Math.min(mostWorkers, Math.max(1, job.workers))
  const memory = takeMemory(Math.max(job.memoryBytes, leastMemory(job, workers)))
  const ground = divideMemory(memory, job.sizes, job.constants.length, workers, job.memoryBytes)
  new SearchMemory(ground).reset(job.constants)
  const instance = new Instance(job.module, ground, 0)
  let search: LevelSearch | null = null
  let onCycles = false
  const pacer = new Pacer({
    timeout: job.bounds.timeout,
    signal: options.signal ?? null,
    onPause: () => {
      if (search === null) return
      options.onPause?.(onCycles ? { ...search.progress, onCycles } : search.progress)
    },
  })
  const start = async () => {
    // Most searches are over before there is work for several.
    const { Threads } = await import('./threads.ts')
    return new Threads(job.module, instance.memory)
  }
  const crew = new Crew(instance, pacer, options.sharing ?? usualSharing, start)
  const examined = async (found: JobResult): Promise<JobResult> => {
    await options.examine?.(storedStates(instance.memory), found)
    return found
  }
  try {
    search = new LevelSearch(job, instance.memory, crew)
    const end = await search.run()
    const covered = await coveredBy(job, crew)
    const result = {
      ...resultOf(end, search, instance.memory),
      ...(covered === null ? {} : { covered }),
    }
    if (job.liveness !== null && sawAll(result)) {
      onCycles = true
      // Only models with temporal properties need it.
      const { decideRuns } = await import('./fair-run.ts')
      const { lasso, bytes, stop } = await decideRuns(job, job.liveness, search, crew, pacer)
      const memory = { ...result.memory, livenessBytes: bytes }
      const judged = { lasso, memory, run: null, canonical: true }
      return await examined({ ...result, stop: stop ?? result.stop, ...judged })
    }
    crew.goBy(new Pacer({ signal: options.signal ?? null }))
    return await examined({ ...result, lasso: null, ...(await reportedRun(job, crew, search)) })
  } finally {
    await crew.dismiss()
    releaseMemory(memory)
  }
}

/** Whether every state was explored, and nothing is wrong. */
function sawAll({ stop, outside, rank, levels }: ReturnType<typeof resultOf>): boolean {
  const isCut = outside.some((states) => states > 0)
  return stop === 'complete' && rank === null && !isCut && levels.length > 0
}

function resultOf(end: SearchEnd, search: LevelSearch, memory: SearchMemory) {
  const { wrong, levels, generated, frontier, arenaBytes, tableBytes } = search
  return {
    ...end,
    levels: levels.counts,
    generated,
    frontier,
    reached: memory.reached,
    outside: memory.outside,
    noted: memory.noted,
    rank: wrong === null ? null : { depth: wrong.depth, ...ofRankCode(wrong.code) },
    memory: { arenaBytes, tableBytes },
  }
}

async function reportedRun(
  job: Job,
  crew: Crew,
  { wrong, levels }: LevelSearch,
): Promise<Pick<JobResult, 'run' | 'canonical'> & Partial<Pick<JobResult, 'stop'>>> {
  if (wrong === null) return { run: null, canonical: true }
  const run = await canonicalRun(job, crew, levels, wrong)
  if (run !== null && run !== 'no memory') return { run, canonical: true }
  const found = { run: runByParents(job, crew.instance, wrong), canonical: false }
  // Whoever has no patience for the sweep still wants to see what is wrong.
  return run === null ? { ...found, stop: 'interrupt' } : found
}
