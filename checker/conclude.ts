/** What an exploration amounts to: its verdict, and what the verdict rests on. */

import type { Model } from '../dsl/ir.ts'
import type { Exploration, SearchOptions } from './search.ts'
import type { Assumption, Cut, Verdict, Wrong } from './verdict.ts'

/** The verdict; `wrong` is what is wrong at the end of the canonical run, or null when nothing is. */
export function verdictOf(
  model: Model,
  exploration: Exploration<unknown>,
  options: SearchOptions,
  wrong: Wrong | null,
): Verdict {
  const { frontier, completeDepth, unreached } = exploration
  if (exploration.stop === 'interrupt') {
    return { kind: 'interrupted', frontier, completeDepth, found: wrong }
  }
  if (wrong !== null) return wrong
  if (exploration.stop === 'complete' && exploration.store.size === 0)
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
  exploration: Exploration<unknown>,
  options: SearchOptions,
  engine: string,
): readonly Assumption[] {
  const assumptions: Assumption[] = [
    { kind: 'memory order', order: 'sequential consistency' },
    { kind: 'engine', engine },
  ]
  for (const [bound, limit] of limits(options)) {
    assumptions.push({ kind: 'bound', bound, limit, hit: exploration.stop === bound })
  }
  const states = outside(exploration)
  for (const { name } of model.constraints) {
    assumptions.push({ kind: 'constraint', name, states: states.get(name) ?? 0 })
  }
  if (options.deadlock === false) assumptions.push({ kind: 'deadlock check off' })
  return assumptions
}

function cutsOf(
  model: Model,
  exploration: Exploration<unknown>,
  options: SearchOptions,
): readonly Cut[] {
  const cuts: Cut[] = []
  for (const [bound, limit] of limits(options)) {
    if (exploration.stop === bound) cuts.push({ bound, limit })
  }
  const states = outside(exploration)
  for (const { name } of model.constraints) {
    const count = states.get(name) ?? 0
    if (count > 0) cuts.push({ bound: 'constraint', name, states: count })
  }
  return cuts
}

function limits(options: SearchOptions): readonly ['states' | 'depth' | 'time', number][] {
  const { maxStates, maxDepth, timeout } = options
  const all: ['states' | 'depth' | 'time', number | null][] = [
    ['states', maxStates ?? null],
    ['depth', maxDepth ?? null],
    ['time', timeout ?? null],
  ]
  return all.flatMap(([bound, limit]) => (limit === null ? [] : [[bound, limit]]))
}

/** How many states are outside a constraint, by the first that excludes them. */
function outside(exploration: Exploration<unknown>): ReadonlyMap<string, number> {
  const states = new Map<string, number>()
  for (const name of exploration.outside.values()) states.set(name, (states.get(name) ?? 0) + 1)
  return states
}
