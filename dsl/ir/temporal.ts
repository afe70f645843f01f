/** Temporal properties: what is true of whole runs. */

import type { Site } from '../site.ts'
import type { Expr } from './expression.ts'

interface Node<Kind extends string> {
  readonly kind: Kind
  readonly site: Site
}

/** True of the state; the expression cannot ask for what is after a step. */
export interface StateFormula extends Node<'state'> {
  readonly expr: Expr
}
/** Some step is taken here that changes the state, and the expression is true of it: its `after` nodes read the state behind the step. */
export interface StepFormula extends Node<'step'> {
  readonly expr: Expr
}
export interface UnaryFormula extends Node<'not' | 'always' | 'eventually' | 'next'> {
  readonly operand: Formula
}
/**
 * `until`: the right one comes true, and until then the left one is; `weakUntil` does not say that it does; `release`: the right one is
 * true up to and in the state where the left one is, or for ever; `leadsTo`: whenever the left one is true, the right one is then or later.
 */
export interface BinaryFormula extends Node<
  'and' | 'or' | 'implies' | 'until' | 'weakUntil' | 'release' | 'leadsTo'
> {
  readonly left: Formula
  readonly right: Formula
}

export type Formula = StateFormula | StepFormula | UnaryFormula | BinaryFormula

/** True of every fair run. */
export interface TemporalProperty {
  readonly name: string
  readonly formula: Formula
  readonly site: Site
}
