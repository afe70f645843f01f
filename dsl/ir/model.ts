/** A model and what is declared in it. */

import type { Site } from '../site.ts'
import type { Binder, Expr } from './expression.ts'
import type { Fairness, Strength } from './fairness.ts'
import type { LockId, ProcedureId, ProcessId, VariableId } from './identifier.ts'
import type { Sort, SortOf } from './sort.ts'
import type { Block, Effect, Local, LockMode } from './statement.ts'
import type { TemporalProperty } from './temporal.ts'

export interface Procedure {
  readonly id: ProcedureId
  readonly name: string
  /** The first locals of the body's outermost block, in order. */
  readonly parameters: readonly Local[]
  readonly returns: Sort | null
  readonly body: Block
  readonly site: Site
}

/** In which context of the kernel a process executes: the validator of lock order and the rules about sleeping go by it. */
export type Context = 'task' | 'worker' | 'softirq' | 'hardirq'

export interface Process {
  readonly id: ProcessId
  readonly name: string
  /** One instance for each value. */
  readonly sort: Sort
  /** A daemon need not terminate: it may stay where a step says that it is idle; where none does, anywhere. */
  readonly daemon: boolean
  readonly context: Context
  /** What is assumed of each instance: that it goes on where it can. Null: nothing. */
  readonly fairness: Strength | null
  /** An instance takes steps only where this is true, of itself; null: anywhere. */
  readonly runs: Expr | null
  readonly body: Block
  readonly site: Site
}

export interface Action {
  readonly name: string
  readonly parameters: readonly Binder[]
  readonly guard: Expr | null
  readonly effects: readonly Effect[]
  readonly site: Site
}

export interface Variable {
  readonly id: VariableId
  readonly name: string
  readonly sort: Sort
  /** A ghost is written by steps, and read only by properties, assertions, reports and writes to ghosts. */
  readonly ghost: boolean
  /** A trace in words leaves it out: the names of the steps say as much. Without it, it is shown. */
  readonly quiet?: boolean
  readonly initial: Initial
  readonly site: Site
}

/** `value` and `set` read no variables. */
export type Initial =
  | { readonly kind: 'value'; readonly value: Expr }
  | { readonly kind: 'any' }
  | { readonly kind: 'anyOf'; readonly set: Expr }

/**
 * A step property's `after` nodes read the state after the step. An `initial` one is asked of initial states only. A `rule` is an
 * `always` that a primitive brings along: where it is false, that is a fault with the name for a message.
 */
export interface Property {
  readonly kind: 'always' | 'never' | 'reachable' | 'initial' | 'step' | 'rule'
  readonly name: string
  readonly expr: Expr
  /** What it says is that this model refines another: of its initial states, or of its steps. */
  readonly refines?: Refinement
  readonly site: Site
}

/** The model that another refines, and the terms over the state of that other that stand for its variables. */
export interface Refinement {
  readonly model: Model
  /** By `VariableId` of `model`, each of its variable's sort. */
  readonly mapping: readonly Expr[]
}

/** A named condition: on initial states, on legitimate ends, on the states that are expanded. */
export interface Condition {
  readonly name: string
  readonly expr: Expr
  readonly site: Site
}

/**
 * A lock or, with indices, one for each combination of their values; or what lockdep takes for one, as `fs_reclaim`. Nothing of it
 * decides what a step does: reports and the validator of lock order read it.
 */
export interface Lock {
  readonly id: LockId
  readonly name: string
  readonly lockClass: string
  /** `mark` is no lock: nobody waits for it. */
  readonly kind: 'sleeping' | 'spinning' | 'mark'
  /** The outermost first; `holders` mentions what they bind. */
  readonly indices: readonly Binder[]
  readonly holdings: readonly Holding[]
  readonly site: Site
}

/** One way to hold a lock, and who does: an optional thread or a set of threads. */
export interface Holding {
  readonly mode: LockMode
  readonly subclass: number
  readonly holders: Expr
}

/** An order of lock classes that is said to be established: each before the next. */
export interface LockOrder {
  readonly classes: readonly string[]
  readonly site: Site
}

/** Whether interrupts of a kind are kept from the CPU of `current`; null where nothing in the model turns them off. */
export interface Masks {
  readonly hardirq: Expr | null
  readonly softirq: Expr | null
}

/** A declared parameter and the value with which the model was built. */
export interface Parameter {
  readonly name: string
  readonly sort: SortOf<'bool' | 'int' | 'enum'>
  readonly initial: boolean | number | string
  readonly value: boolean | number | string
}

export interface Model {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly variables: readonly Variable[]
  readonly procedures: readonly Procedure[]
  readonly processes: readonly Process[]
  readonly actions: readonly Action[]
  readonly initially: readonly Condition[]
  readonly properties: readonly Property[]
  readonly temporal: readonly TemporalProperty[]
  /** What is assumed besides what processes, steps and branches say. */
  readonly fairness: readonly Fairness[]
  readonly ends: readonly Condition[]
  readonly constraints: readonly Condition[]
  /** By `LockId`. */
  readonly locks: readonly Lock[]
  readonly lockOrders: readonly LockOrder[]
  readonly masks: Masks
  readonly site: Site
}
