/** Graphs of a few states, written down edge by edge. */

import type { Graph } from '../../../checker/liveness/graph.ts'

export interface ListedEdge {
  readonly to: number
  /** Conditions that ask for the step. They count it, too. */
  readonly asked?: readonly number[]
  /** Conditions that only count it. */
  readonly counted?: readonly number[]
  readonly stepAtoms?: number
}

export interface ListedState {
  readonly atoms?: number
  readonly edges: readonly ListedEdge[]
}

/** The graph, with a step kind of its own for each edge. */
export function listedGraph(
  states: readonly ListedState[],
  {
    initial = [0],
    words = 1,
  }: { readonly initial?: readonly number[]; readonly words?: number } = {},
): Graph {
  const all = states.flatMap(({ edges }) => edges)
  const kindOf = new Map(all.map((edge, kind) => [edge, kind]))
  const enabled = new Uint32Array(all.length * words)
  const taken = new Uint32Array(all.length * words)
  for (const [kind, { asked = [], counted = [] }] of all.entries()) {
    for (const condition of asked) set(enabled, kind * words, condition)
    for (const condition of [...asked, ...counted]) set(taken, kind * words, condition)
  }
  const most = Math.max(...states.map(({ edges }) => edges.length))
  const edges = {
    targets: new Uint32Array(most),
    kinds: new Uint32Array(most),
    stepAtoms: new Uint32Array(most),
  }
  const expand = (number: number): number => {
    const outcomes = states[number]?.edges ?? []
    for (const [position, edge] of outcomes.entries()) {
      edges.targets[position] = edge.to
      edges.kinds[position] = kindOf.get(edge) ?? 0
      edges.stepAtoms[position] = edge.to === number ? 0 : (edge.stepAtoms ?? 0)
    }
    return outcomes.length
  }
  let targets: readonly number[] = []
  return {
    size: states.length,
    initial,
    kinds: { words, enabled, taken },
    edges,
    expand,
    // Nobody reads where an edge leads from what is only looked at.
    look(number) {
      const outcomes = expand(number)
      targets = [...edges.targets.subarray(0, outcomes)]
      for (const [position, target] of targets.entries()) {
        if (target !== number) edges.targets[position] = 0xffff_ffff
      }
      return outcomes
    },
    target: (position) => targets[position] ?? 0,
    stateAtoms: (number) => states[number]?.atoms ?? 0,
  }
}

function set(bits: Uint32Array, first: number, condition: number): void {
  const word = first + Math.floor(condition / 32)
  bits[word] = (bits[word] ?? 0) | (1 << (condition % 32))
}

/** The same graph, the state that had number n with the number `order[n]`. */
export function renumbered(
  states: readonly ListedState[],
  order: readonly number[],
): readonly ListedState[] {
  const moved: ListedState[] = [...states]
  for (const [number, { edges, ...state }] of states.entries()) {
    const there = edges.map((edge) => ({ ...edge, to: order[edge.to] ?? 0 }))
    moved[order[number] ?? 0] = { ...state, edges: there }
  }
  return moved
}
