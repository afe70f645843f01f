/** Expressions as a part of a name. */

import type { Expr, Model } from '../../dsl/ir.ts'
import { expressionText } from '../expression-text.ts'

const most = 60

/** The text of an expression, or as much of it as tells it from others. */
export function shortText(expr: Expr, model: Model): string {
  const characters = [...expressionText(expr, model)]
  if (characters.length <= most) return characters.join('')
  return `${characters.slice(0, most - 1).join('')}…`
}
