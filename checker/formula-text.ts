/** Temporal formulas as a reader of a report sees them: in words, with no more parentheses than they need. */

import type { Formula, Model } from '../dsl/ir.ts'
import { level, operandText, type Level } from './expression-text.ts'

/** `importer 1 at 'waiting' leads to importer 1 at 'using'`, `always eventually x = 0`. */
export function formulaText(formula: Formula, model: Model): string {
  return new Writer(model).text(formula, level.open)
}

/** What stands between the operands. */
const signs = {
  until: 'until',
  weakUntil: 'unless',
  release: 'releases',
  leadsTo: 'leads to',
} as const

class Writer {
  readonly #model: Model

  constructor(model: Model) {
    this.#model = model
  }

  /** The text, in parentheses where its operator binds less tightly than is needed. */
  text(formula: Formula, needed: Level): string {
    switch (formula.kind) {
      case 'state':
        return operandText(formula.expr, this.#model, needed)
      case 'step':
        return `taken(${operandText(formula.expr, this.#model, level.open)})`
      case 'not': {
        // As in an expression: a test behind it is closed.
        const inner = formula.operand.kind === 'state' ? level.closed : level.not
        return enclosed(`not ${this.text(formula.operand, inner)}`, level.not, needed)
      }
      case 'always':
      case 'eventually':
      case 'next':
        return enclosed(
          `${formula.kind} ${this.text(formula.operand, level.not)}`,
          level.not,
          needed,
        )
      case 'and':
      case 'or': {
        const own = level[formula.kind]
        return this.#infix(formula, formula.kind, own, own, own, needed)
      }
      case 'implies':
        return this.#infix(formula, 'implies', level.implies, level.or, level.implies, needed)
      case 'until':
      case 'weakUntil':
      case 'release':
      case 'leadsTo':
        return this.#infix(formula, signs[formula.kind], level.open, level.or, level.or, needed)
    }
  }

  #infix(
    operands: { readonly left: Formula; readonly right: Formula },
    sign: string,
    own: Level,
    left: Level,
    right: Level,
    needed: Level,
  ): string {
    const text = `${this.text(operands.left, left)} ${sign} ${this.text(operands.right, right)}`
    return enclosed(text, own, needed)
  }
}

function enclosed(text: string, own: Level, needed: Level): string {
  return own < needed ? `(${text})` : text
}
