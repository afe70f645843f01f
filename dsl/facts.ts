/** What primitives tell of themselves while a model is built, for what can be said only when all of it is known. */

import type { Expr, VariableId } from './ir.ts'
import type { Site } from './site.ts'
import type { ThreadSort } from './sort.ts'
import type { BoolTerm } from './terms/bool.ts'
import type { TermOf } from './terms/types.ts'

/** Something that is true or false of a thread in a state. */
export type ThreadTest = (thread: TermOf<ThreadSort>) => BoolTerm

/** A test that must be true; where it is not, that is a fault with this message. */
export interface Rule {
  readonly message: string
  readonly test: () => BoolTerm
  readonly site: Site
}

/** A variable that is an array of objects: an element may be touched only while it is alive. */
export interface Lifetime {
  readonly variable: VariableId
  /** Whether the element at this index, of the array's index sort, is alive. */
  readonly alive: (index: Expr) => BoolTerm
  readonly message: string
}

export interface Facts {
  /** While any of these is true of a thread, it must not sleep. */
  readonly atomic: ThreadTest[]
  /** While any of these is true of a thread, its CPU takes no interrupts of the kind. */
  readonly masked: { readonly hardirq: ThreadTest[]; readonly softirq: ThreadTest[] }
  /** What must be true wherever every process that is no daemon has ended. */
  readonly atEnd: Rule[]
  readonly lifetimes: Lifetime[]
}

export function noFacts(): Facts {
  return { atomic: [], masked: { hardirq: [], softirq: [] }, atEnd: [], lifetimes: [] }
}
