/** Effects, and the statements of processes and procedures. */

import type { Site } from '../site.ts'
import type { Strength } from './fairness.ts'
import type { Access, Binder, Domain, Expr } from './expression.ts'
import type { LocalId, LockId, Ordinal, ProcedureId, VariableId } from './identifier.ts'
import type { Sort } from './sort.ts'

/** Where a write goes: a variable or local, or a part of it. `sort` is the sort of the part. */
export interface Place {
  readonly root:
    | { readonly kind: 'variable'; readonly variable: VariableId }
    | { readonly kind: 'local'; readonly local: LocalId }
  readonly path: readonly Selector[]
  readonly sort: Sort
}

export type Selector =
  | { readonly kind: 'element'; readonly index: Expr }
  | { readonly kind: 'field'; readonly field: string }

export type Effect =
  | {
      readonly kind: 'assign'
      readonly place: Place
      readonly value: Expr
      readonly access: Access
      readonly site: Site
    }
  | {
      readonly kind: 'when'
      readonly test: Expr
      readonly then: readonly Effect[]
      readonly otherwise: readonly Effect[]
      readonly site: Site
    }
  | {
      readonly kind: 'forEach'
      readonly binder: Binder
      readonly domain: Domain
      /** Contains no `pick`. */
      readonly body: readonly Effect[]
      readonly site: Site
    }
  | {
      readonly kind: 'pick'
      readonly binder: Binder
      /** Not the elements of a sequence. */
      readonly domain: Domain
      /** Sees the binder; null: every element passes. */
      readonly filter: Expr | null
      readonly site: Site
    }
  | { readonly kind: 'assert'; readonly test: Expr; readonly message: string; readonly site: Site }
  | { readonly kind: 'fail'; readonly message: string; readonly site: Site }

export type EffectOf<K extends Effect['kind']> = Extract<Effect, { kind: K }>

/** What a blocked step waits for, and who could grant it. Expressions are evaluated in the state where it is blocked. */
export type Wait =
  | { readonly kind: 'lock'; readonly lock: string; readonly holders: Expr }
  | { readonly kind: 'event'; readonly event: string; readonly by: Expr | null }
  | { readonly kind: 'any'; readonly of: readonly Wait[] }

/** `recursive read`: it is granted to a reader even where a writer waits. */
export type LockMode = 'write' | 'read' | 'recursive read'

/** What a step asks of a lock, whether it gets it or not: for the validator of lock order. */
export interface Request {
  readonly lock: LockId
  readonly mode: LockMode
  /** As in `mutex_lock_nested`: a class of its own, if not 0. */
  readonly subclass: number
  /** It never waits. */
  readonly trying: boolean
  /** Its own class may be held: by an acquire context, or because the holder lets go of it first. */
  readonly nested: boolean
}

interface StatementNode<Kind extends string> {
  readonly kind: Kind
  readonly ordinal: Ordinal
  readonly site: Site
}

export interface StepStatement extends StatementNode<'step'> {
  /** The primitive or kernel function, as a trace shows it. */
  readonly name: string
  readonly guard: Expr | null
  readonly effects: readonly Effect[]
  readonly wait: Wait | null
  readonly requests: readonly Request[]
  /** A daemon may rest here for ever. */
  readonly idle?: boolean
  /**
   * `strong`: whoever waits here and could go on again and again does go on; `none`: nobody relies on it being taken, only on what else
   * can be. Without it, what is assumed of the process.
   */
  readonly fairness?: 'strong' | 'none'
}
export interface ComputeStatement extends StatementNode<'compute'> {
  readonly effects: readonly Effect[]
}
export interface LabelStatement extends StatementNode<'label'> {
  readonly label: string
}
export interface WhenStatement extends StatementNode<'when'> {
  readonly test: Expr
  readonly step: boolean
  readonly then: Block
  readonly otherwise: Block
}
export interface LoopStatement extends StatementNode<'loop'> {
  readonly body: Block
}
export interface UntilStatement extends StatementNode<'until'> {
  readonly test: Expr
  readonly step: boolean
  readonly body: Block
}
export type LeaveStatement = StatementNode<'leave'>
export type AgainStatement = StatementNode<'again'>
export interface EitherStatement extends StatementNode<'either'> {
  readonly branches: readonly Block[]
  /** By branch, what is assumed of its first step, in addition to what is of the process; `none`: not even that. */
  readonly branchFairness?: readonly (Strength | 'none' | null)[]
}
export interface CallStatement extends StatementNode<'call'> {
  readonly procedure: ProcedureId
  /** One for each parameter, already of its sort. */
  readonly arguments: readonly Expr[]
  readonly step: boolean
  /** A local of the block that holds the call. */
  readonly result: LocalId | null
}
export interface ReturnStatement extends StatementNode<'return'> {
  readonly value: Expr | null
  readonly step: boolean
}
export interface AtomicStatement extends StatementNode<'atomic'> {
  readonly name: string
  readonly body: Block
}

export type Statement =
  | StepStatement
  | ComputeStatement
  | LabelStatement
  | WhenStatement
  | LoopStatement
  | UntilStatement
  | LeaveStatement
  | AgainStatement
  | EitherStatement
  | CallStatement
  | ReturnStatement
  | AtomicStatement

export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>

/** Statements in order, and the locals that die when control leaves them. */
export interface Block {
  readonly locals: readonly Local[]
  readonly statements: readonly Statement[]
}

export interface Local {
  readonly local: LocalId
  readonly name: string
  readonly sort: Sort
}
