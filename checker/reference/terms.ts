/** The parts of a condition whose values tell a reader why it is true or false. */

import type { BoundId, Expr } from '../../dsl/ir.ts'
import { binders, operands } from '../operands.ts'

interface Part {
  readonly expr: Expr
  readonly after: boolean
}

/**
 * What the expression reads and what it derives by a name or a count, outermost first; not the expression itself, no literals, no bound
 * names, and nothing that depends on a name that is bound inside it.
 */
export function termsOf(expr: Expr): readonly Part[] {
  const parts: Part[] = []
  const visit = (part: Expr, inside: ReadonlySet<BoundId>, after: boolean): void => {
    const told = part !== expr && isTold(part) && !mentions(part, inside)
    if (told && !parts.some((other) => other.after === after && other.expr === part)) {
      parts.push({ expr: part, after })
    }
    if (told && part.kind === 'definition') return
    const within = new Set([...inside, ...binders(part).map(({ bound }) => bound)])
    for (const operand of below(part, told)) visit(operand, within, after || part.kind === 'after')
  }
  visit(expr, new Set(), false)
  return parts
}

/** Of an element or field that is told, the whole that it is taken from says nothing more. */
function below(part: Expr, told: boolean): readonly Expr[] {
  if (!told) return operands(part)
  switch (part.kind) {
    case 'element':
      return [part.index]
    case 'nth':
      return [part.index]
    case 'field':
    case 'size':
      return []
    default:
      return operands(part)
  }
}

function isTold(expr: Expr): boolean {
  switch (expr.kind) {
    case 'variable':
    case 'element':
    case 'field':
    case 'nth':
    case 'unwrap':
    case 'size':
    case 'occurrences':
    case 'definition':
    case 'at':
    case 'terminated':
      return true
    case 'quantifier':
      return expr.quantifier === 'count' || expr.quantifier === 'the'
    default:
      return false
  }
}

function mentions(expr: Expr, names: ReadonlySet<BoundId>): boolean {
  if (expr.kind === 'bound') return names.has(expr.bound)
  return operands(expr).some((operand) => mentions(operand, names))
}
