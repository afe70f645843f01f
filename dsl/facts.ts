/** What primitives tell of themselves while a model is built, for what can be said only when all of it is known. */

import type { VariableId } from './ir.ts'
import type { Mistake } from './mistake.ts'
import type { Site } from './site.ts'
import type { ThreadSort } from './sort.ts'
import type { BoolTerm } from './terms/bool.ts'
import type { AnyTerm } from './terms/term.ts'
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
  readonly alive: (index: AnyTerm) => BoolTerm
  /** Of the fault where it is touched and is not. */
  readonly message: string
  /** Of the fault where the index is the value of an optional, which is none. */
  readonly nullMessage: string
}

/** What the author has to do with a primitive; where it is not done, that is a mistake. */
export interface Expectation extends Mistake {
  /** Asked once all is declared. */
  readonly isMet: () => boolean
}

export interface Facts {
  /** While any of these is true of a thread, it must not sleep. */
  readonly atomic: ThreadTest[]
  /** While any of these is true of a thread, its CPU takes no interrupts of the kind. */
  readonly masked: { readonly hardirq: ThreadTest[]; readonly softirq: ThreadTest[] }
  /** While any of these is true, something that was begun is not over, whoever has ended. */
  readonly pending: (() => BoolTerm)[]
  /** What must be true wherever every process that is no daemon has ended, and nothing is pending. */
  readonly atEnd: Rule[]
  /** What must be true of every process that has ended and is no daemon, from then on. */
  readonly atReturn: (Omit<Rule, 'test'> & { readonly test: ThreadTest })[]
  readonly lifetimes: Lifetime[]
  readonly expectations: Expectation[]
}

export function noFacts(): Facts {
  return {
    atomic: [],
    masked: { hardirq: [], softirq: [] },
    pending: [],
    atEnd: [],
    atReturn: [],
    lifetimes: [],
    expectations: [],
  }
}
