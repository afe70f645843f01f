/** Where a run can be at a point: the step that it takes there, or that it stays there for ever. */

import type { Strength } from '../../../dsl/ir.ts'
import { claiming } from './conditions.ts'
import type { Claim } from './conditions.ts'
import type { Step, TransitionGraph } from './transition-graph.ts'

export interface Point {
  readonly source: number
  readonly target: number
  /** Null: the run stays. */
  readonly step: Step | null
  readonly claims: readonly Claim[]
}

export interface Points {
  readonly graph: TransitionGraph
  readonly list: readonly Point[]
  /** By name. */
  readonly conditions: ReadonlyMap<string, Strength>
  /** By state, the conditions that are enabled there. */
  readonly enabled: readonly ReadonlySet<string>[]
}

/** Every step that changes the state, and for each state to stay there for ever. */
export function pointsOf(graph: TransitionGraph): Points {
  const claims = claiming(graph)
  const steps = graph.steps.flat().filter(({ source, target }) => source !== target)
  const list = [
    ...steps.map((step) => ({ ...step, step, claims: claims(step) })),
    ...graph.states.map((_, state) => ({ source: state, target: state, step: null, claims: [] })),
  ]
  return pointsFrom(graph, list)
}

/** These points, and what follows from them. */
export function pointsFrom(graph: TransitionGraph, list: readonly Point[]): Points {
  const all = list.flatMap(({ claims }) => claims)
  const conditions = new Map(all.map(({ condition, strength }) => [condition, strength]))
  const enabled = graph.states.map(() => new Set<string>())
  for (const { source, claims } of list) {
    for (const { condition, asks } of claims) if (asks) enabled[source]?.add(condition)
  }
  return { graph, list, conditions, enabled }
}
