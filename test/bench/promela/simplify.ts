/** Expressions with constants folded, and parts of what is known taken out of it. */

import type { Expr, ExprOf, Sort } from '../../../dsl/ir.ts'
import { constant, truth, valuesOf } from './literals.ts'
import { Refusal } from './refusal.ts'

export function both(left: Expr, right: Expr): Expr {
  return logical('and', left, right)
}

export function either(left: Expr, right: Expr): Expr {
  return logical('or', left, right)
}

function logical(operator: 'and' | 'or', left: Expr, right: Expr): Expr {
  return simplify({ kind: 'binary', operator, sort: left.sort, site: left.site, left, right })
}

export function negated(operand: Expr): Expr {
  const { sort, site } = operand
  return simplify({ kind: 'unary', operator: 'not', sort, site, operand })
}

/** One value or the other. */
export function choice(test: Expr, then: Expr, otherwise: Expr, sort: Sort): Expr {
  return simplify({ kind: 'conditional', sort, site: test.site, test, then, otherwise })
}

/** The element of an array, or the field of a record, of what is known of it. */
export function part(
  whole: Expr,
  selector: { readonly index: Expr } | { readonly field: string },
): Expr {
  const { sort, site } = whole
  if ('index' in selector) {
    if (sort.kind !== 'array') throw new Error('only an array has elements')
    return simplify({
      kind: 'element',
      sort: sort.element,
      site,
      array: whole,
      index: selector.index,
    })
  }
  const { field } = selector
  const found = sort.kind === 'record' ? sort.fields.find(({ name }) => name === field) : undefined
  if (found === undefined) throw new Error(`there is no field '${field}'`)
  return simplify({ kind: 'field', sort: found.sort, site, record: whole, field })
}

/** Whether both are the same text, wherever they were written. */
export function sameExpr(left: Expr, right: Expr): boolean {
  return keyOf(left) === keyOf(right)
}

/** The same for the same text, wherever it was written. */
export function keyOf(expr: Expr): string {
  return JSON.stringify(expr, (name, value: unknown) =>
    name === 'site' || name === 'access' ? undefined : value,
  )
}

/** Folds the outermost node, whose operands are simple already. */
export function simplify(expr: Expr): Expr {
  switch (expr.kind) {
    case 'unary':
      return expr.operator === 'not' ? not(expr) : expr
    case 'binary':
      return binary(expr)
    case 'conditional': {
      const test = constant(expr.test)
      if (test !== null) return test === true ? expr.then : expr.otherwise
      if (sameExpr(expr.then, expr.otherwise)) return expr.then
      if (expr.sort.kind !== 'bool') return expr
      if (constant(expr.then) === true) return either(expr.test, expr.otherwise)
      if (constant(expr.then) === false) return both(negated(expr.test), expr.otherwise)
      if (constant(expr.otherwise) === true) return either(negated(expr.test), expr.then)
      if (constant(expr.otherwise) === false) return both(expr.test, expr.then)
      return expr
    }
    case 'isSome':
      if (expr.optional.kind === 'some') return truth(true, expr.site)
      if (expr.optional.kind === 'none') return truth(false, expr.site)
      return pushed(expr, expr.optional, (optional) => ({ ...expr, optional }))
    case 'unwrap':
      return expr.optional.kind === 'some' ? expr.optional.value : expr
    case 'some':
      // What an optional was just unwrapped from.
      return expr.value.kind === 'unwrap' ? expr.value.optional : expr
    case 'field':
      return field(expr)
    case 'element':
      return element(expr)
    default:
      return expr
  }
}

/** A test of a choice is a choice of tests, where that makes one of them constant. */
function pushed(expr: Expr, operand: Expr, of: (operand: Expr) => Expr): Expr {
  if (operand.kind !== 'conditional') return expr
  const then = simplify(of(operand.then))
  const otherwise = simplify(of(operand.otherwise))
  if (constant(then) === null && constant(otherwise) === null) return expr
  return choice(operand.test, then, otherwise, expr.sort)
}

function not(expr: ExprOf<'unary'>): Expr {
  const { operand } = expr
  const value = constant(operand)
  if (value !== null) return truth(value !== true, expr.site)
  if (operand.kind === 'unary' && operand.operator === 'not') return operand.operand
  return expr
}

function binary(expr: ExprOf<'binary'>): Expr {
  const { operator, left, right, site } = expr
  const [a, b] = [constant(left), constant(right)]
  switch (operator) {
    case 'and':
      if (a === false || b === true) return left
      if (a === true || b === false) return right
      return sameExpr(left, right) ? left : expr
    case 'or':
      if (a === true || b === false) return left
      if (a === false || b === true) return right
      return sameExpr(left, right) ? left : expr
    case 'implies':
      return either(negated(left), right)
    case 'eq':
    case 'iff':
      return equality(expr)
    case 'ne':
      return negated(equality({ ...expr, operator: 'eq' }))
    case 'lt':
      return typeof a === 'number' && typeof b === 'number' ? truth(a < b, site) : expr
    case 'le':
      return typeof a === 'number' && typeof b === 'number' ? truth(a <= b, site) : expr
    case 'gt':
      return typeof a === 'number' && typeof b === 'number' ? truth(a > b, site) : expr
    case 'ge':
      return typeof a === 'number' && typeof b === 'number' ? truth(a >= b, site) : expr
    default:
      return expr
  }
}

function equality(expr: ExprOf<'binary'>): Expr {
  const { left, right, site } = expr
  const [a, b] = [constant(left), constant(right)]
  if (a !== null && b !== null) return truth(a === b, site)
  if (sameExpr(left, right)) return truth(true, site)
  if (left.sort.kind === 'bool') {
    if (b !== null) return b === true ? left : negated(left)
    if (a !== null) return a === true ? right : negated(right)
  }
  if (left.kind === 'none' && right.kind === 'some') return truth(false, site)
  if (left.kind === 'some' && right.kind === 'none') return truth(false, site)
  if (left.kind === 'some' && right.kind === 'some') {
    return simplify({ ...expr, left: left.value, right: right.value })
  }
  if (left.sort.kind === 'record') {
    return left.sort.fields
      .map(({ name }) =>
        equality({
          ...expr,
          left: part(left, { field: name }),
          right: part(right, { field: name }),
        }),
      )
      .reduce(both, truth(true, site))
  }
  if (left.sort.kind === 'array') throw new Refusal(site, 'a comparison of arrays')
  return expr
}

function field(expr: ExprOf<'field'>): Expr {
  const { record, field: name } = expr
  if (record.kind === 'record') {
    const found = record.fields.find((each) => each.name === name)
    if (found !== undefined) return found.value
  }
  if (record.kind === 'withField') {
    return record.field === name ? record.value : simplify({ ...expr, record: record.record })
  }
  if (record.kind === 'conditional') {
    const { test, then, otherwise } = record
    return choice(
      test,
      simplify({ ...expr, record: then }),
      simplify({ ...expr, record: otherwise }),
      expr.sort,
    )
  }
  return expr
}

function element(expr: ExprOf<'element'>): Expr {
  const { array, index, sort, site } = expr
  if (array.kind === 'withElement') {
    const equal = equality({
      kind: 'binary',
      operator: 'eq',
      sort: { kind: 'bool' },
      site,
      left: array.index,
      right: index,
    })
    return choice(equal, array.value, simplify({ ...expr, array: array.array }), sort)
  }
  if (array.kind === 'conditional') {
    const { test, then, otherwise } = array
    return choice(
      test,
      simplify({ ...expr, array: then }),
      simplify({ ...expr, array: otherwise }),
      sort,
    )
  }
  if (array.kind !== 'table' || array.sort.kind !== 'array') return expr
  const indices = valuesOf(array.sort.index, array.entries.length, site)
  return (
    indices
      .map((at, i) => ({ at, entry: array.entries[i] ?? expr }))
      .reduceRight<Expr | null>((rest, { at, entry }) => {
        if (rest === null) return entry
        const equal = equality({
          kind: 'binary',
          operator: 'eq',
          sort: { kind: 'bool' },
          site,
          left: index,
          right: at,
        })
        return choice(equal, entry, rest, sort)
      }, null) ?? expr
  )
}
