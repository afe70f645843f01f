/** The graph of a model's states as compiled code has it and as the flat executor has it, edge by edge in the same words. */

import { compileModel } from '../../../../checker/compiled/compile-model.ts'
import { Crew } from '../../../../checker/compiled/host/crew.ts'
import { divideMemory, leastMemory } from '../../../../checker/compiled/host/ground.ts'
import { Instance } from '../../../../checker/compiled/host/instance.ts'
import type { Job } from '../../../../checker/compiled/host/job.ts'
import { LevelSearch } from '../../../../checker/compiled/host/level-search.ts'
import { releaseMemory, takeMemory } from '../../../../checker/compiled/host/memory-pool.ts'
import { SearchMemory } from '../../../../checker/compiled/host/search-memory.ts'
import { StateGraph } from '../../../../checker/compiled/host/state-graph.ts'
import { Threads } from '../../../../checker/compiled/host/threads.ts'
import { pack, unpack } from '../../../../checker/compiled/pack.ts'
import type { Graph, StepKinds } from '../../../../checker/liveness/graph.ts'
import { obligationsOf } from '../../../../checker/liveness/obligation.ts'
import { SystemGraph } from '../../../../checker/liveness/system-graph.ts'
import { execute } from '../../../../checker/lower/executor.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import { Pacer } from '../../../../checker/pacer.ts'
import { search } from '../../../../checker/search.ts'
import type { Model } from '../../../../dsl/ir.ts'

/** By state: what is true of it, and its edges, for each obligation. */
type GraphText = ReadonlyMap<string, readonly string[]>

export interface Graphs {
  readonly executor: GraphText
  readonly compiled: GraphText
  /** Of the initial states, as each has them. */
  readonly initial: { readonly executor: readonly string[]; readonly compiled: readonly string[] }
}

/** Both graphs; null where the search does not find everything, or something wrong. */
export async function graphsOf(model: Model, workers = 1, most = 3000): Promise<Graphs | null> {
  const program = lower(model)
  const system = execute(program)
  const found = await search(system, { maxStates: most, deadlock: false })
  if (found.stop !== 'complete' || found.findings.rank !== null || found.outside.size > 0)
    return null
  const obligations = obligationsOf(model)
  const plain = new SystemGraph(system, found.store, program, obligations)
  const nameIn = (state: number): string => found.store.at(state).key
  const count = obligations.length
  const executor = texts(plain, count, nameIn)
  const compiled = await compiledGraph(model, workers, count)
  return {
    executor,
    compiled: compiled.text,
    initial: { executor: plain.initial.map(nameIn), compiled: compiled.initial },
  }
}

const room = 2 ** 24

async function compiledGraph(model: Model, workers: number, obligations: number) {
  const { program, layout, module, sizes, constants, kinds } = compileModel(model)
  if (kinds === null) throw new Error('the model has no temporal properties')
  const states = execute(program)
    .initial()
    .flatMap((outcome) => (outcome.kind === 'state' ? [outcome.state] : []))
  const job: Job = {
    module,
    sizes,
    constants,
    initial: BigUint64Array.from(states.flatMap((state) => [...pack(state, program, layout)])),
    initialKinds: new Uint8Array(states.length),
    bounds: { maxStates: null, maxDepth: null, timeout: null, continue: false, deadlock: false },
    memoryBytes: leastMemory({ sizes, constants }, workers) + room,
    workers,
    liveness: null,
  }
  return onGraph(job, kinds.kinds, (graph) => {
    const nameIn = (state: number): string => unpack(graph.words(state), program, layout).key
    return { text: texts(graph, obligations, nameIn), initial: graph.initial.map(nameIn) }
  })
}

/** Explores all states of the job, with its workers from the first one on, and asks something of their graph. */
export async function onGraph<Answer>(
  job: Job,
  kinds: StepKinds,
  ask: (graph: StateGraph, isAmbiguous: boolean) => Answer,
): Promise<Answer> {
  const { module, sizes, constants, workers, memoryBytes } = job
  const memory = takeMemory(memoryBytes)
  const ground = divideMemory(memory, sizes, constants.length, workers, memoryBytes)
  new SearchMemory(ground).reset(constants)
  const instance = new Instance(module, ground, 0)
  const everybody = { level: 1, wait: true }
  const start = async () => new Threads(module, instance.memory)
  const crew = new Crew(instance, new Pacer(), everybody, start)
  try {
    const levels = new LevelSearch(job, instance.memory, crew)
    await levels.run()
    await levels.number()
    const isAmbiguous = instance.memory.control('ambiguous') !== 0
    return ask(new StateGraph(job, kinds, instance), isAmbiguous)
  } finally {
    await crew.dismiss()
    releaseMemory(memory)
  }
}

function texts(
  graph: Graph,
  obligations: number,
  nameIn: (state: number) => string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (let state = 0; state < graph.size; state++) {
    const lines: string[] = []
    for (let obligation = 0; obligation < obligations; obligation++) {
      lines.push(`atoms ${graph.stateAtoms(state, obligation)}`)
      lines.push(...edgeTexts(graph, state, graph.expand(state, obligation), nameIn, 'all'))
      lines.push(...edgeTexts(graph, state, graph.look(state, obligation), nameIn, 'asked'))
    }
    found.set(nameIn(state), lines)
  }
  return found
}

/** So many edges of the state that was expanded or looked at last, their targets read off all at once or asked for one by one. */
function edgeTexts(
  graph: Graph,
  state: number,
  count: number,
  nameIn: (state: number) => string,
  targets: 'all' | 'asked',
): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const { edges } = graph
    const target = targets === 'all' ? (edges.targets[at] ?? -1) : graph.target(at)
    const isStep = edges.targets[at] !== state
    // What a step counts for that changes nothing is of no matter.
    const kind = isStep ? membership(graph, edges.kinds[at] ?? -1) : ''
    return `${isStep ? 'to' : 'at'} ${nameIn(target)} atoms ${edges.stepAtoms[at]} ${kind}`
  })
}

function membership({ kinds }: Graph, kind: number): string {
  const bits = (all: Uint32Array): string =>
    Array.from(all.subarray(kind * kinds.words, (kind + 1) * kinds.words), (word) =>
      word.toString(2),
    ).join(' ')
  return `enabled ${bits(kinds.enabled)} taken ${bits(kinds.taken)}`
}
