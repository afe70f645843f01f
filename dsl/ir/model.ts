/** A model and what is declared in it. */

import type { Site } from '../site.ts'
import type { Binder, Expr } from './expression.ts'
import type { ProcedureId, ProcessId, VariableId } from './identifier.ts'
import type { Sort, SortOf } from './sort.ts'
import type { Block, Effect, Local } from './statement.ts'

export interface Procedure {
  readonly id: ProcedureId
  readonly name: string
  /** The first locals of the body's outermost block, in order. */
  readonly parameters: readonly Local[]
  readonly returns: Sort | null
  readonly body: Block
  readonly site: Site
}

export interface Process {
  readonly id: ProcessId
  readonly name: string
  /** One instance for each value. */
  readonly sort: Sort
  /** A daemon need not terminate: blocked, it is at a legitimate end. */
  readonly daemon: boolean
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
  readonly initial: Initial
  readonly site: Site
}

/** `value` and `set` read no variables. */
export type Initial =
  | { readonly kind: 'value'; readonly value: Expr }
  | { readonly kind: 'any' }
  | { readonly kind: 'anyOf'; readonly set: Expr }

/** A step property's `after` nodes read the state after the step. */
export interface Property {
  readonly kind: 'always' | 'never' | 'reachable' | 'step'
  readonly name: string
  readonly expr: Expr
  readonly site: Site
}

/** A named condition: on initial states, on legitimate ends, on the states that are expanded. */
export interface Condition {
  readonly name: string
  readonly expr: Expr
  readonly site: Site
}

/** A lock, for reports: who holds it. `holders` is an optional thread or a set of threads. */
export interface Lock {
  readonly name: string
  readonly lockClass: string
  readonly holders: Expr
  readonly site: Site
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
  readonly ends: readonly Condition[]
  readonly constraints: readonly Condition[]
  readonly locks: readonly Lock[]
  readonly site: Site
}
