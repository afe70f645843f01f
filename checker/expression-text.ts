/** Expressions as a reader of a report sees them: infix, with no more parentheses than they need. */

import { match } from 'ts-pattern'
import type {
  BinaryOperator,
  Binder,
  BoundId,
  Domain,
  Expr,
  ExprOf,
  Model,
  ProcessId,
  SetExpr,
} from '../dsl/ir.ts'
import { namesOf } from './names.ts'
import { sortText } from './sort-text.ts'
import { instanceNames, valueText, valueTexts } from './value-text.ts'

/**
 * `vmap_use_count = 0 and vaddr`, `all p in importer: p at 'using' implies vaddr`. Names are the model's; `outer` adds
 * names that are bound around the expression.
 */
export function expressionText(expr: Expr, model: Model, outer: readonly Binder[] = []): string {
  return new Writer(model, outer).text(expr)
}

/** The same as an operand: in parentheses where its operator binds less tightly than is needed. */
export function operandText(expr: Expr, model: Model, needed: Level): string {
  return new Writer(model, []).text(expr, needed)
}

/** How tightly the outermost operator of a text binds. */
export const level = {
  open: 0,
  iff: 1,
  implies: 2,
  or: 3,
  and: 4,
  not: 5,
  comparison: 6,
  sum: 7,
  product: 8,
  sign: 9,
  closed: 10,
} as const

export type Level = (typeof level)[keyof typeof level]

interface Piece {
  readonly text: string
  readonly level: Level
}

/** An operator: its word or sign, how tightly it binds, and how tightly each operand must. */
type Infix = readonly [sign: string, own: Level, left: Level, right: Level]

const infix: { readonly [Operator in Exclude<BinaryOperator, 'min' | 'max'>]: Infix } = {
  iff: ['iff', level.iff, level.implies, level.implies],
  implies: ['implies', level.implies, level.or, level.implies],
  or: ['or', level.or, level.or, level.or],
  and: ['and', level.and, level.and, level.and],
  eq: ['=', level.comparison, level.sum, level.sum],
  ne: ['!=', level.comparison, level.sum, level.sum],
  lt: ['<', level.comparison, level.sum, level.sum],
  le: ['<=', level.comparison, level.sum, level.sum],
  gt: ['>', level.comparison, level.sum, level.sum],
  ge: ['>=', level.comparison, level.sum, level.sum],
  plus: ['+', level.sum, level.sum, level.product],
  minus: ['-', level.sum, level.sum, level.product],
  times: ['*', level.product, level.product, level.sign],
  div: ['div', level.product, level.product, level.sign],
  mod: ['mod', level.product, level.product, level.sign],
}

const ofSets: { readonly [Operator in SetExpr['operator']]: Infix } = {
  union: ['union', level.sum, level.sum, level.product],
  intersection: ['intersect', level.sum, level.product, level.product],
  difference: ['minus', level.sum, level.sum, level.product],
  subset: ['subset of', level.comparison, level.sum, level.sum],
}

class Writer {
  readonly #model: Model
  /** Names that the expression binds itself: it need not be a part of the model. */
  readonly #bound: Map<BoundId, string>

  constructor(model: Model, outer: readonly Binder[]) {
    this.#model = model
    this.#bound = new Map(outer.map(({ bound, name }) => [bound, name]))
  }

  /** The text, in parentheses where its operator binds less tightly than is needed. */
  text(expr: Expr, needed: Level = level.open): string {
    const piece = this.#piece(expr)
    return piece.level < needed ? `(${piece.text})` : piece.text
  }

  #list(exprs: readonly Expr[]): string {
    return exprs.map((expr) => this.text(expr)).join(', ')
  }

  #name({ bound, name }: Binder): string {
    this.#bound.set(bound, name)
    return name
  }

  #domain(domain: Domain): string {
    return domain.kind === 'sort' ? sortText(domain.sort) : this.text(domain.of, level.sum)
  }

  #infix(
    [sign, own, left, right]: Infix,
    expr: { readonly left: Expr; readonly right: Expr },
  ): Piece {
    return {
      text: `${this.text(expr.left, left)} ${sign} ${this.text(expr.right, right)}`,
      level: own,
    }
  }

  /** An instance of a process, which has a name of its own when it is a literal. */
  #instance(id: ProcessId, instance: Expr): string {
    const process = this.#model.processes[id]
    const text = this.text(instance, level.closed)
    if (process === undefined || instance.kind !== 'literal') return text
    const number = valueTexts(process.sort, this.#model)?.indexOf(text) ?? -1
    return instanceNames(process, this.#model)[number] ?? text
  }

  #piece(expr: Expr): Piece {
    return match(expr)
      .with({ kind: 'literal' }, ({ value, sort }) => closed(valueText(value, sort, this.#model)))
      .with({ kind: 'variable' }, ({ variable }) => {
        return closed(this.#model.variables[variable]?.name ?? `variable ${variable}`)
      })
      .with({ kind: 'local' }, ({ local }) => {
        return closed(namesOf(this.#model).locals.get(local)?.name ?? `local ${local}`)
      })
      .with({ kind: 'bound' }, ({ bound }) => {
        const name = this.#bound.get(bound) ?? namesOf(this.#model).bound.get(bound)?.name
        return closed(name ?? `name ${bound}`)
      })
      .with({ kind: 'self' }, { kind: 'current' }, { kind: 'none' }, ({ kind }) => closed(kind))
      .with({ kind: 'thread' }, ({ process, instance }) => {
        return closed(this.#instance(process, instance))
      })
      .with({ kind: 'at' }, ({ process, instance, label }) => {
        const text = `${this.#instance(process, instance)} at '${label}'`
        return { text, level: level.comparison }
      })
      .with({ kind: 'terminated' }, ({ process, instance }) => {
        const text = `${this.#instance(process, instance)} has terminated`
        return { text, level: level.comparison }
      })
      .with({ kind: 'definition' }, ({ name }) => closed(name))
      .with({ kind: 'after' }, ({ body }) => closed(`after(${this.text(body)})`))
      .with({ kind: 'unary', operator: 'not' }, ({ operand }) => {
        return { text: `not ${this.text(operand, level.closed)}`, level: level.not }
      })
      .with({ kind: 'unary', operator: 'negate' }, ({ operand }) => {
        return { text: `-${this.text(operand, level.closed)}`, level: level.sign }
      })
      .with({ kind: 'binary' }, (e) => this.#binary(e))
      .with({ kind: 'conditional' }, ({ test, then, otherwise }) => {
        const text = `if ${this.text(test)} then ${this.text(then)} else ${this.text(otherwise)}`
        return { text, level: level.open }
      })
      .with({ kind: 'quantifier' }, (e) => this.#quantifier(e))
      .with({ kind: 'image' }, ({ binder, domain, body }) => {
        const over = `${this.#name(binder)} in ${this.#domain(domain)}`
        return closed(`{${this.text(body)}: ${over}}`)
      })
      .with({ kind: 'fold' }, ({ binder, accumulator, domain, initial, body }) => {
        const over = `${this.#name(binder)} in ${this.#domain(domain)}`
        const from = `${this.#name(accumulator)} from ${this.text(initial)}`
        return closed(`fold(${over}, ${from}: ${this.text(body)})`)
      })
      .with({ kind: 'let' }, ({ binder, value, body }) => {
        const text = `let ${this.#name(binder)} = ${this.text(value)} in ${this.text(body)}`
        return { text, level: level.open }
      })
      .with({ kind: 'convert' }, ({ value }) => this.#piece(value))
      .with({ kind: 'some' }, ({ value }) => closed(`some(${this.text(value)})`))
      .with({ kind: 'isSome' }, ({ optional }) => {
        return { text: `${this.text(optional, level.sum)} != none`, level: level.comparison }
      })
      .with({ kind: 'unwrap' }, ({ optional }) => closed(`value(${this.text(optional)})`))
      .with({ kind: 'record' }, ({ fields }) => {
        return closed(
          `[${fields.map(({ name, value }) => `${name}: ${this.text(value)}`).join(', ')}]`,
        )
      })
      .with({ kind: 'field' }, (e) => closed(`${this.text(e.record, level.closed)}.${e.field}`))
      .with({ kind: 'withField' }, (e) => {
        return closed(`[${this.text(e.record)} with ${e.field}: ${this.text(e.value)}]`)
      })
      .with({ kind: 'variant' }, ({ tag, value }) => {
        return closed(value === null ? tag : `${tag}(${this.text(value)})`)
      })
      .with({ kind: 'isTag' }, ({ variant, tag }) => {
        return { text: `${this.text(variant, level.sum)} is ${tag}`, level: level.comparison }
      })
      .with({ kind: 'match' }, ({ subject, cases }) => {
        const parts = cases.map(({ tag, binder, body }) => {
          const payload = binder === null ? '' : `(${this.#name(binder)})`
          return `${tag}${payload}: ${this.text(body)}`
        })
        return closed(`match ${this.text(subject)} {${parts.join('; ')}}`)
      })
      .with({ kind: 'array' }, ({ binder, body }) => {
        const over = `${this.#name(binder)} in ${sortText(binder.sort)}`
        return closed(`[${over}: ${this.text(body)}]`)
      })
      .with({ kind: 'table' }, ({ entries }) => closed(`[${this.#list(entries)}]`))
      .with({ kind: 'element' }, (e) => {
        return closed(`${this.text(e.array, level.closed)}[${this.text(e.index)}]`)
      })
      .with({ kind: 'withElement' }, (e) => {
        return closed(`[${this.text(e.array)} with [${this.text(e.index)}]: ${this.text(e.value)}]`)
      })
      .with({ kind: 'collection' }, ({ sort, elements }) => {
        const list = this.#list(elements)
        if (sort.kind === 'sequence') return closed(`<${list}>`)
        return closed(sort.kind === 'bag' ? `bag {${list}}` : `{${list}}`)
      })
      .with({ kind: 'size' }, ({ of }) => closed(`size(${this.text(of)})`))
      .with({ kind: 'member' }, ({ element, of }) => {
        const text = `${this.text(element, level.sum)} in ${this.text(of, level.sum)}`
        return { text, level: level.comparison }
      })
      .with({ kind: 'setOperation' }, (e) => this.#infix(ofSets[e.operator], e))
      .with({ kind: 'nth' }, (e) => {
        return closed(`${this.text(e.sequence, level.closed)}[${this.text(e.index)}]`)
      })
      .with({ kind: 'concat' }, (e) => this.#infix(['++', level.sum, level.sum, level.product], e))
      .with({ kind: 'slice' }, ({ sequence, from, to }) => {
        return closed(`slice(${this.#list([sequence, from, to])})`)
      })
      .with({ kind: 'withNth' }, (e) => {
        const at = this.text(e.index)
        return closed(`[${this.text(e.sequence)} with [${at}]: ${this.text(e.value)}]`)
      })
      .with({ kind: 'bagChange' }, ({ change, bag, element }) => {
        return closed(`${change}(${this.#list([bag, element])})`)
      })
      .with({ kind: 'occurrences' }, ({ bag, element }) => {
        return closed(`occurrences(${this.#list([bag, element])})`)
      })
      .with({ kind: 'ordinal' }, ({ index }) => closed(`ordinal(${this.text(index)})`))
      .with({ kind: 'indexOf' }, ({ ordinal, sort }) => {
        return closed(`${sortText(sort)}(${this.text(ordinal)})`)
      })
      .with({ kind: 'neighbour' }, ({ index, by }) => {
        return closed(`${by === 1 ? 'next' : 'previous'}(${this.text(index)})`)
      })
      .exhaustive()
  }

  #binary(expr: ExprOf<'binary'>): Piece {
    const { operator } = expr
    if (operator === 'min' || operator === 'max') {
      return closed(`${operator}(${this.#list([expr.left, expr.right])})`)
    }
    return this.#infix(infix[operator], expr)
  }

  #quantifier({ quantifier, binder, domain, body }: ExprOf<'quantifier'>): Piece {
    const over = `${this.#name(binder)} in ${this.#domain(domain)}: ${this.text(body)}`
    switch (quantifier) {
      case 'all':
      case 'some':
        return { text: `${quantifier} ${over}`, level: level.open }
      case 'one':
        return { text: `exactly one ${over}`, level: level.open }
      case 'count':
      case 'the':
        return closed(`${quantifier}(${over})`)
      case 'filter':
        return closed(`{${over}}`)
    }
  }
}

function closed(text: string): Piece {
  return { text, level: level.closed }
}
