/** What a random expression can see, and what the makers of its parts need from each other. */

import type { Binder, Domain, Expr, Local, ProcessId, Sort, Variable } from '../../dsl/ir.ts'
import type { Draw } from './draw.ts'
import type { Palette } from './sorts.ts'

/** What other parts of a model can say of a process before its body exists. */
export interface ProcessShape {
  readonly id: ProcessId
  readonly sort: Sort
  readonly labels: readonly string[]
}

/** What an expression may name. */
export interface Scope {
  /** Empty where shared state is out of reach. */
  readonly variables: readonly Variable[]
  /** Those that are live. */
  readonly locals: readonly Local[]
  readonly binders: readonly Binder[]
  /** The sort of `self`; null where there is none. */
  readonly self: Sort | null
  /** Whether `current` has a meaning. */
  readonly current: boolean
  /** Whether `at`, `terminated` and variables may be read. */
  readonly shared: boolean
  /** Whether `after` may be used: in a step property, outside of another. */
  readonly after: boolean
}

export const emptyScope: Scope = {
  variables: [],
  locals: [],
  binders: [],
  self: null,
  current: false,
  shared: false,
  after: false,
}

/** The scope with another name bound. */
export function binding(scope: Scope, ...binders: readonly Binder[]): Scope {
  return { ...scope, binders: [...scope.binders, ...binders] }
}

/** The scope without its variables and control points. */
export function unshared(scope: Scope): Scope {
  return { ...scope, variables: [], shared: false }
}

/** Makes random expressions; `fuel` bounds how deep they nest. */
export interface Maker {
  readonly draw: Draw
  readonly palette: Palette
  readonly processes: readonly ProcessShape[]
  /** Whether to make something that may well fault; some models are full of it, some have next to none. */
  risky(): boolean
  /** An expression of this sort; an int may have a narrower range. */
  expr(sort: Sort, scope: Scope, fuel: number): Expr
  /** An int of any range. */
  int(scope: Scope, fuel: number): Expr
  /** A new name. */
  binder(sort: Sort): Binder
  /** Something to range over, and the sort of its elements. */
  domain(scope: Scope, fuel: number): { readonly domain: Domain; readonly sort: Sort }
}

/** One way to make an expression of a sort; null where it does not apply. */
export type Form<S extends Sort = Sort> = (
  maker: Maker,
  sort: S,
  scope: Scope,
  fuel: number,
) => Expr | null
