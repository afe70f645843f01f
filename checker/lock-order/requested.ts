/** What a process asks of locks where it rests at a statement. */

import type { Expr, Request, VariableId } from '../../dsl/ir.ts'
import { assignmentsIn } from '../assignments.ts'
import { operationAt, reachable } from '../lower/operations.ts'
import type { FlatProcess } from '../lower/program.ts'
import { operands } from '../operands.ts'
import type { StepInfo } from '../system.ts'

/** A step that can be taken there, and one of its requests. */
export interface Requested {
  readonly step: StepInfo
  readonly request: Request
  /** What the step may write. */
  readonly writes: ReadonlySet<VariableId>
}

/** All that is requested at these control points, each once, in the order of the transitions. */
export function requestedAt(flat: FlatProcess, points: readonly number[]): readonly Requested[] {
  const entries = new Set(
    points.flatMap((point) => flat.points[point]?.transitions.map(({ entry }) => entry) ?? []),
  )
  const found = new Map<StepInfo, readonly Requested[]>()
  for (const entry of entries) {
    const operations = reachable(flat.operations, [entry]).map((number) =>
      operationAt(flat.operations, number),
    )
    const effects = operations.flatMap((each) => (each.kind === 'effects' ? each.effects : []))
    const writes = new Set(
      assignmentsIn(effects).flatMap(({ place: { root } }) =>
        root.kind === 'variable' ? [root.variable] : [],
      ),
    )
    for (const operation of operations) {
      if (operation.kind !== 'take') continue
      const step = flat.statements[operation.statement]
      if (step === undefined || found.has(step)) continue
      const asked = step.requests.map((request) => ({ step, request, writes }))
      found.set(step, asked)
    }
  }
  return [...found.values()].flat()
}

/** Whether the expression reads one of the variables. */
export function readsAny(expr: Expr, variables: ReadonlySet<VariableId>): boolean {
  if (expr.kind === 'variable') return variables.has(expr.variable)
  return operands(expr).some((operand) => readsAny(operand, variables))
}
