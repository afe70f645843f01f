/** The fairness conditions of a model, as "Fairness" in `dsl/semantics.md` defines them, and which steps are of each. */

import type { Model, Strength } from '../../dsl/ir.ts'
import type { Program } from '../lower/program.ts'
import { fairBranchesOf } from '../lower/ways.ts'
import { threadNames } from '../value-text.ts'
import type { FairBranch, StepInfo } from '../system.ts'
import type { Value } from '../value.ts'

/**
 * One condition. A run is fair when each is met: weak, infinitely often no step is enabled that it asks for, or infinitely often one
 * is taken that counts; strong, from some point on no step is enabled that it asks for, or infinitely often one is taken that counts.
 */
export interface FairnessCondition {
  readonly strength: Strength
  /** Of whom: `philosopher 0`, `a strong branch of channel`. */
  readonly name: string
  readonly of: FairSubject
}

/** Whose steps a condition is about. */
export type FairSubject =
  | { readonly kind: 'process' | 'waiting'; readonly thread: number }
  | { readonly kind: 'branch'; readonly thread: number; readonly branch: FairBranch }
  /** By its position in `Model.fairness`; `thread` is whose steps from a label. */
  | { readonly kind: 'declared'; readonly position: number; readonly thread: number | null }
  /** Of one combination of the parameters of an action, by their positions in the model. */
  | {
      readonly kind: 'declared each'
      readonly position: number
      readonly action: number
      readonly values: readonly Value[]
    }

/** What a step is, as far as fairness is concerned. */
export interface StepKind {
  /** Null for an action. */
  readonly thread: number | null
  readonly step: StepInfo
  readonly branches: readonly FairBranch[]
  /** Of the control point from which the process takes it. */
  readonly labels: readonly string[]
  /** Of an action. */
  readonly parameters: readonly Value[]
}

/** Numbers of conditions. Whatever one asks for, counts for it. */
export interface Membership {
  /** Those that ask for the step: it counts as enabled. */
  readonly enabled: readonly number[]
  /** Those for which it counts as taken. */
  readonly taken: readonly number[]
}

/** The conditions of a model, numbered; the same for every engine. */
export interface Conditions {
  readonly list: readonly FairnessCondition[]
  /** Of a step that changes the state; any other counts for nothing. */
  of(kind: StepKind): Membership
}

/** The conditions of the program's model: by threads, then those that are declared. Actions with parameters have one for each combination. */
export function conditionsOf(
  program: Program,
  combinations: (action: number) => readonly (readonly Value[])[],
): Conditions {
  const { model } = program
  const list: FairnessCondition[] = []
  const numbers = new Map<string, number>()
  const add = (key: string, condition: FairnessCondition): void => {
    if (!numbers.has(key)) numbers.set(key, list.push(condition) - 1)
  }
  const names = threadNames(model)
  for (const flat of program.processes) {
    for (let thread = flat.first; thread < flat.first + flat.instances; thread++) {
      const name = names[thread] ?? `thread ${thread}`
      const { fairness } = flat.process
      if (fairness !== null) {
        const of = { kind: 'process', thread } as const
        add(keys.process(thread), { strength: fairness, name, of })
      }
      if (fairness === 'weak' && flat.statements.some((step) => step.fairness === 'strong')) {
        add(keys.waiting(thread), {
          strength: 'strong',
          name: `${name}, where it waits for a lock`,
          of: { kind: 'waiting', thread },
        })
      }
      for (const branch of fairBranchesOf(flat)) {
        const { id, fairness: strength } = branch
        if (strength === 'none') continue
        const of = { kind: 'branch', thread, branch } as const
        add(keys.branch(thread, id), { strength, name: `${name}, branch ${id}`, of })
      }
    }
  }
  for (const [position, { name, strength, steps }] of model.fairness.entries()) {
    if (steps.kind === 'label') {
      const flat = program.processes[steps.process]
      if (flat === undefined) throw new Error(`there is no process ${steps.process}`)
      for (let thread = flat.first; thread < flat.first + flat.instances; thread++) {
        const of = { kind: 'declared', position, thread } as const
        const whose = `${name}: ${names[thread] ?? ''}`
        add(keys.declared(position, thread), { strength, name: whose, of })
      }
      continue
    }
    if (!steps.each) {
      const of = { kind: 'declared', position, thread: null } as const
      add(keys.declared(position, 'all'), { strength, name, of })
    } else {
      for (const action of steps.actions) {
        for (const values of combinations(action)) {
          const key = combinationKey(model.actions[action]?.name ?? '', values)
          const whose = `${name}: ${key}`
          const of = { kind: 'declared each', position, action, values } as const
          add(keys.declared(position, key), { strength, name: whose, of })
        }
      }
    }
  }
  return { list, of: (kind) => membership(kind, model, numbers) }
}

const keys = {
  process: (thread: number) => `process ${thread}`,
  waiting: (thread: number) => `waiting ${thread}`,
  branch: (thread: number, id: string) => `branch ${thread} ${id}`,
  declared: (position: number, of: number | string) => `declared ${position} ${of}`,
}

function combinationKey(action: string, values: readonly Value[]): string {
  return `${action}${JSON.stringify(values)}`
}

function membership(
  { thread, step, branches, labels, parameters }: StepKind,
  { processes, actions, fairness }: Model,
  numbers: ReadonlyMap<string, number>,
): Membership {
  const enabled: number[] = []
  const taken: number[] = []
  const note = (key: string, list: number[]): void => {
    const number = numbers.get(key)
    if (number !== undefined) list.push(number)
  }
  const both = (key: string): void => {
    note(key, enabled)
    note(key, taken)
  }
  if (thread !== null) {
    const isAssumed = step.fairness !== 'none' && branches.every((each) => each.fairness !== 'none')
    note(keys.process(thread), taken)
    note(keys.waiting(thread), taken)
    if (isAssumed) note(keys.process(thread), enabled)
    if (isAssumed && step.fairness === 'strong') note(keys.waiting(thread), enabled)
    for (const { id } of branches) both(keys.branch(thread, id))
  }
  for (const [position, { steps }] of fairness.entries()) {
    if (steps.kind === 'label') {
      const of = processes[steps.process]?.name
      if (thread !== null && step.actor === of && labels.includes(steps.label))
        both(keys.declared(position, thread))
    } else if (thread === null && steps.actions.some((at) => actions[at]?.name === step.name)) {
      both(keys.declared(position, steps.each ? combinationKey(step.name, parameters) : 'all'))
    }
  }
  return { enabled, taken }
}
