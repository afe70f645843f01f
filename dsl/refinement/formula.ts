/** Expressions as a formula is written with them, simplified where one side is known. */

import type { Binder, Domain, Expr, Sort } from '../ir.ts'
import type { Site } from '../site.ts'
import { bool } from '../sort.ts'

/** What is built has the site of what it says something about. */
export class Formulas {
  readonly site: Site

  constructor(site: Site) {
    this.site = site
  }

  get yes(): Expr {
    return this.#bool(true)
  }

  get no(): Expr {
    return this.#bool(false)
  }

  /** The number, as an int of just this value. */
  number(value: number): Expr {
    return {
      kind: 'literal',
      sort: { kind: 'int', min: value, max: value },
      site: this.site,
      value,
    }
  }

  /** True when all are; evaluated from the left until one is false. */
  and(...parts: readonly Expr[]): Expr {
    return this.#connect('and', parts)
  }

  /** True when one is; evaluated from the left until one is true. */
  or(...parts: readonly Expr[]): Expr {
    return this.#connect('or', parts)
  }

  implies(left: Expr, right: Expr): Expr {
    if (isLiteral(right, true) || isLiteral(left, false)) return this.yes
    if (isLiteral(left, true)) return right
    return this.binary('implies', left, right)
  }

  not(operand: Expr): Expr {
    return { kind: 'unary', sort: bool, site: this.site, operator: 'not', operand }
  }

  equal(left: Expr, right: Expr): Expr {
    return this.binary('eq', left, right)
  }

  binary(
    operator: 'and' | 'or' | 'implies' | 'eq' | 'ne' | 'lt' | 'le',
    left: Expr,
    right: Expr,
  ): Expr {
    return { kind: 'binary', sort: bool, site: this.site, operator, left, right }
  }

  /** Whether the number is at least `least`, and less than `end`. */
  within(number: Expr, least: number, end: Expr): Expr {
    return this.and(this.binary('le', this.number(least), number), this.binary('lt', number, end))
  }

  every(binder: Binder, domain: Domain, body: Expr): Expr {
    if (isLiteral(body, true)) return body
    return this.quantified('all', binder, domain, body)
  }

  some(binder: Binder, domain: Domain, body: Expr): Expr {
    return this.quantified('some', binder, domain, body)
  }

  quantified(quantifier: 'all' | 'some' | 'one', binder: Binder, domain: Domain, body: Expr): Expr {
    return {
      kind: 'quantifier',
      sort: bool,
      site: this.site,
      quantifier,
      binder,
      domain,
      body,
    }
  }

  /** `sort` is that of both sides. */
  conditional(test: Expr, then: Expr, otherwise: Expr, sort: Sort): Expr {
    if (isLiteral(then, true) && isLiteral(otherwise, true)) return then
    return { kind: 'conditional', sort, site: this.site, test, then, otherwise }
  }

  bound({ bound, sort }: Binder): Expr {
    return { kind: 'bound', sort, site: this.site, bound }
  }

  /** The body in which the name is the value, which is defined. */
  named(binder: Binder, value: Expr, body: Expr): Expr {
    return isLiteral(body, true) ? body : this.binding(binder, value, body)
  }

  /** The same where evaluating the value may fault. */
  binding(binder: Binder, value: Expr, body: Expr): Expr {
    return { kind: 'let', sort: body.sort, site: this.site, binder, value, body }
  }

  /** The number of elements of a sequence or bag. */
  size(of: Expr, bound: number): Expr {
    return { kind: 'size', sort: { kind: 'int', min: 0, max: bound }, site: this.site, of }
  }

  #connect(operator: 'and' | 'or', parts: readonly Expr[]): Expr {
    const neutral = operator === 'and'
    const counting = parts.filter((part) => !isLiteral(part, neutral))
    const deciding = counting.findIndex((part) => isLiteral(part, !neutral))
    const kept = deciding === -1 ? counting : counting.slice(0, deciding + 1)
    const [first, ...others] = kept
    if (first === undefined) return this.#bool(neutral)
    return others.reduce((left, right) => this.binary(operator, left, right), first)
  }

  #bool(value: boolean): Expr {
    return { kind: 'literal', sort: bool, site: this.site, value }
  }
}

/** Whether it is written as this value. */
function isLiteral(expr: Expr, value: boolean): boolean {
  return expr.kind === 'literal' && expr.value === value
}
