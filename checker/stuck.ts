/** Deadlocks that no state shows by itself, decided on the state graph: from there no run ever lets somebody go on. */

import type { Model } from '../dsl/ir.ts'
import type { Explored, SearchOptions } from './exploration.ts'
import { counterexampleIn } from './explore-system.ts'
import { Judge } from './judge.ts'
import { lower } from './lower/lower.ts'
import { packedSystem } from './packed-system.ts'
import { Pacer } from './pacer.ts'
import { search } from './search.ts'
import type { Searched } from './search.ts'
import { StateGraph } from './state-graph.ts'
import type { System } from './system.ts'

/** What is wrong in `explored`, a complete exploration in which nothing was, when its state graph is looked at. */
export async function decidedOnGraph(
  explored: Explored,
  model: Model,
  options: SearchOptions,
): Promise<Explored> {
  // Nothing of what the properties say is wrong.
  const system = packedSystem(lower({ ...model, properties: [] }))
  const found = await search(system, {
    ...options,
    deadlock: false,
    maxStates: null,
    maxDepth: null,
  })
  const stop = found.stop === 'complete' ? await noteStuck(system, found, options) : found.stop
  if (stop !== null) {
    return { ...explored, exploration: { ...explored.exploration, stop } }
  }
  if (found.findings.rank === null) return explored
  return {
    ...explored,
    exploration: { ...explored.exploration, found: true },
    counterexample: (signal) => counterexampleIn(system, found, signal),
  }
}

/** Notes the deadlocks of the least depth that has any; answers with why there was no time for it. */
export async function noteStuck<State>(
  system: System<State>,
  { levels, ...found }: Searched<State>,
  { signal = null, timeout = null }: SearchOptions,
): Promise<'time' | 'interrupt' | null> {
  const graph = await StateGraph.of(system, { levels, ...found }, new Pacer({ signal, timeout }))
  if (!(graph instanceof StateGraph)) return graph
  const judge = new Judge(system)
  for (const [depth, first] of levels.slice(0, -1).entries()) {
    for (let number = first; number < (levels[depth + 1] ?? first); number++) {
      const onGraph = graph.stuck(number)
      if (onGraph.length === 0) continue
      const state = found.store.at(number)
      if (onGraph.every((thread) => system.mayStay(state, thread))) continue
      const judged = judge.ofEnd(state)
      if (judged === null) continue
      const { kind, declared, wrong } = judged
      const noted = wrong.kind === 'deadlock' ? { ...wrong, onGraph } : wrong
      found.findings.note({ depth, kind, declared }, { at: 'state', state: number }, noted)
    }
    if (found.findings.rank !== null) break
  }
  return null
}
