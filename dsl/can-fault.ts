/** Which expressions can fault, as far as their nodes and sorts tell. */

import type { Expr, Sort } from './ir.ts'
import { visit } from './walk.ts'

/** Whether evaluating it may end in a fault; false only where it never does. */
export function canFault(expr: Expr): boolean {
  let found = false
  visit(expr, (part) => {
    if (nodeCanFault(part)) found = true
  })
  return found
}

function nodeCanFault(expr: Expr): boolean {
  switch (expr.kind) {
    case 'unwrap':
    case 'nth':
    case 'slice':
    case 'withNth':
    case 'concat':
    case 'bagChange':
    case 'indexOf':
      return true
    case 'binary':
      return expr.operator === 'div' || expr.operator === 'mod'
    case 'quantifier':
      return expr.quantifier === 'the'
    case 'collection':
      return 'bound' in expr.sort && expr.elements.length > expr.sort.bound
    case 'convert':
      return !isWider(expr.sort, expr.value.sort)
    default:
      return false
  }
}

/** Whether each value of an int sort is one of the other. */
function isWider(to: Sort, from: Sort): boolean {
  return to.kind === 'int' && from.kind === 'int' && to.min <= from.min && from.max <= to.max
}
