/** Through which branches a step goes, read off the names of the step and of the statement at which the process rested. */

import type { Block, Model, Statement, StatementOf } from '../../../dsl/ir.ts'
import { subblocks } from '../../../dsl/walk.ts'

/** A branch of an `either`, and what it says of its first step. */
export interface BranchTaken {
  /** The statement's id, and the number of the branch. */
  readonly id: string
  readonly says: 'weak' | 'strong' | 'none' | null
}

/** A statement of a process, and where it is. */
export interface Located {
  readonly statement: Statement
  /** What encloses it, the outermost first; the calls that lead to it are looked into too. */
  readonly inside: readonly Enclosing[]
}

interface Enclosing {
  readonly either: StatementOf<'either'>
  /** The id of the `either`. */
  readonly id: string
  readonly branch: number
}

/** The statement with this id. Throws where there is none. */
export function locate(model: Model, id: string): Located {
  const [path = '', last = ''] = id.split('#')
  const [actor, ...calls] = path.split('/')
  const inside: Enclosing[] = []
  let body = model.processes.find(({ name }) => name === actor)?.body
  let prefix = actor ?? ''
  const enter = (ordinal: number): Statement => {
    const way = body === undefined ? null : wayTo(body, ordinal)
    const found = way?.at(-1)
    if (way === null || found === undefined) throw new Error(`there is no statement ${id}`)
    for (const [position, { statement, block }] of way.entries()) {
      if (statement.kind !== 'either' || position === way.length - 1) continue
      inside.push({ either: statement, id: `${prefix}#${statement.ordinal}`, branch: block })
    }
    return found.statement
  }
  for (const call of calls) {
    const [, name, ordinal] = /^(.*)@(\d+)$/.exec(call) ?? []
    enter(Number(ordinal))
    body = model.procedures.find((each) => each.name === name)?.body
    prefix = `${prefix}/${call}`
  }
  return { statement: enter(Number(last)), inside }
}

/** The branches that a process takes with this step, who rested at the statement `at`; the outermost first. */
export function branchesTaken(model: Model, at: string, step: string): readonly BranchTaken[] {
  const { inside } = locate(model, step)
  const first = inside.findIndex(({ id }) => id === at)
  if (first === -1) return []
  return inside.slice(first).map(({ either, id, branch }) => {
    return { id: `${id}/${branch}`, says: either.branchFairness?.[branch] ?? null }
  })
}

/** From the body down to the statement; `block` is the number of the block of each in which the next one is. */
function wayTo(
  body: Block,
  ordinal: number,
): readonly { readonly statement: Statement; readonly block: number }[] | null {
  for (const statement of body.statements) {
    if (statement.ordinal === ordinal) return [{ statement, block: 0 }]
    for (const [block, inner] of subblocks(statement).entries()) {
      const rest = wayTo(inner, ordinal)
      if (rest !== null) return [{ statement, block }, ...rest]
    }
  }
  return null
}
