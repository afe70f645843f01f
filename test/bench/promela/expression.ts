/** Expressions in Promela. */

import type { Expr, ExprOf, ProcessId, Sort, VariableId } from '../../../dsl/ir.ts'
import { parenthesised, plus } from './infix.ts'
import { valuesOf } from './literals.ts'
import { Refusal } from './refusal.ts'
import { simplify } from './simplify.ts'
import { base, codes } from './storage.ts'

/** What names are in Promela. */
export interface Vocabulary {
  readonly threads: number
  /** The name of a variable, of which those of its components begin. */
  readonly variable: (variable: VariableId) => string
  /** The variable that holds a slot. */
  readonly slot: (slot: number) => string
  readonly firstThread: (process: ProcessId) => number
  /** The executing process's first thread; null in an action. */
  readonly self: number | null
}

/** A part of a variable or slot, as Promela names it. */
export interface Reference {
  readonly text: string
  /** The variable without the index. */
  readonly name: string
}

const infix: { readonly [operator: string]: string } = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  plus: '+',
  minus: '-',
  times: '*',
  and: '&&',
  or: '||',
}
const opposite: { readonly [sign: string]: string } = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

/** The expression: an int as itself, anything else as the number that stands for it. Throws a `Refusal`. */
export function promela(expr: Expr, words: Vocabulary): string {
  switch (expr.kind) {
    case 'literal':
      return literal(expr)
    case 'variable':
    case 'local':
    case 'field':
    case 'element':
      return held(expr, words)
    case 'self':
      return plus(current(expr, words), -(words.self ?? 0) + least(expr.sort))
    case 'current':
      return current(expr, words)
    case 'thread':
      return plus(promela(expr.instance, words), words.firstThread(expr.process))
    case 'unary':
      return expr.operator === 'not' ? not(expr.operand, words) : `-${operand(expr.operand, words)}`
    case 'binary':
      return binary(expr, words)
    case 'conditional': {
      const { test, then, otherwise } = expr
      return `(${promela(test, words)} -> ${promela(then, words)} : ${promela(otherwise, words)})`
    }
    case 'convert':
      return convert(expr, words)
    case 'none':
      return '0'
    case 'some':
      return plus(codeAs(expr.value, optionalOf(expr.sort), words), 1)
    case 'isSome':
      return `${operand(expr.optional, words)} != 0`
    case 'unwrap':
      return plus(operand(expr.optional, words), least(expr.sort) - 1)
    case 'variant': {
      const [first, payload] = caseOf(expr, expr.sort, expr.tag, words)
      if (expr.value === null || payload === null) return String(first)
      return plus(codeAs(expr.value, payload, words), first)
    }
    case 'isTag': {
      const [first, , count] = caseOf(expr, expr.variant.sort, expr.tag, words)
      const of = operand(expr.variant, words)
      return count === 1 ? `${of} == ${first}` : `${of} >= ${first} && ${of} < ${first + count}`
    }
    case 'collection':
      return union(expr.elements.map((element) => bit(element, elementSort(expr), words)))
    case 'member':
      return `(${operand(expr.of, words)} & ${bit(expr.element, elementSort(expr.of), words)}) != 0`
    case 'setOperation':
      return setOperation(expr, words)
    case 'size':
      return size(expr, words)
    case 'ordinal':
      return promela(expr.index, words)
    case 'indexOf':
      return promela(expr.ordinal, words)
    case 'neighbour': {
      if (expr.sort.kind !== 'index') throw new Error('only an index has neighbours')
      const { size: around } = expr.sort
      const { from, by } = walked(expr)
      const forward = ((by % around) + around) % around
      return `(${plus(operand(from, words), forward)}) % ${around}`
    }
    default:
      throw new Refusal(expr.site, `'${expr.kind}'`)
  }
}

/** The place or value that a chain of fields and elements names. Throws a `Refusal`. */
export function reference(expr: Expr, words: Vocabulary): Reference {
  const fields: string[] = []
  let index: string | null = null
  let stride = 1
  let at = expr
  for (;;) {
    if (at.kind === 'field') {
      fields.unshift(at.field)
      at = at.record
    } else if (at.kind === 'element') {
      const { array } = at
      if (array.sort.kind !== 'array') throw new Error('only an array has elements')
      const number = codeAs(at.index, array.sort.index, words)
      const own = stride === 1 ? number : `${parenthesised(number)} * ${stride}`
      index = index === null ? own : `${own} + ${index}`
      stride *= codes(array.sort.index, words.threads) ?? 1
      at = array
    } else break
  }
  if (at.kind !== 'variable' && at.kind !== 'local')
    throw new Refusal(at.site, `a part of '${at.kind}'`)
  const root = at.kind === 'variable' ? words.variable(at.variable) : words.slot(at.local)
  const name = [root, ...fields].join('_')
  return { name, text: index === null ? name : `${name}[${index}]` }
}

/** The number by which a value of a scalar place is held. */
export function heldAs(value: Expr, sort: Sort, words: Vocabulary): string {
  return plus(promela(value, words), -base(sort))
}

function held(expr: Expr, words: Vocabulary): string {
  return plus(reference(expr, words).text, base(expr.sort))
}

function literal({ value, sort }: ExprOf<'literal'>): string {
  if (sort.kind === 'enum') return String(sort.values.indexOf(String(value)))
  return String(value)
}

/** Where the values of an int begin, 0 for anything else. */
function least(sort: Sort): number {
  return sort.kind === 'int' ? sort.min : 0
}

/** The number from 0 of a value of this sort; of an int the expression's own sort may be narrower. */
function codeAs(expr: Expr, sort: Sort, words: Vocabulary): string {
  return plus(promela(expr, words), -least(sort))
}

function optionalOf(sort: Sort): Sort {
  if (sort.kind !== 'optional') throw new Error('an optional was expected')
  return sort.of
}

/** The number of a case's first value, the sort of its payload, and how many values it has. */
function caseOf(
  { site }: Expr,
  sort: Sort,
  tag: string,
  { threads }: Vocabulary,
): readonly [first: number, payload: Sort | null, count: number] {
  if (sort.kind !== 'variant') throw new Error('a variant was expected')
  let first = 0
  for (const each of sort.cases) {
    const count = each.sort === null ? 1 : codes(each.sort, threads)
    if (count === null) throw new Refusal(site, `the payload of '${each.tag}'`)
    if (each.tag === tag) return [first, each.sort, count]
    first += count
  }
  throw new Error(`there is no case '${tag}'`)
}

function current({ site }: Expr, { self }: Vocabulary): string {
  if (self === null) throw new Refusal(site, "'self' outside of a process")
  return '_pid'
}

/** An expression that needs no parentheses, whatever stands beside it. */
function operand(expr: Expr, words: Vocabulary): string {
  return parenthesised(promela(expr, words))
}

/** A chain of neighbours: where it begins, and how far it goes. */
function walked(expr: Expr): { readonly from: Expr; readonly by: number } {
  if (expr.kind !== 'neighbour') return { from: expr, by: 0 }
  const { from, by } = walked(expr.index)
  return { from, by: by + expr.by }
}

function not(inner: Expr, words: Vocabulary): string {
  const text = promela(inner, words)
  if (inner.kind === 'isSome' || inner.kind === 'member') return text.replace(/ != 0$/, ' == 0')
  if (inner.kind === 'binary') {
    const sign = infix[inner.operator] ?? ''
    const other = opposite[sign]
    if (other !== undefined) {
      return `${operand(inner.left, words)} ${other} ${operand(inner.right, words)}`
    }
  }
  return `!${operand(inner, words)}`
}

function binary(expr: ExprOf<'binary'>, words: Vocabulary): string {
  const { operator, left, right, site } = expr
  if (operator === 'min' || operator === 'max') {
    const [a, b] = [promela(left, words), promela(right, words)]
    return `(${a} ${operator === 'min' ? '<' : '>'} ${b} -> ${a} : ${b})`
  }
  if (operator === 'div' || operator === 'mod') {
    const mayBeNegative = [left, right].some(({ sort }) => sort.kind !== 'int' || sort.min < 0)
    if (mayBeNegative) throw new Refusal(site, `'${operator}' of what may be negative`)
    return `${operand(left, words)} ${operator === 'div' ? '/' : '%'} ${operand(right, words)}`
  }
  if (operator === 'iff') return `${operand(left, words)} == ${operand(right, words)}`
  const sign = infix[operator]
  if (sign === undefined) throw new Refusal(site, `'${operator}'`)
  const joined = (side: Expr): string => {
    const chained = side.kind === 'binary' && side.operator === operator
    return chained && (operator === 'and' || operator === 'or')
      ? promela(side, words)
      : operand(side, words)
  }
  return `${joined(left)} ${sign} ${joined(right)}`
}

function convert(expr: ExprOf<'convert'>, words: Vocabulary): string {
  const [from, to] = [expr.value.sort, expr.sort]
  const alike = from.kind === 'int' || JSON.stringify(from) === JSON.stringify(to)
  if (!alike) throw new Refusal(expr.site, `a conversion of a '${from.kind}'`)
  return promela(expr.value, words)
}

function elementSort({ sort, site }: Expr): Sort {
  if (sort.kind !== 'set') throw new Refusal(site, `a '${sort.kind}'`)
  return sort.of
}

function bit(element: Expr, of: Sort, words: Vocabulary): string {
  const number = codeAs(element, of, words)
  return /^\d+$/.test(number) ? String(2 ** Number(number)) : `(1 << ${parenthesised(number)})`
}

function setOperation(expr: ExprOf<'setOperation'>, words: Vocabulary): string {
  const [left, right] = [operand(expr.left, words), operand(expr.right, words)]
  switch (expr.operator) {
    case 'union':
      return union([left, right])
    case 'intersection':
      return `${left} & ${right}`
    case 'difference':
      return `${left} & ~${right}`
    case 'subset':
      return `(${left} & ~${right}) == 0`
  }
}

function union(masks: readonly string[]): string {
  const constant = masks.every((mask) => /^\d+$/.test(mask))
  if (constant) return String(masks.reduce((all, mask) => all | Number(mask), 0))
  return masks.join(' | ')
}

function size({ of, site }: ExprOf<'size'>, words: Vocabulary): string {
  if (of.sort.kind !== 'set') throw new Refusal(site, `the size of a '${of.sort.kind}'`)
  const bits = valuesOf(of.sort.of, words.threads, site).map((element) =>
    promela(simplify({ kind: 'member', sort: { kind: 'bool' }, site, element, of }), words),
  )
  return bits.map((each) => `(${each})`).join(' + ')
}
