/** What a verdict rests on, in words. */

import type { AssumedFairness, AssumedSteps } from '../liveness/assumed-fairness.ts'
import type { Assumption } from '../verdict.ts'
import { oneLine } from './lines.ts'
import { listText, shortListText } from './list-text.ts'
import { lineText } from './path-text.ts'
import { countOf, memoryText } from './quantities.ts'

/** Of so many steps a sentence names all. */
const mostNamed = 6

/** In one sentence. */
export function assumptionsText(assumptions: readonly Assumption[], cwd: string): string {
  const texts = assumptions.map((assumption) => assumptionText(assumption, cwd))
  return `Assumes ${texts.join('; ')}.`
}

function assumptionText(assumption: Assumption, cwd: string): string {
  switch (assumption.kind) {
    case 'memory order':
      return assumption.order
    case 'engine':
      return `the ${assumption.engine} engine`
    case 'bound':
      return `${boundText(assumption)} (${assumption.hit ? 'reached' : 'not reached'})`
    case 'constraint':
      return `the constraint '${oneLine(assumption.name)}' (${countOf(assumption.states, 'state')} outside)`
    case 'lock order check off':
      return 'that the order of locks does not matter'
    case 'deadlock check off':
      return 'that deadlocks do not matter'
    case 'liveness check off':
      return 'that temporal properties do not matter: they were not judged'
    case 'refinement of steps': {
      const { property, model, without } = assumption
      const left = listText(without)
      return oneLine(`that '${property}' carries nothing over of the ${left} of '${model}'`)
    }
    case 'fairness':
      return fairnessText(assumption, cwd)
  }
}

function boundText({ bound, limit }: Assumption & { kind: 'bound' }): string {
  switch (bound) {
    case 'states':
      return `at most about ${countOf(limit, 'state')}`
    case 'depth':
      return `at most ${countOf(limit, 'step')}`
    case 'time':
      return `at most ${limit} s`
    case 'memory':
      return `at most ${memoryText(limit)} of memory`
  }
}

function fairnessText({ strength, of }: AssumedFairness, cwd: string): string {
  const names = of.flatMap((steps) => (steps.kind === 'branch' ? [] : [stepsText(steps)]))
  const all = [...new Set(names), ...branchTexts(of, cwd)]
  const head = strength === 'none' ? 'nothing' : `${strength} fairness`
  return `${head} of ${shortListText(all, mostNamed)}`
}

function stepsText(steps: Exclude<AssumedSteps, { kind: 'branch' }>): string {
  switch (steps.kind) {
    case 'every process':
    case 'waiting for locks':
      return steps.kind
    case 'process':
    case 'step':
      return oneLine(steps.name)
    case 'declared':
      return `'${oneLine(steps.name)}'`
    case 'action':
      return `action ${oneLine(steps.name)}`
  }
}

/** One for each line: processes may share it. */
function branchTexts(of: readonly AssumedSteps[], cwd: string): readonly string[] {
  const branches = of.filter((steps) => steps.kind === 'branch')
  const lines = Map.groupBy(branches, ({ site: { author } }) =>
    author === null ? '' : ` at ${lineText(author, cwd)}`,
  )
  return Array.from(lines, ([place, there]) => {
    const names = [...new Set(there.map(({ process }) => oneLine(process)))]
    return `the branch of ${shortListText(names, mostNamed)}${place}`
  })
}
