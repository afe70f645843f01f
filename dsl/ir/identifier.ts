/** The numbers by which the parts of a model name each other. */

declare const brand: unique symbol
type Id<Name extends string> = number & { readonly [brand]: Name }

/** Position in `Model.variables`. */
export type VariableId = Id<'variable'>
/** Unique in the model; a local belongs to one block of one body. */
export type LocalId = Id<'local'>
/** Unique in the model; a name bound by a quantifier, `let`, `pick`, a match or an action's parameter. */
export type BoundId = Id<'bound'>
/** Position in `Model.procedures`. */
export type ProcedureId = Id<'procedure'>
/** Position in `Model.processes`. */
export type ProcessId = Id<'process'>
/** Position in `Model.locks`. */
export type LockId = Id<'lock'>
/** Numbers the statements of one body (of a process or a procedure) in the order of the text, from 0. */
export type Ordinal = Id<'ordinal'>
