/** The reasons of a verdict in words. */

import type { Binder, Expr, Model } from '../dsl/ir.ts'
import { expressionText } from './expression-text.ts'
import type { Reason, Term } from './reason.ts'
import { valueText } from './value-text.ts'

/** One line for reasons under the same bindings: `for p = importer 1: p at 'using' is true, but vaddr = false`. */
export function reasonLines(reasons: readonly Reason[], model: Model): readonly string[] {
  const groups = new Map<string, Reason[]>()
  for (const reason of reasons) {
    const bindings = bindingsText(reason, model)
    groups.set(bindings, [...(groups.get(bindings) ?? []), reason])
  }
  return [...groups].map(([bindings, group]) => {
    const texts = (premise: boolean): string => {
      const chosen = group.filter((reason) => reason.premise === premise)
      return [...new Set(chosen.map((reason) => reasonText(reason, model)))].join(' and ')
    }
    const sides = [texts(true), texts(false)].filter((text) => text !== '')
    return `${bindings}${sides.join(', but ')}`
  })
}

function bindingsText({ bindings }: Reason, model: Model): string {
  if (bindings.length === 0) return ''
  const texts = bindings.map(({ binder: { name, sort }, value }) => {
    return `${name} = ${valueText(value, sort, model)}`
  })
  return `for ${texts.join(', ')}: `
}

function reasonText(reason: Reason, model: Model): string {
  const { expr, value, terms, after } = reason
  const outer = reason.bindings.map(({ binder }) => binder)
  if (isName(expr) || expr.sort.kind !== 'bool') return termText(reason, outer, model)
  const whole = expressionText(expr, model, outer)
  const texts = new Set(terms.map((term) => termText(term, outer, model)))
  // `count = 1 is true` needs no `count = 1` to tell why.
  texts.delete(whole)
  const because = texts.size === 0 ? '' : ` (${[...texts].join(', ')})`
  return `${whole} is ${String(value)}${after ? ' after the step' : ''}${because}`
}

function termText({ expr, value, after }: Term, outer: readonly Binder[], model: Model): string {
  const text = `${expressionText(expr, model, outer)} = ${valueText(value, expr.sort, model)}`
  return after ? `${text} after the step` : text
}

/** Reads as the name of what has a value, rather than as a statement. */
function isName({ kind }: Expr): boolean {
  return ['variable', 'bound', 'element', 'field', 'nth', 'unwrap'].includes(kind)
}
