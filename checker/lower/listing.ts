/** The tables of a flat process while control is being followed: statements, operations and points, each once. */

import type { Statement } from '../../dsl/ir.ts'
import type { StepInfo } from '../system.ts'
import { isIdle } from '../idle.ts'
import { stepFairness } from '../step-fairness.ts'
import { requestsOf } from '../requests.ts'
import type { Position } from './position.ts'
import { statementAt, statementId } from './position.ts'
import type { Operation } from './program.ts'

/** A point whose transitions are not known yet; `position` is null where the process is terminated. */
interface OpenPoint {
  readonly statement: number | null
  readonly labels: readonly string[]
  readonly position: Position | null
}

export interface Listing {
  readonly statements: readonly StepInfo[]
  readonly operations: readonly Operation[]
  readonly points: readonly OpenPoint[]
  /** Adds an operation, and gives its number. */
  readonly emit: (operation: Operation) => number
  /** The number of the statement at this position. */
  readonly numbered: (position: Position, statement: Statement) => number
  /** The operation that comes to rest at this position (null: terminated) with these labels. */
  readonly rest: (position: Position | null, labels: readonly string[]) => number
}

/** Empty tables, for a flat process with this name. */
export function listing(actor: string): Listing {
  const statements: StepInfo[] = []
  const operations: Operation[] = []
  const points: OpenPoint[] = []
  const numbers = new Map<string, number>()
  const rests = new Map<string, number>()

  function emit(operation: Operation): number {
    operations.push(operation)
    return operations.length - 1
  }

  function numbered(position: Position, statement: Statement): number {
    const id = statementId(position, statement)
    const found = numbers.get(id)
    if (found !== undefined) return found
    const { calls } = position.frame.body
    const { site } = statement
    const requests = requestsOf(statement)
    const idle = isIdle(statement) ? ({ idle: true } as const) : {}
    const said = stepFairness(statement)
    const fairness = said === null ? {} : { fairness: said }
    const name = nameOf(statement)
    statements.push({ id, actor, name, calls, site, requests, ...idle, ...fairness })
    numbers.set(id, statements.length - 1)
    return statements.length - 1
  }

  function rest(position: Position | null, labels: readonly string[]): number {
    const at = position === null ? undefined : statementAt(position)
    const statement = position === null || at === undefined ? null : numbered(position, at)
    const key = JSON.stringify([statement, labels])
    const found = rests.get(key)
    if (found !== undefined) return found
    points.push({ statement, labels, position })
    const operation = emit({ kind: 'rest', point: points.length - 1 })
    rests.set(key, operation)
    return operation
  }

  return { statements, operations, points, emit, numbered, rest }
}

function nameOf(statement: Statement): string {
  return statement.kind === 'step' || statement.kind === 'atomic' ? statement.name : statement.kind
}
