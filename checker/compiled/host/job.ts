/** What a search in compiled code is given and what it gives back; both may be sent to another thread. */

import type { Sizes } from '../runtime/memory-map.ts'
import type { RankKind } from '../runtime/judgement.ts'

export interface Job {
  /** What `runtimeFields` and the generated functions were assembled to. */
  readonly module: WebAssembly.Module
  readonly sizes: Sizes
  /** Copied to `constantsAddress`. */
  readonly constants: Uint8Array
  /** For each initial outcome, in order, as many words as a state has. */
  readonly initial: BigUint64Array
  /** By the position of an initial outcome: 0 a state, 1 a fault, 2 a failed assertion. */
  readonly initialKinds: Uint8Array
  readonly bounds: Bounds
  /** For everything together; at most 16 GiB are of use. */
  readonly memoryBytes: number
  /** This thread is one of them. */
  readonly workers: number
}

/** As in the options of a search. */
export interface Bounds {
  readonly maxStates: number | null
  readonly maxDepth: number | null
  /** In seconds. */
  readonly timeout: number | null
  /** Explore on past whatever is wrong. */
  readonly continue: boolean
  /** Whether a deadlock is wrong. */
  readonly deadlock: boolean
}

/** `memory`: there was no room for another state. */
export type JobStop = 'complete' | 'wrong' | 'states' | 'depth' | 'time' | 'interrupt' | 'memory'

export interface JobRank {
  readonly depth: number
  readonly kind: RankKind
  readonly declared: number
}

export interface JobProgress {
  readonly states: number
  readonly generated: number
  /** Of the level that is being expanded. */
  readonly depth: number
  /** States that are found and not yet expanded. */
  readonly queue: number
  /** Of the store. */
  readonly bytes: number
}

export interface JobResult {
  /** How many states each level has. */
  readonly levels: readonly number[]
  readonly generated: number
  readonly stop: JobStop
  /** Every state up to this depth was expanded; -1 when not even the initial ones were. */
  readonly completeDepth: number
  /** States that were found and not expanded, those outside a constraint apart. */
  readonly frontier: number
  /** By the position of a `reachable` property among them: whether there is a witness. */
  readonly reached: readonly boolean[]
  /** By the position of a constraint: how many states it is the first one to exclude. */
  readonly outside: readonly number[]
  /** Of what is to be reported; null when nothing is wrong. */
  readonly rank: JobRank | null
  /** A shortest run to it; null also when the signal came before it was known. */
  readonly run: JobRun | null
  /** Whether that is the canonical one. There was no memory to find it, when not. */
  readonly canonical: boolean
  readonly memory: { readonly arenaBytes: number; readonly tableBytes: number }
}

export interface JobRun {
  /** The position of the initial outcome. */
  readonly initial: number
  /** Of each step's outcome, its position among those of the state. */
  readonly positions: readonly number[]
  /** The states on the way, the initial one first; what ends in a failure has no state. */
  readonly states: BigUint64Array
  /** What is wrong is an initial outcome, the last state, or the last step. */
  readonly ends: 'initial' | 'state' | 'step'
}
