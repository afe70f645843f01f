/** The conditions of fairness, as `dsl/semantics.md` lists them: for each step, which it counts for, and which ask for it. */

import type { DecodedState } from '../../../checker/system.ts'
import type { Model, Process, Statement, Strength } from '../../../dsl/ir.ts'
import { keyOf } from '../same.ts'
import { branchesTaken, locate } from './branches-taken.ts'
import type { BranchTaken } from './branches-taken.ts'
import type { Step, TransitionGraph } from './transition-graph.ts'

/** A condition for which a step counts. */
export interface Claim {
  /** Different for different conditions. */
  readonly condition: string
  readonly strength: Strength
  /** Whether it asks for the step. */
  readonly asks: boolean
}

/** Prepares the conditions of a model. */
export function claiming({ model, system, states }: TransitionGraph): (step: Step) => Claim[] {
  const decoded = states.map((state) => system.decode(state))
  return (step) => {
    const before = decoded[step.source]
    if (before === undefined) throw new Error('every step has a source')
    const { thread } = step.outcome
    return thread === null
      ? ofAction(model, step)
      : [...ofInstance(model, step, thread, before), ...ofLabels(model, thread, before)]
  }
}

function ofInstance(model: Model, { outcome }: Step, thread: number, before: DecodedState) {
  const { process, at } = instanceOf(model, thread, before)
  if (at === null) throw new Error('who has terminated takes no step')
  const branches = branchesTaken(model, at, outcome.step.id)
  const says = saidBy(locate(model, outcome.step.id).statement)
  const assumed = says !== 'none' && branches.every((branch) => branch.says !== 'none')
  const claims: Claim[] = []
  const { fairness } = process
  if (fairness !== null) {
    claims.push({ condition: `process ${thread}`, strength: fairness, asks: assumed })
  }
  if (fairness === 'weak') {
    const asks = assumed && says === 'strong'
    claims.push({ condition: `waiting ${thread}`, strength: 'strong', asks })
  }
  return [...claims, ...ofBranches(branches, thread)]
}

function ofBranches(branches: readonly BranchTaken[], thread: number): readonly Claim[] {
  return branches.flatMap(({ id, says }): Claim[] => {
    if (says === null || says === 'none') return []
    return [{ condition: `branch ${id} ${thread}`, strength: says, asks: true }]
  })
}

function ofLabels(model: Model, thread: number, before: DecodedState): readonly Claim[] {
  const { process, labels } = instanceOf(model, thread, before)
  return model.fairness.flatMap(({ steps, strength }, position): Claim[] => {
    if (steps.kind !== 'label' || model.processes[steps.process] !== process) return []
    if (!labels.includes(steps.label)) return []
    return [{ condition: `declared ${position} ${thread}`, strength, asks: true }]
  })
}

function ofAction(model: Model, { outcome }: Step): Claim[] {
  const number = model.actions.findIndex(({ name }) => name === outcome.step.id)
  const parameters = model.actions[number]?.parameters ?? []
  const values = keyOf(outcome.choices.slice(0, parameters.length).map(({ value }) => value))
  return model.fairness.flatMap(({ steps, strength }, position): Claim[] => {
    if (steps.kind !== 'actions' || !steps.actions.includes(number)) return []
    const which = steps.each ? ` ${number} ${values}` : ''
    return [{ condition: `declared ${position}${which}`, strength, asks: true }]
  })
}

/** What the statement says of its step; an `atomic`, what the first in it says that can do anything but compute. */
function saidBy(statement: Statement): 'strong' | 'none' | null {
  if (statement.kind === 'step') return statement.fairness ?? null
  if (statement.kind !== 'atomic') return null
  const silent: readonly Statement['kind'][] = ['compute', 'label']
  const first = statement.body.statements.find(({ kind }) => !silent.includes(kind))
  return first === undefined ? null : saidBy(first)
}

interface Instance {
  readonly process: Process
  readonly at: string | null
  readonly labels: readonly string[]
}

function instanceOf(model: Model, thread: number, { processes }: DecodedState): Instance {
  const found = processes[thread]
  const process = model.processes.find(({ name }) => name === found?.process)
  if (found === undefined || process === undefined) throw new Error(`there is no thread ${thread}`)
  return { process, at: found.at, labels: found.labels }
}
