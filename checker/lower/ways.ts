/** The steps that a transition can turn out to be: of which statement, and through which branches. */

import type { FairBranch } from '../system.ts'
import { operationAt, successors } from './operations.ts'
import type { FlatProcess, Transition } from './program.ts'

export interface Way {
  /** Whose step it is. */
  readonly statement: number
  /** Those of which something is assumed, the outermost first. */
  readonly branches: readonly FairBranch[]
}

/** The ways of the transition, one for each statement of which it can be the step. */
export function waysOf({ operations }: FlatProcess, transition: Transition): readonly Way[] {
  const ways: Way[] = []
  // Whichever way control comes to an operation before the step is taken, it is inside the same branches.
  const seen = new Set<number>()
  const visit = (number: number, branches: readonly FairBranch[]): void => {
    if (seen.has(number)) return
    seen.add(number)
    const operation = operationAt(operations, number)
    if (operation.kind === 'take') {
      ways.push({ statement: operation.statement, branches })
      return
    }
    for (const [position, next] of successors(operation).entries()) {
      const fair = operation.kind === 'fork' ? (operation.fairness[position] ?? null) : null
      visit(next, fair === null ? branches : [...branches, fair])
    }
  }
  visit(transition.entry, transition.branches)
  return ways
}

/** The branches of the process of which something is assumed and that a step can go through; one may be there several times. */
export function fairBranchesOf(flat: FlatProcess): readonly FairBranch[] {
  return flat.points
    .flatMap(({ transitions }) => transitions)
    .flatMap((transition) => waysOf(flat, transition))
    .flatMap(({ branches }) => branches)
}
