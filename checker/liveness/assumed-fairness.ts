/** What a model assumes of its runs, by strength, for whoever reads a verdict. */

import type { Model, Strength } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { lower } from '../lower/lower.ts'
import type { FlatProcess } from '../lower/program.ts'
import { fairBranchesOf } from '../lower/ways.ts'
import type { StepInfo } from '../system.ts'

/** Steps of which one thing is assumed. */
export type AssumedSteps =
  | { readonly kind: 'every process' | 'waiting for locks' }
  | { readonly kind: 'process' | 'step' | 'action' | 'declared'; readonly name: string }
  | { readonly kind: 'branch'; readonly process: string; readonly site: Site }

/** `none`: nothing is assumed of them. */
export interface AssumedFairness {
  readonly strength: Strength | 'none'
  readonly of: readonly AssumedSteps[]
}

const strengths = ['weak', 'strong', 'none'] as const

/** Of processes, then of steps and branches, then what is declared; a strength of which there is nothing is left out. */
export function assumedFairness(model: Model): readonly AssumedFairness[] {
  const { processes } = lower(model)
  return strengths
    .map((strength) => ({
      strength,
      of: [
        ...ofProcesses(model, strength),
        ...ofSteps(processes, strength),
        ...ofBranches(processes, strength),
        ...ofActions(model, strength),
      ],
    }))
    .filter(({ of }) => of.length > 0)
}

function ofProcesses(
  { processes }: Model,
  strength: AssumedFairness['strength'],
): readonly AssumedSteps[] {
  const such = processes.filter(({ fairness }) => (fairness ?? 'none') === strength)
  return such.length > 1 && such.length === processes.length
    ? [{ kind: 'every process' }]
    : such.map(({ name }) => ({ kind: 'process', name }))
}

function ofSteps(
  processes: readonly FlatProcess[],
  strength: AssumedFairness['strength'],
): readonly AssumedSteps[] {
  const such = processes.flatMap(({ process, statements }) => {
    // Nothing is assumed of the steps of who may stop anywhere; of one with strong fairness, strong fairness is of all.
    const counts = process.fairness === 'weak' || (process.fairness !== null && strength === 'none')
    return counts ? statements.filter(({ fairness }) => fairness === strength) : []
  })
  const forLocks = such.some(isRequest)
  const names = new Set(such.filter((step) => !isRequest(step)).map(({ name }) => name))
  return [
    ...(forLocks ? ([{ kind: 'waiting for locks' }] as const) : []),
    ...Array.from(names, (name) => ({ kind: 'step', name }) as const),
  ]
}

function isRequest({ fairness, requests }: StepInfo): boolean {
  return fairness === 'strong' && requests.length > 0
}

function ofBranches(
  processes: readonly FlatProcess[],
  strength: AssumedFairness['strength'],
): readonly AssumedSteps[] {
  return processes.flatMap((flat) => {
    const { process } = flat
    const such = fairBranchesOf(flat).filter(({ fairness }) => fairness === strength)
    const sites = new Map(such.map(({ id, site }) => [id, site]))
    return Array.from(sites.values(), (site): AssumedSteps => {
      return { kind: 'branch', process: process.name, site }
    })
  })
}

function ofActions(
  { actions, fairness }: Model,
  strength: AssumedFairness['strength'],
): readonly AssumedSteps[] {
  if (strength !== 'none') {
    const such = fairness.filter((each) => each.strength === strength)
    return such.map(({ name }) => ({ kind: 'declared', name }))
  }
  const declared = new Set(
    fairness.flatMap(({ steps }) => (steps.kind === 'actions' ? steps.actions : [])),
  )
  return actions.flatMap(({ name }, at) => (declared.has(at) ? [] : [{ kind: 'action', name }]))
}
