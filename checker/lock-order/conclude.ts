/** What an exploration says about the order of locks. */

import type { Model } from '../../dsl/ir.ts'
import type { Explored } from '../exploration.ts'
import { lower } from '../lower/lower.ts'
import type { StopSignal } from '../pacer.ts'
import { lockGraph } from './graph.ts'
import { judged } from './judgement.ts'
import type { Suspicion } from './judgement.ts'
import type { LockGraph } from './lock-graph.ts'
import type { LockProblem } from './lock-problem.ts'
import { observationsOf } from './observations.ts'
import { witnessed } from './witnesses.ts'

export interface LockOrderAnswer {
  readonly graph: LockGraph
  /** What is wrong with it, as far as it is known; null where nothing is. */
  readonly suspicion: Suspicion | null
  /** The same with its witnesses: of an exploration that was complete and in which nothing was wrong. */
  problem(signal: StopSignal | null): Promise<LockProblem | null>
}

/** The answer of an exploration of the model that has observed so much; `complete`: everything was explored. */
export function lockOrderOf(
  model: Model,
  noted: ReadonlySet<number>,
  { sighting }: Pick<Explored, 'sighting'>,
  complete: boolean,
): LockOrderAnswer {
  const program = lower(model)
  const observations = observationsOf(program)
  const graph = lockGraph(model, observations.list, noted, complete)
  const suspicion = judged(graph)
  return {
    graph,
    suspicion,
    async problem(signal) {
      if (suspicion === null) return null
      const sight = (sought: readonly number[]) => sighting(sought, signal)
      return witnessed(suspicion, { program, observations, noted, graph, sighting: sight })
    },
  }
}
