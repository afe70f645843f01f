/** What a search in compiled code is given and what it gives back; both may be sent to another thread. */

import type { Stop, StoreSize } from '../../exploration.ts'
import type { Rank } from '../../findings.ts'
import type { LassoQuestion } from '../../liveness/find-lasso.ts'
import type { StepKinds } from '../../liveness/graph.ts'
import type { LassoRun } from '../../liveness/lasso.ts'
import type { Sizes } from '../runtime/memory-map.ts'

export interface Job {
  /** What `runtimeFields` and the generated functions were assembled to. */
  readonly module: WebAssembly.Module
  readonly sizes: Sizes
  /** Copied to `constantsAddress`. */
  readonly constants: Uint8Array
  /** For each initial outcome, in order, as many words as a state has. */
  readonly initial: BigUint64Array
  /** By the position of an initial outcome, one of `initialKind`. */
  readonly initialKinds: Uint8Array
  readonly bounds: Bounds
  /** For everything together; at most 16 GiB are of use. */
  readonly memoryBytes: number
  /** This thread is one of them. */
  readonly workers: number
  /** What is to be decided of the runs; null: nothing. The module has what it takes. */
  readonly liveness: JobLiveness | null
  /** What is noted of what is executed; without it, nothing. */
  readonly coverage?: JobCoverage
}

/** The cells of what is noted, or counted, as the module has them. */
export interface JobCoverage {
  readonly counters: number
  readonly witnesses: number
  /** Whether it is counted. */
  readonly exact: boolean
}

/** What was noted. */
export interface JobCovered {
  readonly counts: readonly number[]
  readonly seen: readonly boolean[]
}

export interface JobLiveness {
  readonly question: LassoQuestion
  /** By the numbers that outcomes have. */
  readonly kinds: StepKinds
}

/** What an initial outcome is, in `Job.initialKinds`. */
export const initialKind = { state: 0, fault: 1, assertion: 2 } as const

/** The words of the initial outcome at this position, which is a state. */
export function initialWords({ initial, sizes }: Job, position: number): BigUint64Array {
  return initial.subarray(position * sizes.words, (position + 1) * sizes.words)
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
  /** Numbers of observations: the run to a state that shows one of them is looked for, as if it were wrong. */
  readonly sought?: readonly number[] | null
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
  /** Every state is found, and the fair cycles of the graph are looked for. */
  readonly onCycles?: true
}

export interface JobResult {
  /** How many states each level has. */
  readonly levels: readonly number[]
  readonly generated: number
  readonly stop: Stop
  /** Every state up to this depth was expanded; -1 when not even the initial ones were. */
  readonly completeDepth: number
  /** States that were found and not expanded, those outside a constraint apart. */
  readonly frontier: number
  /** By the position of a `reachable` property among them: whether there is a witness. */
  readonly reached: readonly boolean[]
  /** By the position of a constraint: how many states it is the first one to exclude. */
  readonly outside: readonly number[]
  /** The numbers of what was observed of lock order. */
  readonly noted: readonly number[]
  /** Of what is to be reported; null when nothing is wrong. */
  readonly rank: Rank | null
  /** A shortest run to it. */
  readonly run: JobRun | null
  /** Whether that is the canonical one. When not, there was no memory to find it, or the signal came first. */
  readonly canonical: boolean
  /** The fair run that breaks an obligation, when nothing else is wrong; null when there is none, or nothing was to be decided. */
  readonly lasso: JobLasso | null
  /** What was executed; absent where that is not noted, or counting it came to no end. */
  readonly covered?: JobCovered
  readonly memory: StoreSize
}

export interface JobLasso extends LassoRun {
  /** On the way, the initial one first. */
  readonly states: BigUint64Array
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
