/** The value of an expression, as the executor of the flat program finds it. */

import type { Expr } from '../../../dsl/ir.ts'
import { model, process, step } from './build.ts'
import { initials } from './runs.ts'
import { bool, identity, variable } from './terms.ts'

/** Two of one sort, two of another. */
export const processes = [
  process('p', [step('s', null)], { sort: identity('p', 2) }),
  process('q', [step('s', null)], { id: 1, sort: bool }),
]

/** The value of an expression that reads no state, or `fault` and the kind of its fault. */
export function valueOf(expr: Expr): unknown {
  const variables = [variable(0, 'it', expr.sort, expr)]
  const [text = ''] = initials(model({ variables, processes }))
  const found = /^it=(.*?) \|/.exec(text)
  return found?.[1] === undefined ? text : JSON.parse(found[1])
}

export type Case = readonly [name: string, expr: Expr, value: unknown]
