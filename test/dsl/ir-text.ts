/** Expressions as their IR is, node by node: `plus(n, 1): int(1, 4)`. */

import type { Binder, Domain, Expr, Formula, Model } from '../../dsl/ir.ts'
import { sortText } from '../../dsl/shape.ts'
import { isExpr, walk } from '../random/walk.ts'

/** What a node is called by: its operator, where its kind has several. */
function headOf(expr: Expr): string {
  if ('operator' in expr) return expr.operator
  if (expr.kind === 'quantifier') return expr.quantifier
  return expr.kind === 'bagChange' ? expr.change : expr.kind
}

/** What the head, the sort or the binder says. */
const said: ReadonlySet<string> = new Set([
  'kind',
  'sort',
  'site',
  'operator',
  'quantifier',
  'change',
  'binder',
  'accumulator',
  'domain',
])

/** What the model around an expression calls its locals and bound names. */
interface Names {
  readonly locals: ReadonlyMap<unknown, string>
  readonly bounds: ReadonlyMap<unknown, string>
}

/** The names that are declared and bound anywhere inside. */
export function namesIn(part: unknown): Names {
  const names = { locals: new Map<unknown, string>(), bounds: new Map<unknown, string>() }
  walk(part, (each) => {
    if (!('name' in each)) return
    if ('bound' in each) names.bounds.set(each['bound'], String(each['name']))
    if ('local' in each) names.locals.set(each['local'], String(each['name']))
  })
  return names
}

/** The expression, and behind a colon its sort. */
export function irText(expr: Expr, model: Pick<Model, 'variables'>): string {
  return `${exprText(expr, model, namesIn(expr))}: ${sortText(expr.sort)}`
}

/** A temporal formula: `always(state(eq(n, 0)))`. */
export function formulaIr(formula: Formula, model: Pick<Model, 'variables'>): string {
  const parts =
    'expr' in formula
      ? [exprText(formula.expr, model, namesIn(formula.expr))]
      : ('operand' in formula ? [formula.operand] : [formula.left, formula.right]).map((part) =>
          formulaIr(part, model),
        )
  return `${formula.kind}(${parts.join(', ')})`
}

/** The expression. */
export function exprText(expr: Expr, model: Pick<Model, 'variables'>, names: Names): string {
  return text(expr)

  function text(node: Expr): string {
    switch (node.kind) {
      case 'literal':
        return JSON.stringify(node.value)
      case 'variable':
        return `${model.variables[node.variable]?.name}${node.access === 'model' ? '' : `.${node.access}`}`
      case 'local':
        return names.locals.get(node.local) ?? '?'
      case 'bound':
        return names.bounds.get(node.bound) ?? '?'
      default: {
        const parts = Object.entries(node).flatMap(([key, value]) => {
          return said.has(key) ? [] : [valueText(value)]
        })
        const binding = 'domain' in node ? [bindingText(node.binder, node.domain)] : []
        const converted = node.kind === 'convert' ? [sortText(node.sort)] : []
        const inside = [...binding, ...parts, ...converted].filter((part) => part !== '')
        return inside.length === 0 ? headOf(node) : `${headOf(node)}(${inside.join(', ')})`
      }
    }
  }

  function bindingText(binder: Binder, domain: Domain): string {
    return `${binder.name} in ${domain.kind === 'sort' ? sortText(domain.sort) : text(domain.of)}`
  }

  function valueText(value: unknown): string {
    if (isExpr(value)) return text(value)
    if (Array.isArray(value)) return value.map(valueText).join(', ')
    if (typeof value !== 'object' || value === null) return value === null ? '' : String(value)
    return Object.values(value)
      .filter((part) => isExpr(part) || typeof part === 'string')
      .map(valueText)
      .join(' ')
  }
}
