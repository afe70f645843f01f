/** Explores a system in this process, one state at a time. */

import { canonicalRun } from './canonical.ts'
import { observes } from './exploration.ts'
import type {
  Counterexample,
  Exploration,
  Explored,
  SearchOptions,
  Sighting,
} from './exploration.ts'
import { Findings } from './findings.ts'
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
  const found = await search(system, options, observer)
  return {
    exploration: summaryOf(found, (performance.now() - begun) / 1000),
    counterexample: (signal) => counterexampleIn(system, found, signal),
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
