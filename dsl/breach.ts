/** What breaks a rule of steps: a test of the state before a step, carried out of the expressions in which it was found. */

import type { Binder, Domain, Effect, Expr, ExprOf, Sort } from './ir.ts'
import type { Site } from './site.ts'
import { bool } from './sort.ts'
import { boundExpr, newBinder } from './terms/binder.ts'
import { visit } from './walk.ts'

/** Where the test is true, the step is a fault with this message. */
export interface Breach {
  readonly test: Expr
  readonly message: string
}

/** The effects that fail where one of these is true. */
export function failing(breaches: readonly Breach[], site: Site): readonly Effect[] {
  return breaches.map(({ test, message }) => {
    return { kind: 'when', test, then: [{ kind: 'fail', message, site }], otherwise: [], site }
  })
}

/** True where the guard is, or a rule is broken: what breaks one is not blocked. */
export function unblocked(guard: Expr, breaches: readonly Breach[]): Expr {
  return breaches.reduceRight<Expr>((right, { test: left }) => {
    return { kind: 'binary', sort: bool, site: guard.site, operator: 'or', left, right }
  }, guard)
}

/** Those of a part that is evaluated where the condition is true. */
export function where(condition: Expr, breaches: readonly Breach[]): readonly Breach[] {
  return changed(breaches, (test) => connected('and', condition, test))
}

/** Those of a part that is evaluated where it is false. */
export function unless(condition: Expr, breaches: readonly Breach[]): readonly Breach[] {
  return where(negated(condition), breaches)
}

/** Those of a body that is evaluated for every element. */
export function amongAll(
  binder: Binder,
  domain: Domain,
  breaches: readonly Breach[],
): readonly Breach[] {
  return changed(breaches, (body) => {
    const { site } = body
    return { kind: 'quantifier', sort: bool, site, quantifier: 'some', binder, domain, body }
  })
}

/** Those of the body of a quantifier: `all` and `some` visit no element behind the one that decides. */
export function amongVisited(
  expr: ExprOf<'quantifier'>,
  breaches: readonly Breach[],
): readonly Breach[] {
  const { quantifier, binder, domain, body } = expr
  if (quantifier !== 'all' && quantifier !== 'some') return amongAll(binder, domain, breaches)
  const sort: Sort = { kind: 'enum', values: ['searching', 'decided', 'touched'] }
  return changed(breaches, (touched) => {
    const { site } = touched
    const is = (value: string): Expr => ({ kind: 'literal', sort, site, value })
    const accumulator = newBinder('search', sort)
    const sofar = boundExpr(accumulator, site)
    const decides = quantifier === 'some' ? body : negated(body)
    const next = chosen(touched, is('touched'), chosen(decides, is('decided'), is('searching')))
    const search: Expr = {
      kind: 'fold',
      sort,
      site,
      binder,
      accumulator,
      domain,
      initial: is('searching'),
      body: chosen(equal(sofar, is('searching')), next, sofar),
    }
    return equal(search, is('touched'))
  })
}

/** Those of the body of a fold, which sees the value so far. */
export function whileFolding(fold: ExprOf<'fold'>, breaches: readonly Breach[]): readonly Breach[] {
  const { binder, domain, initial } = fold
  return breaches.flatMap((breach) => {
    if (!mentions(breach.test, fold.accumulator)) return amongAll(binder, domain, [breach])
    return changed([breach], (test) => {
      const { site } = test
      const fields = [
        { name: 'value', sort: fold.sort },
        { name: 'touched', sort: bool },
      ]
      const sort: Sort = { kind: 'record', fields }
      const pair = (value: Expr, isTouched: boolean): Expr => {
        const touched: Expr = { kind: 'literal', sort: bool, site, value: isTouched }
        const parts = [
          { name: 'value', value },
          { name: 'touched', value: touched },
        ]
        return { kind: 'record', sort, site, fields: parts }
      }
      const part = (record: Expr, field: string, of: Sort): Expr => {
        return { kind: 'field', sort: of, site, record, field }
      }
      const accumulator = newBinder('folding', sort)
      const sofar = boundExpr(accumulator, site)
      const next: Expr = {
        kind: 'let',
        sort,
        site,
        binder: fold.accumulator,
        value: part(sofar, 'value', fold.sort),
        body: chosen(test, pair(initial, true), pair(fold.body, false)),
      }
      const body = chosen(part(sofar, 'touched', bool), sofar, next)
      const start = pair(initial, false)
      const whole: Expr = { ...fold, sort, site, accumulator, initial: start, body }
      return part(whole, 'touched', bool)
    })
  })
}

/** Those of the body of a `let`. */
export function letting(
  { binder, value }: ExprOf<'let'>,
  breaches: readonly Breach[],
): readonly Breach[] {
  return changed(breaches, (body) => {
    return { kind: 'let', sort: bool, site: body.site, binder, value, body }
  })
}

/** Those of one case of a match. */
export function matching(
  match: ExprOf<'match'>,
  tag: string,
  breaches: readonly Breach[],
): readonly Breach[] {
  return changed(breaches, (test) => {
    const { site } = test
    const never: Expr = { kind: 'literal', sort: bool, site, value: false }
    const cases = match.cases.map((each) => ({ ...each, body: each.tag === tag ? test : never }))
    return { ...match, sort: bool, site, cases }
  })
}

/** The opposite. */
export function negated(operand: Expr): Expr {
  return { kind: 'unary', sort: bool, site: operand.site, operator: 'not', operand }
}

function changed(breaches: readonly Breach[], change: (test: Expr) => Expr): readonly Breach[] {
  return breaches.map(({ test, message }) => ({ test: change(test), message }))
}

function connected(operator: 'and' | 'eq', left: Expr, right: Expr): Expr {
  return { kind: 'binary', sort: bool, site: right.site, operator, left, right }
}

function equal(left: Expr, right: Expr): Expr {
  return connected('eq', left, right)
}

function chosen(test: Expr, then: Expr, otherwise: Expr): Expr {
  return { kind: 'conditional', sort: then.sort, site: test.site, test, then, otherwise }
}

function mentions(expr: Expr, { bound }: Binder): boolean {
  let found = false
  visit(expr, (part) => {
    if (part.kind === 'bound' && part.bound === bound) found = true
  })
  return found
}
