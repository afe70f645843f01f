/** The model as plain data: what the author's surface ends in, and all that a checker knows. Its meaning is in `semantics.md`. */

export type * from './ir/expression.ts'
export type * from './ir/fairness.ts'
export type * from './ir/identifier.ts'
export type * from './ir/model.ts'
export type * from './ir/sort.ts'
export type * from './ir/statement.ts'
export type * from './ir/temporal.ts'
