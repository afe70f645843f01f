/** Whether an expression has a value, as an expression that always has one. */

import { canFault } from '../can-fault.ts'
import type { Binder, Domain, Expr, ExprOf, Sort } from '../ir.ts'
import { newBinder } from '../terms/binder.ts'
import { subexpressions } from '../walk.ts'
import { fits } from './fits.ts'
import { Formulas } from './formula.ts'

/** True where evaluating the expression does not end in a fault. It has the names that the expression has. */
export function isDefined(expr: Expr): Expr {
  const formulas = new Formulas(expr.site)
  if (!canFault(expr)) return formulas.yes
  switch (expr.kind) {
    case 'binary':
      return ofBinary(expr, formulas)
    case 'conditional': {
      const [then, otherwise] = [isDefined(expr.then), isDefined(expr.otherwise)]
      const chosen = formulas.conditional(expr.test, then, otherwise, formulas.yes.sort)
      return formulas.and(isDefined(expr.test), chosen)
    }
    case 'quantifier':
      return formulas.and(isDomainDefined(expr.domain, formulas), ofQuantifier(expr, formulas))
    case 'image': {
      const { binder, domain, body } = expr
      return formulas.and(
        isDomainDefined(domain, formulas),
        formulas.every(binder, domain, isDefined(body)),
      )
    }
    case 'fold':
      return ofFold(expr, formulas)
    case 'array':
      return formulas.every(
        expr.binder,
        { kind: 'sort', sort: expr.binder.sort },
        isDefined(expr.body),
      )
    case 'let': {
      const inside = formulas.named(expr.binder, expr.value, isDefined(expr.body))
      return formulas.and(isDefined(expr.value), inside)
    }
    case 'match': {
      const cases = expr.cases.map((each) => ({ ...each, body: isDefined(each.body) }))
      return formulas.and(isDefined(expr.subject), { ...expr, sort: formulas.yes.sort, cases })
    }
    default:
      return formulas.and(...subexpressions(expr).map(isDefined), ofNode(expr, formulas))
  }
}

/** Whether the collection has a value of whose elements the domain is made. */
export function isDomainDefined(domain: Domain, formulas: Formulas): Expr {
  return domain.kind === 'sort' ? formulas.yes : isDefined(domain.of)
}

/** What the node itself asks of the values of its parts. */
function ofNode(expr: Expr, formulas: Formulas): Expr {
  switch (expr.kind) {
    case 'convert':
      return fits(expr.value, expr.sort, formulas)
    case 'unwrap':
      return { ...formulas.yes, kind: 'isSome', optional: expr.optional }
    case 'nth':
    case 'withNth':
      return formulas.within(expr.index, 0, sizeOf(expr.sequence, formulas))
    case 'slice': {
      const { sequence, from, to } = expr
      return formulas.and(
        formulas.binary('le', formulas.number(0), from),
        formulas.binary('le', from, to),
        formulas.binary('le', to, sizeOf(sequence, formulas)),
      )
    }
    case 'concat': {
      const { sort, left, right } = expr
      const length = sum(sizeOf(left, formulas), sizeOf(right, formulas))
      return formulas.binary('le', length, formulas.number(boundOf(sort)))
    }
    case 'collection':
      return 'bound' in expr.sort && expr.elements.length > expr.sort.bound
        ? formulas.no
        : formulas.yes
    case 'bagChange': {
      const { change, bag, element } = expr
      if (change === 'remove') return { ...formulas.yes, kind: 'member', element, of: bag }
      return formulas.binary('lt', sizeOf(bag, formulas), formulas.number(boundOf(expr.sort)))
    }
    case 'indexOf':
      return expr.sort.kind === 'index'
        ? formulas.within(expr.ordinal, 0, formulas.number(expr.sort.size))
        : formulas.yes
    default:
      return formulas.yes
  }
}

function ofBinary(expr: ExprOf<'binary'>, formulas: Formulas): Expr {
  const { operator, left, right } = expr
  const [first, second] = [isDefined(left), isDefined(right)]
  switch (operator) {
    case 'and':
    case 'implies':
      return formulas.and(first, formulas.implies(left, second))
    case 'or':
      return formulas.and(
        first,
        formulas.conditional(left, formulas.yes, second, formulas.yes.sort),
      )
    case 'div':
    case 'mod':
      return formulas.and(first, second, formulas.binary('ne', right, formulas.number(0)))
    default:
      return formulas.and(first, second)
  }
}

function ofQuantifier(expr: ExprOf<'quantifier'>, formulas: Formulas): Expr {
  const { quantifier, binder, domain, body } = expr
  const each = isDefined(body)
  switch (quantifier) {
    case 'all':
    case 'some':
      return untilDecided(expr, each, formulas)
    case 'the':
      return formulas.and(
        formulas.every(binder, domain, each),
        formulas.quantified('one', binder, domain, body),
      )
    default:
      return formulas.every(binder, domain, each)
  }
}

const open = 0
const decided = 1
const undefinedBefore = 2

/** The elements are gone through until one decides; what comes behind that one does not matter. */
function untilDecided(
  { quantifier, binder, domain, body }: ExprOf<'quantifier'>,
  each: Expr,
  formulas: Formulas,
): Expr {
  if (each.kind === 'literal' && each.value === true) return each
  const sort: Sort = { kind: 'int', min: open, max: undefinedBefore }
  const sofar = newBinder('sofar', sort)
  const decides = quantifier === 'all' ? formulas.not(body) : body
  const number = (value: number): Expr => ({ ...formulas.number(value), sort })
  const here = formulas.conditional(decides, number(decided), number(open), sort)
  const next = formulas.conditional(each, here, number(undefinedBefore), sort)
  const isOpen = formulas.equal(formulas.bound(sofar), formulas.number(open))
  const end: Expr = {
    kind: 'fold',
    sort,
    site: formulas.site,
    binder,
    accumulator: sofar,
    domain,
    initial: number(open),
    body: formulas.conditional(isOpen, next, formulas.bound(sofar), sort),
  }
  return formulas.binary('ne', end, formulas.number(undefinedBefore))
}

/** The same fold over a value that there may be none of. */
function ofFold(expr: ExprOf<'fold'>, formulas: Formulas): Expr {
  const { accumulator, binder, domain, initial, body } = expr
  const each = isDefined(body)
  const before = formulas.and(isDomainDefined(domain, formulas), isDefined(initial))
  if (each.kind === 'literal' && each.value === true) return before
  const of = accumulator.sort
  const sort: Sort = { kind: 'optional', of }
  const { site } = formulas
  const none: Expr = { kind: 'none', sort, site }
  const sofar: Binder = newBinder(accumulator.name, sort)
  const there = formulas.bound(sofar)
  const next = formulas.conditional(each, some(body, of, formulas), none, sort)
  const value: Expr = { kind: 'unwrap', sort: of, site, optional: there }
  const end: Expr = {
    kind: 'fold',
    sort,
    site,
    binder,
    accumulator: sofar,
    domain,
    initial: some(initial, of, formulas),
    body: formulas.conditional(
      isSome(there, formulas),
      { kind: 'let', sort, site, binder: accumulator, value, body: next },
      none,
      sort,
    ),
  }
  return formulas.and(before, isSome(end, formulas))
}

function isSome(optional: Expr, formulas: Formulas): Expr {
  return { ...formulas.yes, kind: 'isSome', optional }
}

function some(value: Expr, of: Sort, { site }: Formulas): Expr {
  return { kind: 'some', sort: { kind: 'optional', of }, site, value }
}

function sizeOf(of: Expr, formulas: Formulas): Expr {
  return formulas.size(of, boundOf(of.sort))
}

function boundOf(sort: Sort): number {
  if (sort.kind === 'sequence' || sort.kind === 'bag') return sort.bound
  throw new Error(`A sort without a bound: ${sort.kind}`)
}

function sum(left: Expr, right: Expr): Expr {
  const max = boundAbove(left) + boundAbove(right)
  return {
    kind: 'binary',
    sort: { kind: 'int', min: 0, max },
    site: left.site,
    operator: 'plus',
    left,
    right,
  }
}

function boundAbove({ sort }: Expr): number {
  return sort.kind === 'int' ? sort.max : 0
}
