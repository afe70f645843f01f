/** Executing a model's flat program in a test: what is reached, and each outcome as one line of text. */

import type { Model } from '../../../dsl/ir.ts'
import { execute } from '../../../checker/lower/executor.ts'
import { lower } from '../../../checker/lower/lower.ts'
import type { FlatState } from '../../../checker/lower/state.ts'
import type { InitialOutcome, Outcome, System } from '../../../checker/system.ts'

export function systemOf(model: Model): System<FlatState> {
  return execute(lower(model))
}

/** The only initial state. */
export function firstState(system: System<FlatState>): FlatState {
  const [outcome, ...others] = system.initial()
  if (outcome?.kind !== 'state' || others.length > 0) throw new Error('not one initial state')
  return outcome.state
}

/** The initial outcomes, one a line. */
export function initials(model: Model): string[] {
  const system = systemOf(model)
  return system.initial().map((outcome) => ending(system, outcome))
}

/** The outcomes of the only initial state, one a line. */
export function firstSteps(model: Model): string[] {
  const system = systemOf(model)
  return steps(system, firstState(system))
}

export function steps(system: System<FlatState>, state: FlatState): string[] {
  return system.expand(state).map((outcome) => line(system, outcome))
}

/** The lines of the only run there is, up to its end or `limit` steps; throws where there is a choice. */
export function onlyRun(model: Model, limit = 20): string[] {
  const system = systemOf(model)
  let state = firstState(system)
  const lines: string[] = []
  while (lines.length < limit) {
    const [outcome, ...others] = system.expand(state)
    if (others.length > 0) throw new Error('there is a choice')
    if (outcome === undefined) break
    lines.push(line(system, outcome))
    if (outcome.result.kind !== 'state') break
    ;({ state } = outcome.result)
  }
  return lines
}

/** The number of states that are first reached on each level. */
export function levels(model: Model): number[] {
  const system = systemOf(model)
  const known = new Set<string>()
  const fresh = (outcomes: readonly (InitialOutcome<FlatState> | Outcome<FlatState>['result'])[]) =>
    outcomes.flatMap((outcome) => {
      if (outcome.kind !== 'state' || known.has(outcome.state.key)) return []
      known.add(outcome.state.key)
      return [outcome.state]
    })
  const counts: number[] = []
  let level = fresh(system.initial())
  while (level.length > 0) {
    counts.push(level.length)
    level = level.flatMap((state) => fresh(system.expand(state).map(({ result }) => result)))
  }
  return counts
}

function line(system: System<FlatState>, outcome: Outcome<FlatState>): string {
  const { step, thread, choices, ofState, result } = outcome
  const who = thread === null ? '' : `${thread}: `
  const what = step.id === step.name ? step.id : `${step.id} ${step.name}`
  const chosen = choices.map(({ name, value }) => ` ${name}=${JSON.stringify(value)}`).join('')
  return `${who}${what}${chosen} -> ${ofState ? 'of the state: ' : ''}${ending(system, result)}`
}

function ending(system: System<FlatState>, result: InitialOutcome<FlatState>): string {
  switch (result.kind) {
    case 'fault':
      return `fault ${result.fault.kind}`
    case 'assertion':
      return `failed: ${result.assertion.message}`
    case 'state': {
      const { variables, processes } = system.decode(result.state)
      const values = Object.entries(variables).map(([name, value]) => `${name}=${text(value)}`)
      const points = processes.map(({ at, labels, locals }) => {
        const own = locals.map(({ name, value }) => ` ${name}=${text(value)}`).join('')
        const tags = labels.length === 0 ? '' : ` [${labels.join(' ')}]`
        return `${at ?? 'end'}${tags}${own}`
      })
      return [values.join(' '), ...points].filter((part) => part !== '').join(' | ')
    }
  }
}

function text(value: unknown): string {
  return JSON.stringify(value)
}
