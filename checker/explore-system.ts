/** Explores a system in this process, one state at a time. */

import { canonicalRun } from './canonical.ts'
import { judgesRuns, observes } from './exploration.ts'
import type {
  Counterexample,
  Exploration,
  Explored,
  SearchOptions,
  Sighting,
} from './exploration.ts'
import { Findings } from './findings.ts'
import type { Growth } from './growth/growth.ts'
import { HeapGrowth } from './heap.ts'
import type { LassoAnswer } from './liveness/find-lasso.ts'
import type { LassoRun } from './liveness/lasso.ts'
import type { Observer } from './lock-order/observer.ts'
import type { StopSignal } from './pacer.ts'
import { search } from './search.ts'
import type { Searched } from './search.ts'
import type { System } from './system.ts'
import { traceOf } from './trace.ts'

/** What an engine does whose states are values of JavaScript. */
export async function exploreSystem<State>(
  system: System<State>,
  options: SearchOptions,
): Promise<Explored> {
  const observer = observes(system.model, options) ? await observerOf(system) : null
  const begun = performance.now()
  const heap = new HeapGrowth()
  const found = await search(system, options, observer)
  const summary = summaryOf(found, (performance.now() - begun) / 1000)
  const runs = await judgedRuns(system, found, options, { seconds: summary.seconds, heap })
  const growth = options.growth === true ? await growthIn(system, found, heap, options) : null
  return {
    growth,
    async covered() {
      if (options.vacuity === false && options.coverage !== true) return null
      // Only where it is asked for what was executed.
      const { countedBySystem } = await import('./coverage/count-system.ts')
      return countedBySystem(system.model, options)
    },
    exploration: {
      ...summary,
      ...(runs?.kind === 'stopped' ? { stop: runs.stop } : {}),
      found: summary.found || runs?.kind === 'found',
    },
    counterexample: (signal) =>
      runs?.kind === 'found'
        ? lassoIn(system, runs.lasso)
        : counterexampleIn(system, found, signal),
    async sighting(sought, signal) {
      if (observer === null) throw new Error('nothing was observed')
      return sightingIn(system, found, observer, new Set(sought), signal)
    },
  }
}

/** The canonical run to what was found wrong; without one, since the signal came, what that is. Null when nothing is. */
export async function counterexampleIn<State>(
  system: System<State>,
  found: Searched<State>,
  signal: StopSignal | null,
): Promise<Counterexample | null> {
  const run = await canonicalRun(system, found, signal)
  if (run !== null) return { trace: traceOf(run, system), canonical: true, wrong: run.wrong }
  const { any: wrong } = found.findings
  return wrong === null ? null : { trace: null, canonical: false, wrong }
}

/** What a search has used of its bounds. */
interface Used {
  readonly seconds: number
  readonly heap: HeapGrowth
}

/** Whether some lasso breaks a temporal property; null where those are not to be judged, or not everything was seen, or something is wrong. */
async function judgedRuns<State>(
  system: System<State>,
  found: Searched<State>,
  options: SearchOptions,
  { seconds, heap }: Used,
): Promise<LassoAnswer | null> {
  const { findings, stop, outside, store } = found
  const sawAll = findings.rank === null && stop === 'complete' && outside.size === 0
  if (!sawAll || store.size === 0 || !judgesRuns(system.model, options)) return null
  const timeout = options.timeout == null ? null : Math.max(0, options.timeout - seconds)
  // Only models with temporal properties need it.
  const { judgeRuns } = await import('./liveness/judge-runs.ts')
  return judgeRuns(system, found, { timeout, heap }, options)
}

async function lassoIn<State>(system: System<State>, lasso: LassoRun): Promise<Counterexample> {
  const { followLasso } = await import('./liveness/follow-lasso.ts')
  return { ...followLasso(system, lasso), canonical: true }
}

/** Whoever observes lock order in states of the system. */
async function observerOf<State>(system: System<State>): Promise<Observer<State>> {
  // What only models with locks need is only loaded for them.
  const [{ lower }, { observationsOf }, { Observer }] = await Promise.all([
    import('./lower/lower.ts'),
    import('./lock-order/observations.ts'),
    import('./lock-order/observer.ts'),
  ])
  const program = lower(system.model)
  return new Observer(system, program, observationsOf(program))
}

async function sightingIn<State>(
  system: System<State>,
  found: Searched<State>,
  observer: Observer<State>,
  sought: ReadonlySet<number>,
  signal: StopSignal | null,
): Promise<Sighting> {
  const findings = new Findings<'observed'>()
  for (let depth = 0; depth + 1 < found.levels.length && findings.rank === null; depth++) {
    const end = found.levels[depth + 1] ?? 0
    for (let state = found.levels[depth] ?? 0; state < end; state++) {
      if (found.outside.has(state)) continue
      if (observer.sees(found.store.at(state), sought) === null) continue
      findings.note({ depth, kind: 'observed', declared: 0 }, { at: 'state', state }, 'observed')
    }
  }
  const run = await canonicalRun(system, { ...found, findings }, signal)
  return run === null
    ? { trace: null, canonical: false }
    : { trace: traceOf(run, system), canonical: true }
}

async function growthIn<State>(
  system: System<State>,
  found: Searched<State>,
  heap: HeapGrowth,
  options: SearchOptions,
): Promise<Growth> {
  const { explainSearched } = await import('./growth/explain-size.ts')
  const complete = found.stop === 'complete' && found.outside.size === 0
  return { complete, ...(await explainSearched(system, found, heap, options)) }
}

/** What is left of a search without its states; it took so many seconds. */
export function summaryOf(found: Searched<unknown>, seconds: number): Exploration {
  const { generated, stop, completeDepth, frontier, unreached, levels, noted } = found
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
    noted,
    memory: null,
    seconds,
  }
}
