/** What a statement, and a branch of an `either`, says of fairness where a process rests at it. */

import type { Statement, StatementOf } from '../dsl/ir.ts'
import type { FairBranch } from './system.ts'

/** Of an `atomic` what its first statement says that can do anything but compute; null: nothing. */
export function stepFairness(statement: Statement): 'strong' | 'none' | null {
  switch (statement.kind) {
    case 'step':
      return statement.fairness ?? null
    case 'atomic': {
      const first = statement.body.statements.find(
        ({ kind }) => kind !== 'compute' && kind !== 'label',
      )
      return first === undefined ? null : stepFairness(first)
    }
    default:
      return null
  }
}

/** What is assumed of a branch of the statement with this id; null: nothing. */
export function fairBranch(
  { branchFairness, branches, site }: StatementOf<'either'>,
  id: string,
  branch: number,
): FairBranch | null {
  const assumed = branchFairness?.[branch] ?? null
  if (assumed === null) return null
  const first = branches[branch]?.statements[0]
  return { id: `${id}/${branch}`, fairness: assumed, site: first?.site ?? site }
}
