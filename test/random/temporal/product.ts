/** The points of the runs of a model, each with every possible promise of what follows: its paths are the runs that break a formula. */

import type { Formula } from '../../../dsl/ir.ts'
import type { Point, Points } from './points.ts'
import { tableauOf } from './tableau.ts'
import type { Test } from './tests-of-points.ts'

export interface ProductNode {
  readonly point: Point
  /** What is promised of the rest of the run. */
  readonly promises: number
  /** The promises that are not put off here. */
  readonly settled: number
}

export interface Product {
  readonly nodes: readonly ProductNode[]
  /** By node. */
  readonly successors: readonly (readonly number[])[]
  /** A bit for each promise. */
  readonly allSettled: number
}

/** Every node that a run which breaks the formula can be at. */
export function productOf({ graph, list }: Points, formula: Formula, test: Test): Product {
  const tableau = tableauOf(formula)
  const combinations = 2 ** tableau.promises
  const byState = graph.states.map((): Candidate[] => [])
  for (const point of list) {
    const asked = (each: Parameters<Test>[0]): boolean => test(each, point)
    for (let promises = 0; promises < combinations; promises += 1) {
      byState[point.source]?.push({
        point,
        promises,
        settled: tableau.settled(asked, promises),
        kept: tableau.kept(asked, promises),
        isTrue: tableau.truth(asked, promises),
        number: null,
      })
    }
  }

  const nodes: Candidate[] = []
  const numberOf = (candidate: Candidate): number => {
    if (candidate.number === null) {
      candidate.number = nodes.length
      nodes.push(candidate)
    }
    return candidate.number
  }
  for (const state of graph.initial) {
    for (const candidate of byState[state] ?? []) if (!candidate.isTrue) numberOf(candidate)
  }
  const successors: number[][] = []
  // It grows while it is gone through.
  for (const { point, promises } of nodes) {
    const next = (byState[point.target] ?? []).filter((candidate) => {
      const goesOn = point.step !== null || candidate.point === point
      return goesOn && candidate.kept === promises
    })
    successors.push(next.map(numberOf))
  }
  return { nodes, successors, allSettled: combinations - 1 }
}

interface Candidate extends ProductNode {
  /** What a point before it has promised. */
  readonly kept: number
  readonly isTrue: boolean
  /** Null until a path comes to it. */
  number: number | null
}
