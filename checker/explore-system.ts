/** Explores a system in this process, one state at a time. */

import { canonicalRun } from './canonical.ts'
import type { Exploration, Explored, SearchOptions } from './exploration.ts'
import { search } from './search.ts'
import type { Searched } from './search.ts'
import type { System } from './system.ts'
import { traceOf } from './trace.ts'

/** What an engine does whose states are values of JavaScript. */
export async function exploreSystem<State>(
  system: System<State>,
  options: SearchOptions,
): Promise<Explored> {
  const begun = performance.now()
  const found = await search(system, options)
  return {
    exploration: summaryOf(found, (performance.now() - begun) / 1000),
    async counterexample(signal) {
      const run = await canonicalRun(system, found, signal)
      if (run !== null) return { trace: traceOf(run, system), canonical: true, wrong: run.wrong }
      const { any } = found.findings
      return any === null ? null : { trace: null, canonical: false, wrong: any }
    },
  }
}

/** What is left of a search without its states; it took so many seconds. */
export function summaryOf(found: Searched<unknown>, seconds: number): Exploration {
  const { generated, stop, completeDepth, frontier, unreached, levels } = found
  const outside = new Map<string, number>()
  for (const name of found.outside.values()) outside.set(name, (outside.get(name) ?? 0) + 1)
  return {
    distinct: found.store.size,
    generated,
    levels: levels.slice(1).map((end, depth) => end - (levels[depth] ?? 0)),
    stop,
    found: found.findings.any !== null,
    completeDepth,
    frontier,
    unreached,
    outside,
    memory: null,
    seconds,
  }
}
