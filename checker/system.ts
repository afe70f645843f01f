/** What a search needs of a model, whichever engine executes it; the order of everything is that of `dsl/semantics.md`. */

import type { Expr, Model, Request, Strength } from '../dsl/ir.ts'
import type { Site } from '../dsl/site.ts'
import type { Value } from './value.ts'

export type FaultKind =
  | 'range'
  | 'index'
  | 'bound'
  | 'none'
  | 'unique'
  | 'zero'
  | 'absent'
  | 'pick'
  | 'conflict'
  | 'fail'
  | 'rule'

/** `site` is that of the node that faulted; `detail` is for the reader and differs between engines. */
export interface Fault {
  readonly kind: FaultKind
  readonly site: Site
  readonly detail: string
}

export interface FailedAssertion {
  readonly message: string
  readonly site: Site
}

/** A procedure that was called, and where. */
export interface Call {
  readonly procedure: string
  readonly site: Site
}

/** What a step is, apart from who takes it. Built once for each. */
export interface StepInfo {
  /** `importer/drm_gem_shmem_vmap@2#4`; of an action its name. */
  readonly id: string
  /** The process's or action's name. */
  readonly actor: string
  /**
   * The primitive, or the name of an `atomic` or action; of any other statement its kind: one that takes a step, or that fails on the
   * way into a branch.
   */
  readonly name: string
  /** Outermost first. */
  readonly calls: readonly Call[]
  readonly site: Site
  /** What it asks of locks. */
  readonly requests: readonly Request[]
  /** Whether a daemon that rests at it may do so for ever. */
  readonly idle?: true
  /** What the statement says of it. */
  readonly fairness?: 'strong' | 'none'
}

/** A branch of an `either` at which a process rests, of which something is assumed. */
export interface FairBranch {
  /** `channel#3/1`: the statement's id, and the number of the branch. */
  readonly id: string
  readonly fairness: Strength | 'none'
  readonly site: Site
}

/** What was decided in a step: a parameter, a pick, or (named `either`) a branch inside an `atomic`, from 0. */
export interface Choice {
  readonly name: string
  readonly value: Value
}

/** What ends a step without a successor. */
export type Failure =
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'assertion'; readonly assertion: FailedAssertion }

export type Result<State> = { readonly kind: 'state'; readonly state: State } | Failure

/** One way on from a state. */
export interface Outcome<State> {
  readonly step: StepInfo
  /** Who takes it: the number of the thread, from 0; null for an action. */
  readonly thread: number | null
  readonly choices: readonly Choice[]
  /** The branches that it goes through, the outermost first; those only of which something is assumed. */
  readonly branches: readonly FairBranch[]
  readonly result: Result<State>
  /** The guard itself faulted: a fault of the state, not of a step from it. */
  readonly ofState: boolean
}

/** One combination of initial values that passes the conditions, or what failed on the way to it. */
export type InitialOutcome<State> = Result<State>

export interface DecodedProcess {
  readonly process: string
  /** Its position among the values of the process's sort. */
  readonly instance: number
  /** The id of the statement at which it rests; null when it is terminated. */
  readonly at: string | null
  /** Ascending. */
  readonly labels: readonly string[]
  /** The live ones, from the outermost body inwards, within a body by ascending `LocalId`. */
  readonly locals: readonly { readonly name: string; readonly value: Value }[]
}

export interface DecodedState {
  /** By variable, in order of declaration. */
  readonly variables: { readonly [name: string]: Value }
  /** In order of threads. */
  readonly processes: readonly DecodedProcess[]
}

export interface System<State> {
  readonly model: Model
  initial(): readonly InitialOutcome<State>[]
  /** Every enabled step, and every guard that faults, in order. Constraints and bounds are the search's business. */
  expand(state: State): readonly Outcome<State>[]
  /** Whether a thread may stay for ever where it is: it is terminated, or a daemon that is idle. */
  mayStay(state: State, thread: number): boolean
  /** Every process instance may stay for ever where it is, and there is one. */
  settled(state: State): boolean
  /** The id of the statement at which a thread rests; null where it is terminated. */
  resting(state: State, thread: number): string | null
  /** Whether a thread that is not terminated can take no step, whatever it would be: its process does not run there. */
  paused(state: State, thread: number): boolean
  /** Prepares a bool expression that may ask who executes, of one state and thread; it reads no locals. */
  predicateOf(expr: Expr): (state: State, thread: number) => boolean | Fault
  /** Prepares a bool expression over one state (a property, a condition). */
  predicate(expr: Expr): (state: State) => boolean | Fault
  /** Prepares a step property. */
  relation(expr: Expr): (before: State, after: State) => boolean | Fault
  decode(state: State): DecodedState
  hash(state: State): number
  equal(left: State, right: State): boolean
}
