/** The decision: whether some fair run breaks an obligation, and if so, which one is shown. */

import type { Strength } from '../../dsl/ir.ts'
import type { Pacer } from '../pacer.ts'
import type { Automaton } from './automaton.ts'
import { canonicalLasso } from './canonical-lasso.ts'
import { hasFairRun } from './fair-components.ts'
import type { Graph } from './graph.ts'
import type { LassoRun } from './lasso.ts'
import { Ledger, Stopped } from './ledger.ts'
import { Product } from './product.ts'
import { shortestForm } from './shortest-form.ts'

/** Plain data, so that it can be sent to another thread. */
export interface LassoQuestion {
  /** By obligation: what breaks it. */
  readonly automata: readonly Automaton[]
  /** By fairness condition. */
  readonly strengths: readonly Strength[]
}

/** `bytes`: the most that the search held at a time, besides the graph. */
export type LassoAnswer = { readonly bytes: number } & (
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly lasso: LassoRun }
  | { readonly kind: 'stopped'; readonly stop: 'time' | 'memory' | 'interrupt' }
)

/**
 * Decides the obligations in order, and finds the canonical lasso of the first that is broken: it depends on nothing but the graph,
 * whatever the numbers of its states. Stops when the pacer says so, or when it would hold more than `memoryBytes`.
 */
export async function findLasso(
  graph: Graph,
  { automata, strengths }: LassoQuestion,
  pacer: Pacer,
  memoryBytes: number,
): Promise<LassoAnswer> {
  const ledger = new Ledger(memoryBytes)
  try {
    for (const [obligation, automaton] of automata.entries()) {
      const product = new Product(graph, automaton, obligation)
      const decision = { product, strengths, pacer, ledger }
      if (!(await hasFairRun(decision))) continue
      const run = { obligation, ...(await canonicalLasso(decision)) }
      return { kind: 'found', lasso: shortestForm(graph, run), bytes: ledger.peak }
    }
    return { kind: 'none', bytes: ledger.peak }
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'stopped', stop: error.stop, bytes: ledger.peak }
    throw error
  }
}
