/** What a check can answer, what the answer assumes, and the exit code of each answer. */

import type { Formula, TemporalProperty } from '../dsl/ir.ts'
import type { Site } from '../dsl/site.ts'
import type { AssumedFairness } from './liveness/assumed-fairness.ts'
import type { LockProblem } from './lock-order/lock-problem.ts'
import { problemInWords, problemText } from './lock-order/problem-classes.ts'
import type { FaultKind } from './system.ts'

/** Something wrong that a run shows. */
export type Wrong =
  | {
      readonly kind: 'fault'
      readonly fault: FaultKind
      readonly message: string
      readonly site: Site
    }
  | { readonly kind: 'assertion'; readonly message: string; readonly site: Site }
  | { readonly kind: 'violated'; readonly property: ViolatedProperty }
  /** A fair run breaks `formula`, a part of the temporal property. */
  | {
      readonly kind: 'liveness'
      readonly property: TemporalProperty
      readonly formula: Formula
    }
  /** `onGraph` is who is stuck where that was decided on the state graph, and not by the state alone. */
  | { readonly kind: 'deadlock'; readonly onGraph?: readonly number[] }

export interface ViolatedProperty {
  readonly kind: 'always' | 'never' | 'initial' | 'step'
  readonly name: string
  /** The name of the model that it says is refined. */
  readonly refines?: string
  readonly site: Site
}

/** What a search can be given only so much of: states, steps, seconds, bytes. */
export type LimitedBound = 'states' | 'depth' | 'time' | 'memory'

/** Why a search ended before it had seen everything. */
export type Cut =
  | { readonly bound: LimitedBound; readonly limit: number }
  | { readonly bound: 'constraint'; readonly name: string; readonly states: number }

export type Verdict =
  /** Everything was explored, and nothing is wrong. */
  | { readonly kind: 'holds' }
  | Wrong
  /** Everything was explored, and no run is wrong; but by the order in which locks are taken there can be one that hangs. */
  | { readonly kind: 'lock order'; readonly problem: LockProblem }
  /** The initial conditions exclude every state: nothing was explored, and nothing is said about the model. */
  | { readonly kind: 'no initial state' }
  /** Everything was explored, and no state is a witness. */
  | { readonly kind: 'not reached'; readonly property: string; readonly site: Site }
  /** `frontier` counts the states that were found and not expanded; `unreached` names the witnesses not found so far. */
  | {
      readonly kind: 'incomplete'
      readonly cuts: readonly Cut[]
      readonly frontier: number
      readonly completeDepth: number
      readonly unreached: readonly string[]
    }
  /** Stopped from outside; `found` is what was known to be wrong by then. */
  | {
      readonly kind: 'interrupted'
      readonly frontier: number
      readonly completeDepth: number
      readonly found: Wrong | null
    }

/** What a verdict rests on besides the model. */
export type Assumption =
  | { readonly kind: 'memory order'; readonly order: 'sequential consistency' }
  | { readonly kind: 'engine'; readonly engine: string }
  | {
      readonly kind: 'bound'
      readonly bound: LimitedBound
      readonly limit: number
      readonly hit: boolean
    }
  /** `states` counts those outside it, which were not expanded. */
  | { readonly kind: 'constraint'; readonly name: string; readonly states: number }
  | { readonly kind: 'deadlock check off' }
  | { readonly kind: 'lock order check off' }
  /** Of the refined model these parts are not carried over: whoever wants them checks that model, or says them of this one. */
  | {
      readonly kind: 'refinement of steps'
      readonly property: string
      readonly model: string
      readonly without: readonly ('properties' | 'fairness' | 'temporal properties')[]
    }
  /** There are temporal properties, and they were not judged. */
  | { readonly kind: 'liveness check off' }
  /** Of the model's runs, where its temporal properties are judged. */
  | ({ readonly kind: 'fairness' } & AssumedFairness)

/** Codes of `fencepost run`, TLC's where TLC has one; `unexpected` is that of `fencepost check`. */
export const exitCodes = {
  holds: 0,
  unexpected: 1,
  assumption: 10,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  assertion: 14,
  fault: 15,
  lockOrder: 16,
  incomplete: 20,
  interrupted: 130,
  model: 150,
  commandLine: 151,
  system: 153,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The code with which `fencepost run` exits. */
export function exitCode(verdict: Verdict): ExitCode {
  switch (verdict.kind) {
    case 'holds':
      return exitCodes.holds
    case 'fault':
      return exitCodes.fault
    case 'assertion':
      return exitCodes.assertion
    case 'violated':
    case 'not reached':
      return exitCodes.safety
    case 'deadlock':
      return exitCodes.deadlock
    case 'liveness':
      return exitCodes.liveness
    case 'lock order':
      return exitCodes.lockOrder
    case 'no initial state':
      return exitCodes.model
    case 'incomplete':
      return exitCodes.incomplete
    case 'interrupted':
      return exitCodes.interrupted
  }
}

/** The verdict in a few words, as a table's cell and a report's first line have it. */
export function describe(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'holds':
    case 'deadlock':
    case 'incomplete':
    case 'no initial state':
      return verdict.kind
    case 'fault':
      return `fault: ${verdict.message}`
    case 'assertion':
      return `assertion: ${verdict.message}`
    case 'violated':
      return `violated: ${verdict.property.name}`
    case 'liveness':
      return `liveness: ${verdict.property.name}`
    case 'not reached':
      return `not reached: ${verdict.property}`
    case 'lock order':
      return `lock order: ${problemText(problemInWords(verdict.problem))}`
    case 'interrupted':
      return verdict.found === null
        ? 'interrupted'
        : `interrupted, and found: ${describe(verdict.found)}`
  }
}
