/** The flat program: a model with its calls inlined, its control numbered and each step spelled out, as plain data. */

import type { Binder, Effect, Expr, Model, Process, Sort, Wait } from '../../dsl/ir.ts'
import type { FairBranch, StepInfo } from '../system.ts'

/** Conditions and properties are the model's own: nothing of them is lowered. */
export interface Program {
  readonly model: Model
  /** The number of instances of all processes. */
  readonly threads: number
  /** By `ProcessId`. */
  readonly processes: readonly FlatProcess[]
  readonly actions: readonly FlatAction[]
}

/**
 * A process with everything inlined that it calls. In its expressions, effects and waits, every `LocalId` is the
 * number of a slot.
 */
export interface FlatProcess {
  readonly process: Process
  /** The thread number of the first instance; the others follow. */
  readonly first: number
  readonly instances: number
  /** From the outermost body inwards, within a body by ascending `LocalId`. */
  readonly slots: readonly Slot[]
  /** What operations and points refer to: every statement that can take a step, be rested at, or fault. */
  readonly statements: readonly StepInfo[]
  readonly points: readonly ControlPoint[]
  /** Acyclic: an operation goes on only to ones of smaller number. Several may go on to the same. */
  readonly operations: readonly Operation[]
  /** The operation from which an instance comes to its first control point. It touches only slots. */
  readonly start: number
}

/** The place of one local of one call chain. It is dead or has a value; all dead slots are alike. */
export interface Slot {
  readonly name: string
  readonly sort: Sort
}

/** Where a process can rest. Two points of one statement differ in their labels. */
export interface ControlPoint {
  /** Number of the statement; null: terminated. */
  readonly statement: number | null
  /** Ascending. */
  readonly labels: readonly string[]
  /** In order; those of an `either` are one for each of its branches. */
  readonly transitions: readonly Transition[]
}

export interface Transition {
  /** The operation with which it begins. */
  readonly entry: number
  /** Those that lead to it of which something is assumed, the outermost first; what it forks into comes behind. */
  readonly branches: readonly FairBranch[]
}

/**
 * One micro-operation. Each reads the state as those before it left it, and names the operations that follow. A fault
 * or failed assertion ends the transition. `statement` is the statement that it is a part of.
 */
export type Operation =
  /** From here on the transition is the step of this statement; faults before are the step of the operation that faults. */
  | { readonly kind: 'take'; readonly statement: number; readonly next: number }
  /** Where it is false the transition is not enabled; a fault in it is a fault of the state. */
  | {
      readonly kind: 'guard'
      readonly statement: number
      readonly test: Expr
      readonly wait: Wait | null
      readonly next: number
    }
  /** Simultaneous among themselves; one continuation for each combination of picks. */
  | {
      readonly kind: 'effects'
      readonly statement: number
      readonly effects: readonly Effect[]
      readonly next: number
    }
  /** The value is of use to nobody, but may fault. */
  | {
      readonly kind: 'evaluate'
      readonly statement: number
      readonly value: Expr
      readonly next: number
    }
  | {
      readonly kind: 'branch'
      readonly statement: number
      readonly test: Expr
      readonly then: number
      readonly otherwise: number
    }
  /** One continuation for each branch, in order. Recorded as a choice inside an `atomic` only. */
  | {
      readonly kind: 'fork'
      readonly statement: number
      readonly recorded: boolean
      readonly branches: readonly number[]
      /** By branch, what is assumed of it where a process rests at it. */
      readonly fairness: readonly (FairBranch | null)[]
    }
  /** These slots become dead. */
  | { readonly kind: 'kill'; readonly slots: readonly number[]; readonly next: number }
  /** Inside an `atomic`, after its first step: the process is at none of its labels any more. */
  | { readonly kind: 'depart'; readonly next: number }
  /** The end of a transition, at a control point. */
  | { readonly kind: 'rest'; readonly point: number }

/** One transition for each combination of the parameters' values. */
export interface FlatAction {
  readonly step: StepInfo
  readonly parameters: readonly Binder[]
  readonly guard: Expr | null
  readonly effects: readonly Effect[]
}
