/**
 * What has to be true at least once for a property to say anything: the left side of each implication in it, and what a `leadsTo`
 * begins with.
 */

import type { BinaryOperator, Expr, Formula, Model } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'

export interface Witness {
  readonly kind: 'implication' | 'trigger'
  /** The name of the property. */
  readonly property: string
  /** As the author has written it. */
  readonly left: Expr
  /** True where the left side is, and the property comes to ask for it. */
  readonly expr: Expr
  /** Whether `expr` is about a step: it has `after` in it, or stands in something that has. */
  readonly ofStep: boolean
  readonly site: Site
}

/**
 * By property as declared, temporal ones last; within one in the order of the text. Rules are no property of the author's, and what a
 * refinement comes to is no text of his.
 */
export function witnessesOf({ properties, temporal }: Model): readonly Witness[] {
  const found: Witness[] = []
  for (const { kind, name, expr, refines } of properties) {
    if (kind === 'rule' || kind === 'reachable' || kind === 'initial') continue
    if (refines !== undefined) continue
    for (const one of implications(expr)) {
      found.push({ kind: 'implication', property: name, ofStep: kind === 'step', ...one })
    }
  }
  for (const { name, formula } of temporal) found.push(...inFormula(name, formula))
  return found
}

type Implication = Pick<Witness, 'left' | 'expr' | 'site'>

/** Puts a test of a part of an expression into what is around that part: where the whole comes to the part, and the test is true. */
type Around = (test: Expr) => Expr

const bare: Around = (test) => test

/** The implications of an expression, as far as they can be told apart. */
function implications(expr: Expr, around: Around = bare): readonly Implication[] {
  const inside = (part: Expr, closer: Around = bare): readonly Implication[] =>
    implications(part, (test) => around(closer(test)))
  switch (expr.kind) {
    case 'binary': {
      const { operator, left, right, site } = expr
      switch (operator) {
        case 'and':
          return [...inside(left), ...inside(right, (test) => both(left, test, expr))]
        case 'or':
          return [...inside(left), ...inside(right, (test) => both(not(left), test, expr))]
        case 'implies':
          return [
            { left, expr: around(left), site },
            ...inside(left),
            ...inside(right, (test) => both(left, test, expr)),
          ]
        case 'iff':
          return [...inside(left), ...inside(right)]
        default:
          return []
      }
    }
    case 'unary':
      return expr.operator === 'not' ? inside(expr.operand) : []
    case 'definition':
      return inside(expr.body)
    case 'let':
      return inside(expr.body, (test) => ({ ...expr, sort: test.sort, body: test }))
    case 'after':
      return inside(expr.body, (test) => ({ ...expr, sort: test.sort, body: test }))
    case 'conditional': {
      const { test: decides, then, otherwise } = expr
      return [
        ...inside(decides),
        ...inside(then, (test) => both(decides, test, expr)),
        ...inside(otherwise, (test) => both(not(decides), test, expr)),
      ]
    }
    case 'quantifier': {
      const { quantifier, body } = expr
      if (quantifier !== 'all' && quantifier !== 'some') return []
      return inside(body, (test) => ({ ...expr, quantifier: 'some', sort: test.sort, body: test }))
    }
    default:
      return []
  }
}

function inFormula(property: string, formula: Formula): readonly Witness[] {
  switch (formula.kind) {
    case 'state':
    case 'step':
      return implications(formula.expr).map((one): Witness => {
        return { kind: 'implication', property, ofStep: formula.kind === 'step', ...one }
      })
    case 'not':
    case 'always':
    case 'eventually':
    case 'next':
      return inFormula(property, formula.operand)
    case 'leadsTo':
    case 'implies':
      return [
        ...triggers(property, formula.kind === 'leadsTo' ? 'trigger' : 'implication', formula.left),
        ...inFormula(property, formula.left),
        ...inFormula(property, formula.right),
      ]
    case 'and':
    case 'or':
    case 'until':
    case 'weakUntil':
    case 'release':
      return [...inFormula(property, formula.left), ...inFormula(property, formula.right)]
  }
}

/** A left side that is no test of one state or step, but of what comes later, is not judged. */
function triggers(property: string, kind: Witness['kind'], left: Formula): readonly Witness[] {
  const expr = testOf(left)
  if (expr === null) return []
  const ofStep = hasStep(left)
  return [{ kind, property, left: expr, expr, ofStep, site: left.site }]
}

/** The formula as one test; null where it speaks of later, or says of a step that it is not taken. */
function testOf(formula: Formula): Expr | null {
  switch (formula.kind) {
    case 'state':
    case 'step':
      return formula.expr
    case 'not': {
      const operand = hasStep(formula.operand) ? null : testOf(formula.operand)
      return operand === null ? null : not(operand)
    }
    case 'and':
    case 'or': {
      const [left, right] = [testOf(formula.left), testOf(formula.right)]
      if (left === null || right === null) return null
      // Where one side is about a step the other may be true where none is taken.
      if (formula.kind === 'or' && hasStep(formula.left) !== hasStep(formula.right)) return null
      return joined(formula.kind, left, right)
    }
    default:
      return null
  }
}

function hasStep(formula: Formula): boolean {
  if ('expr' in formula) return formula.kind === 'step'
  if ('operand' in formula) return hasStep(formula.operand)
  return hasStep(formula.left) || hasStep(formula.right)
}

/** True where a test is, once something else is. */
function both(first: Expr, then: Expr, { sort }: Expr): Expr {
  return joined('and', first, then, sort)
}

function joined(operator: BinaryOperator, left: Expr, right: Expr, sort = left.sort): Expr {
  return { kind: 'binary', operator, left, right, sort, site: right.site }
}

function not(operand: Expr): Expr {
  return { kind: 'unary', operator: 'not', operand, sort: operand.sort, site: operand.site }
}
