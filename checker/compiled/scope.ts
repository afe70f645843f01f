/** Where an expression is compiled: what its names mean, and where its faults go. */

import type { BoundId, Expr } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import type { FlatProcess } from '../lower/program.ts'
import type { FaultKind } from '../system.ts'
import type { Emitter } from './emitter.ts'
import type { Generation } from './generation.ts'
import type { Operand } from './operand.ts'
import { i32 } from './wat.ts'
import type { Wat } from './wat.ts'

export interface Scope {
  readonly generation: Generation
  readonly emit: Emitter
  /** The address of the state that is read. */
  readonly moment: Wat
  /** Of the state after the step, in a step property. */
  readonly after: Wat | null
  /** Whose slots are read; null in an action, a property, a condition. */
  readonly executing: Executing | null
  readonly bound: ReadonlyMap<BoundId, Operand>
  readonly exit: Exit
}

export interface Executing {
  readonly flat: FlatProcess
  /** The rank of the instance among those of its process, an i64. */
  readonly instance: Wat
}

/** Where control goes when something fails, with the number of the failure in `$failure`. */
export interface Exit {
  readonly label: string
  /** What faults here is a guard. */
  readonly ofState: boolean
}

/** Computes the value: pushes what has to be executed, in order, and answers with what is then its value. */
export type Compile = (expr: Expr, scope: Scope) => Operand

export function withBound(scope: Scope, bound: BoundId, operand: Operand): Scope {
  return { ...scope, bound: new Map(scope.bound).set(bound, operand) }
}

/** Ends what is executed with a fault. */
export function fault(kind: FaultKind, site: Site, { generation, emit, exit }: Scope): void {
  const { ofState } = exit
  const number = generation.failure({ kind: 'fault', fault: kind, site, ofState })
  emit.do(['global.set', '$failure', i32(number)], ['br', exit.label])
}

/** The same, when the test (an i32) holds. */
export function faultWhen(test: Wat, kind: FaultKind, site: Site, scope: Scope): void {
  const { emit } = scope
  emit.do(['if', test, ['then', ...emit.capture(() => fault(kind, site, scope))]])
}
