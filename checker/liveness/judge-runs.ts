/** Judges the temporal properties of a model on the states that a complete search has found. */

import type { SearchOptions } from '../exploration.ts'
import type { HeapGrowth } from '../heap.ts'
import { lower } from '../lower/lower.ts'
import { Pacer } from '../pacer.ts'
import type { Searched } from '../search.ts'
import type { System } from '../system.ts'
import { automataOf } from './automaton.ts'
import { findLasso } from './find-lasso.ts'
import type { LassoAnswer } from './find-lasso.ts'
import { obligationsOf } from './obligation.ts'
import { SystemGraph } from './system-graph.ts'

/** What the search has left of its bounds. */
interface Rest {
  /** In seconds; null: there is no bound. */
  readonly timeout: number | null
  /** What has grown since the search began. */
  readonly heap: HeapGrowth
}

/** The lasso that breaks the first property that is false. In what the search has found nothing may be wrong, and nothing cut. */
export function judgeRuns<State>(
  system: System<State>,
  { store, generated, levels }: Searched<State>,
  { timeout, heap }: Rest,
  { memory = null, signal = null, progress = null }: SearchOptions,
): Promise<LassoAnswer> {
  const obligations = obligationsOf(system.model)
  const graph = new SystemGraph(system, store, lower(system.model), obligations)
  const reached = { states: store.size, generated, depth: Math.max(0, levels.length - 2), queue: 0 }
  const onPause = (): void => progress?.({ ...reached, memory: heap.bytes, onCycles: true })
  const question = {
    automata: automataOf(obligations),
    strengths: graph.conditions.list.map(({ strength }) => strength),
  }
  const left = memory === null ? Infinity : Math.max(0, memory - heap.bytes)
  return findLasso(graph, question, new Pacer({ timeout, signal, onPause }), left)
}
