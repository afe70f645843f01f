/** What every engine does with a model: explores it, and then finds the one run that is shown. */

import type { Model } from '../dsl/ir.ts'
import type { Covered } from './coverage/covered.ts'
import type { Growth } from './growth/growth.ts'
import type { StopSignal } from './pacer.ts'
import type { Trace } from './trace.ts'
import type { Wrong } from './verdict.ts'

export interface SearchOptions {
  /** Nothing more is expanded after the level at whose end this many states are found. */
  readonly maxStates?: number | null
  /** No state at this depth is expanded. */
  readonly maxDepth?: number | null
  /** In seconds. */
  readonly timeout?: number | null
  /** In bytes: what the search may use beyond what the process uses when it begins. */
  readonly memory?: number | null
  /** How many threads search, where the engine can; the answer does not depend on it. One unless given. */
  readonly workers?: number
  /** Explore on past whatever is wrong. */
  readonly continue?: boolean
  /** Whether a deadlock is wrong; it is unless this is false. */
  readonly deadlock?: boolean
  /** Whether deadlocks that no state shows by itself are looked for on the graph of all states, when nothing else is wrong. */
  readonly stuck?: boolean
  /** Whether temporal properties are judged; they are unless this is false. */
  readonly liveness?: boolean
  /** Whether the order of locks is observed; it is unless this is false. */
  readonly lockOrder?: boolean
  /** Whether it is noted what is never executed; it is unless this is false. */
  readonly vacuity?: boolean
  /** Whether it is counted how often everything is executed. */
  readonly coverage?: boolean
  /** Whether it is counted what makes the state space large. */
  readonly growth?: boolean
  readonly signal?: StopSignal | null
  /** Called some twenty times a second. */
  readonly progress?: ((progress: Progress) => void) | null
}

/** Whether there is any order of locks to observe. */
export function observes({ locks }: Model, { lockOrder }: SearchOptions): boolean {
  return lockOrder !== false && locks.length > 0
}

/** Whether there are temporal properties to judge. */
export function judgesRuns({ temporal }: Model, { liveness }: SearchOptions): boolean {
  return liveness !== false && temporal.length > 0
}

export interface Progress {
  readonly states: number
  readonly generated: number
  /** Of the level that is being expanded. */
  readonly depth: number
  /** States that are found and not yet expanded. */
  readonly queue: number
  /** In bytes, of `SearchOptions.memory`. */
  readonly memory?: number
  /** Nothing more is searched: so many parts of the states are counted, of so many. */
  readonly counting?: { readonly done: number; readonly of: number }
  /** Every state is found, and the fair cycles of the graph are looked for. */
  readonly onCycles?: true
}

/** Why a search ended. `wrong`: early, since what is to be reported was known. */
export type Stop = 'complete' | 'wrong' | 'states' | 'depth' | 'time' | 'memory' | 'interrupt'

/** In bytes. */
export interface StoreSize {
  /** The states, in the order in which they were found. */
  readonly arenaBytes: number
  /** By which they are found again. */
  readonly tableBytes: number
  /** What the search for fair cycles held besides, at most; absent where there was none. */
  readonly livenessBytes?: number
}

/** What a search has seen; the same for every engine, and unless it ran out of time or memory, on every machine. */
export interface Exploration {
  /** States found. */
  readonly distinct: number
  /** Initial states and every successor computed. */
  readonly generated: number
  /** How many states were first reached at each depth. */
  readonly levels: readonly number[]
  readonly stop: Stop
  /** Whether anything wrong is known. */
  readonly found: boolean
  /** Every state up to this depth was expanded, and every state one deeper found; -1 when not even the initial ones were. */
  readonly completeDepth: number
  /** States that were found and not expanded, those outside a constraint apart. */
  readonly frontier: number
  /** Names of the `reachable` properties without a witness, in order of declaration. */
  readonly unreached: readonly string[]
  /** How many states are outside each constraint, by its name; a state counts for the first that excludes it. */
  readonly outside: ReadonlyMap<string, number>
  /** The numbers of the observations of lock order that were made; null where none was to be. */
  readonly noted: ReadonlySet<number> | null
  /** What the states took at the end; null where the engine does not know. */
  readonly memory: StoreSize | null
  /** In seconds: the search alone, without what was made for it. */
  readonly seconds: number
}

export interface Counterexample {
  /** A shortest run; null when it was still looked for when the signal came. */
  readonly trace: Trace | null
  /** Whether that is the canonical one: there may have been no memory to find it. */
  readonly canonical: boolean
  /** What is wrong at its end; without a trace, something of the rank that is to be reported. */
  readonly wrong: Wrong
}

/** A run to a state in which something is observed. */
export interface Sighting {
  /** A shortest run; null when it was still looked for when the signal came, or there was no memory. */
  readonly trace: Trace | null
  /** Whether that is the canonical one. */
  readonly canonical: boolean
}

export interface Explored {
  readonly exploration: Exploration
  /** What makes the state space large; null where that was not asked for. */
  readonly growth: Growth | null
  /** What was executed; null where nobody asked, or the time or the signal came first. */
  covered(): Promise<Covered | null>
  /** The counterexample to what was found wrong; null when nothing is, or when the signal came before anything of it was known. */
  counterexample(signal: StopSignal | null): Promise<Counterexample | null>
  /** The run to the first state, by depth, in which one of these observations is made; of an exploration in which it was, and nothing was wrong. */
  sighting(sought: readonly number[], signal: StopSignal | null): Promise<Sighting>
}

/** An engine, as far as a check knows it. Throws on a model that it cannot execute. */
export type Explorer = (model: Model, options: SearchOptions) => Promise<Explored>
