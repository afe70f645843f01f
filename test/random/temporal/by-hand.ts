/** Small models with temporal properties by hand: what is not said is weak, or nothing. */

import type { BinaryFormula, Expr, Formula, Model, UnaryFormula } from '../../../dsl/ir.ts'
import { bool, expr, site } from '../nodes.ts'
import { holdsOf } from './brute-force.ts'
import { pointsOf } from './points.ts'
import { testing } from './tests-of-points.ts'
import { explore } from './transition-graph.ts'

/** A test of the state. */
export function state(of: Expr): Formula {
  return { kind: 'state', expr: of, site: site() }
}

/** A step is taken of which the test is true. */
export function taken(of: Expr): Formula {
  return { kind: 'step', expr: of, site: site() }
}

export function after(body: Expr): Expr {
  return expr('after', body.sort, { body })
}

/** The n-th process's first instance has terminated. */
export function ended({ processes }: Model, position: number): Formula {
  const of = processes[position]
  if (of === undefined) throw new Error('there is no such process')
  const instance = expr('literal', of.sort, { value: 0 })
  return state(expr('terminated', bool, { process: of.id, instance }))
}

export function unary(kind: UnaryFormula['kind']) {
  return (operand: Formula): Formula => ({ kind, operand, site: site() })
}

export function binary(kind: BinaryFormula['kind']) {
  return (left: Formula, right: Formula): Formula => ({ kind, left, right, site: site() })
}

/** Whether the formula is true of every fair run. */
export function decided(model: Model, formula: Formula): boolean {
  const graph = explore(model, 100)
  const answer = graph && holdsOf(pointsOf(graph), formula, testing(graph))
  if (answer === null) throw new Error('the model is too large, or fails')
  return answer
}
