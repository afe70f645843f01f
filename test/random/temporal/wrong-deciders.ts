/** Mistakes that somebody could make in deciding temporal properties, made on purpose. */

import type { Formula, Strength } from '../../../dsl/ir.ts'
import { holdsOf, isFair } from './brute-force.ts'
import type { Judge } from './brute-force.ts'
import { components } from './components.ts'
import { claiming } from './conditions.ts'
import type { Claim } from './conditions.ts'
import { pointsFrom } from './points.ts'
import type { Point, Points } from './points.ts'
import { productOf } from './product.ts'
import type { Test } from './tests-of-points.ts'

/** Whether every fair run makes the formula true, or so it says. */
export type Decider = (points: Points, formula: Formula, test: Test) => boolean | null

/** Makes the mistake before it decides. */
function among(change: (points: Points) => Points): Decider {
  return (points, formula, test) => holdsOf(change(points), formula, test)
}

function amongPoints(change: (list: readonly Point[], points: Points) => readonly Point[]) {
  return among((points) => pointsFrom(points.graph, change(points.list, points)))
}

function amongClaims(change: (claims: readonly Claim[]) => readonly Claim[]): Decider {
  return amongPoints((list) => list.map((point) => ({ ...point, claims: change(point.claims) })))
}

function amongStrengths(change: (strength: Strength) => Strength | null): Decider {
  return among((points) => {
    const conditions = [...points.conditions].flatMap(([name, strength]) => {
      const other = change(strength)
      return other === null ? [] : [[name, other] as const]
    })
    return { ...points, conditions: new Map(conditions) }
  })
}

function judging(judge: Judge): Decider {
  return (points, formula, test) => holdsOf(points, formula, test, judge)
}

/** A way from the first of these nodes back to it. */
function cycleOf(members: readonly number[], successors: readonly (readonly number[])[]): number[] {
  const [start] = members
  if (start === undefined) return []
  const before = new Map<number, number>()
  const queue = [start]
  for (const node of queue) {
    for (const next of successors[node] ?? []) {
      if (before.has(next) || !members.includes(next)) continue
      before.set(next, node)
      queue.push(next)
    }
    if (before.has(start)) break
  }
  const cycle = [start]
  for (let at = before.get(start); at !== start && at !== undefined; at = before.get(at)) {
    cycle.push(at)
  }
  return cycle
}

/** What a condition is called without the instance whose it is. */
function withoutThread(claim: Claim): Claim {
  return { ...claim, condition: claim.condition.replace(/ \d+$/, '') }
}

/** By what the comparison is to notice. */
export const wrongDeciders: { readonly [claim: string]: Decider } = {
  'strong fairness that is taken for weak': amongStrengths(() => 'weak'),
  'weak fairness that is taken for strong': amongStrengths(() => 'strong'),
  'weak fairness that is ignored': amongStrengths((each) => (each === 'weak' ? null : each)),
  'strong fairness that is ignored': amongStrengths((each) => (each === 'strong' ? null : each)),
  'a step that changes nothing, counted as one': amongPoints((list, { graph }) => {
    const claims = claiming(graph)
    const still = graph.steps.flat().filter(({ source, target }) => source === target)
    return [...list, ...still.map((step) => ({ ...step, step, claims: claims(step) }))]
  }),
  'staying that is never considered': amongPoints((list) =>
    list.filter(({ step }) => step !== null),
  ),
  'staying that is always fair': judging((members, product, points) => {
    const stays = members.every((each) => product.nodes[each]?.point.step === null)
    const free = stays ? { ...points, conditions: new Map<string, Strength>() } : points
    return isFair(members, product, free)
  }),
  'one cycle of each component': judging((members, product, points) =>
    isFair(cycleOf(members, product.successors), product, points),
  ),
  'components that are not taken apart for strong fairness': (points, formula, test) => {
    const product = productOf(points, formula, test)
    const found = components(product.successors, () => true)
    return !found.some((members) => isFair(members, product, points))
  },
  'what is put off for ever': judging((members, product, points) =>
    isFair(members, { ...product, allSettled: 0, nodes: unsettled(product.nodes) }, points),
  ),
  'a step that nobody relies on, asked for': amongClaims((claims) =>
    claims.map((claim) => {
      return claim.condition.startsWith('process') ? { ...claim, asks: true } : claim
    }),
  ),
  'a step that nobody relies on, not counted': amongClaims((claims) =>
    claims.filter(({ condition, asks }) => asks || !condition.startsWith('process')),
  ),
  'steps besides those that wait, not counted for waiting': amongClaims((claims) =>
    claims.filter(({ condition, asks }) => asks || !condition.startsWith('waiting')),
  ),
  'waiting that is not looked at': amongClaims((claims) =>
    claims.filter(({ condition }) => !condition.startsWith('waiting')),
  ),
  'branches that are not looked at': amongClaims((claims) =>
    claims.filter(({ condition }) => !condition.startsWith('branch')),
  ),
  'declared fairness that is not looked at': amongClaims((claims) =>
    claims.filter(({ condition }) => !condition.startsWith('declared')),
  ),
  'instances that are assumed together': amongClaims((claims) => claims.map(withoutThread)),
  'the first initial state alone': among((points) => ({
    ...points,
    graph: { ...points.graph, initial: points.graph.initial.slice(0, 1) },
  })),
}

function unsettled<T extends { readonly settled: number }>(nodes: readonly T[]): readonly T[] {
  return nodes.map((node) => ({ ...node, settled: 0 }))
}
