/** What an exploration amounts to: its verdict, and what the verdict rests on. */

import type { Model, Property } from '../dsl/ir.ts'
import type { Counterexample, Exploration, SearchOptions } from './exploration.ts'
import type { Assumption, Cut, LimitedBound, Verdict } from './verdict.ts'

/** The verdict; `found` is what the exploration gave for a counterexample. */
export function verdictOf(
  model: Model,
  exploration: Exploration,
  options: SearchOptions,
  found: Counterexample | null,
): Verdict {
  const { frontier, completeDepth, unreached } = exploration
  // Without a run to what is wrong, an interrupt has ended the search for one.
  if (exploration.stop === 'interrupt' || (exploration.found && found?.trace == null)) {
    return { kind: 'interrupted', frontier, completeDepth, found: found?.wrong ?? null }
  }
  if (found !== null) return found.wrong
  if (exploration.stop === 'complete' && exploration.distinct === 0)
    return { kind: 'no initial state' }
  const cuts = cutsOf(model, exploration, options)
  if (cuts.length > 0) return { kind: 'incomplete', cuts, frontier, completeDepth, unreached }
  const [name] = unreached
  const property = model.properties.find((candidate) => candidate.name === name)
  if (property === undefined) return { kind: 'holds' }
  return { kind: 'not reached', property: property.name, site: property.site }
}

/** What the verdict rests on. */
export function assumptionsOf(
  model: Model,
  exploration: Exploration,
  options: SearchOptions,
  engine: string,
): readonly Assumption[] {
  const assumptions: Assumption[] = [
    { kind: 'memory order', order: 'sequential consistency' },
    { kind: 'engine', engine },
  ]
  for (const [bound, limit] of limits(options)) {
    const hit = exploration.stop === bound
    // How much memory there was is no matter of the model: only where it was too little a verdict rests on it.
    if (hit || bound !== 'memory') assumptions.push({ kind: 'bound', bound, limit, hit })
  }
  for (const { name } of model.constraints) {
    assumptions.push({ kind: 'constraint', name, states: exploration.outside.get(name) ?? 0 })
  }
  if (options.deadlock === false) assumptions.push({ kind: 'deadlock check off' })
  if (options.lockOrder === false && model.locks.length > 0) {
    assumptions.push({ kind: 'lock order check off' })
  }
  if (options.liveness === false && model.temporal.length > 0) {
    assumptions.push({ kind: 'liveness check off' })
  }
  return [...assumptions, ...model.properties.flatMap(notCarriedOver)]
}

/** What a model that is refined says besides its steps. */
function notCarriedOver({ kind, name, refines }: Property): readonly Assumption[] {
  if (kind !== 'step' || refines === undefined) return []
  const { model } = refines
  const parts = [
    ['properties', model.properties.length],
    ['fairness', model.fairness.length],
    ['temporal properties', model.temporal.length],
  ] as const
  const without = parts.flatMap(([part, count]) => (count === 0 ? [] : [part]))
  if (without.length === 0) return []
  return [{ kind: 'refinement of steps', property: name, model: model.name, without }]
}

function cutsOf(model: Model, exploration: Exploration, options: SearchOptions): readonly Cut[] {
  const cuts: Cut[] = []
  for (const [bound, limit] of limits(options)) {
    if (exploration.stop === bound) cuts.push({ bound, limit })
  }
  for (const { name } of model.constraints) {
    const count = exploration.outside.get(name) ?? 0
    if (count > 0) cuts.push({ bound: 'constraint', name, states: count })
  }
  return cuts
}

function limits({
  maxStates,
  maxDepth,
  timeout,
  memory,
}: SearchOptions): readonly (readonly [LimitedBound, number])[] {
  const all = [
    ['states', maxStates],
    ['depth', maxDepth],
    ['time', timeout],
    ['memory', memory],
  ] as const
  return all.flatMap(([bound, limit]) => (limit == null ? [] : [[bound, limit] as const]))
}
