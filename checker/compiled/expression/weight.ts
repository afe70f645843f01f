/** Whether a loop over the values of a sort is written out, value by value: its code is larger then, and faster. */

import type { Domain, Expr } from '../../../dsl/ir.ts'
import { operands } from '../../operands.ts'
import type { Code, Coding } from '../code.ts'

/** More values than this are not written out, nor more nodes of the IR together. */
const mostValues = 16
const mostNodes = 200

/** Whether the body is executed faster, and not much larger, when it is written out for each value. */
export function isWrittenOut({ count }: Code, body: Expr, code: Coding): boolean {
  return count <= mostValues && Number(count) * weight(body, code) <= mostNodes
}

const weights = new WeakMap<Expr, number>()

/** About how many nodes of the IR become code, those that are written out as often as they are. */
function weight(expr: Expr, code: Coding): number {
  const known = weights.get(expr)
  if (known !== undefined) return known
  const parts = operands(expr)
  let sum = parts.reduce((total, part) => total + weight(part, code), 1)
  const values = valuesOf(expr)
  if (values !== null) {
    const { body, domain } = values
    const of = code(domain)
    if (isWrittenOut(of, body, code)) sum += (Number(of.count) - 1) * weight(body, code)
  }
  weights.set(expr, sum)
  return sum
}

/** The sort whose values an expression goes through, and what it does with each. */
function valuesOf(expr: Expr) {
  switch (expr.kind) {
    case 'quantifier':
    case 'image':
    case 'fold':
      return bySort(expr.domain, expr.body)
    case 'array':
      return { domain: expr.binder.sort, body: expr.body }
    default:
      return null
  }
}

function bySort(domain: Domain, body: Expr) {
  return domain.kind === 'sort' ? { domain: domain.sort, body } : null
}
