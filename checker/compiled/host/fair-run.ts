/** The decision about the runs of a model, when its states are found: on their graph, in this thread. */

import { findLasso } from '../../liveness/find-lasso.ts'
import type { LassoRun } from '../../liveness/lasso.ts'
import type { Stop } from '../../exploration.ts'
import type { Pacer } from '../../pacer.ts'
import type { Crew } from './crew.ts'
import type { Job, JobLasso, JobLiveness } from './job.ts'
import { initialWords } from './job.ts'
import type { LevelSearch } from './level-search.ts'
import { StateGraph } from './state-graph.ts'

/** What has come of it; `bytes` is what it took besides the store. */
export interface Decision {
  readonly lasso: JobLasso | null
  readonly bytes: number
  /** Why it was given up. */
  readonly stop: Stop | null
}

/** Decides; of a complete search in which nothing is wrong and nothing cut. */
export async function decideRuns(
  job: Job,
  { question, kinds }: JobLiveness,
  search: LevelSearch,
  crew: Crew,
  pacer: Pacer,
): Promise<Decision> {
  const { memory } = crew.instance
  if (!(await search.number())) return { lasso: null, bytes: 0, stop: crew.stopped }
  const graph = new StateGraph(job, kinds, crew.instance)
  const left = job.memoryBytes - memory.ground.table - search.arenaBytes - search.tableBytes
  const answer = await findLasso(graph, question, pacer, Math.max(0, left))
  const { bytes } = answer
  switch (answer.kind) {
    case 'none':
      return { lasso: null, bytes, stop: null }
    case 'stopped':
      return { lasso: null, bytes, stop: answer.stop }
    case 'found': {
      const states = statesOf(answer.lasso, job, graph)
      return { lasso: { ...answer.lasso, states }, bytes, stop: null }
    }
  }
}

function statesOf({ initial, stem, loop, obligation }: LassoRun, job: Job, graph: StateGraph) {
  const words = [...initialWords(job, initial)]
  let at = graph.initial[initial]
  for (const position of [...stem, ...loop]) {
    if (at === undefined) throw new Error('A lasso leads nowhere.')
    graph.expand(at, obligation)
    at = graph.edges.targets[position]
    if (at !== undefined) words.push(...graph.words(at))
  }
  return BigUint64Array.from(words)
}
