/** Numbers as the IR's ids, for tests that build models by hand. */

import type { BoundId, LocalId, Ordinal, ProcedureId, ProcessId, VariableId } from '../dsl/ir.ts'

// A brand has no form at run time, and the casts are right where the number is what the id's type says it is.
export const variableId = (position: number): VariableId => position as VariableId
export const localId = (number: number): LocalId => number as LocalId
export const boundId = (number: number): BoundId => number as BoundId
export const procedureId = (position: number): ProcedureId => position as ProcedureId
export const processId = (position: number): ProcessId => position as ProcessId
export const ordinalOf = (position: number): Ordinal => position as Ordinal
