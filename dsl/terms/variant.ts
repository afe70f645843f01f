/** Terms of a variant sort. */

import type { Case, Expr, Sort, SortOf } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { here } from '../site.ts'
import { bool, type CaseSorts, type VariantSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { boundExpr, boundTerm, newBinder } from './binder.ts'
import { callbackName } from './callback.ts'
import { lift, noSuchCase } from './lift.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input, TermOf } from './types.ts'

/** For each case what it gives; one with a payload is a function of the payload. The compiler rejects a missing case. */
type Cases<C extends CaseSorts, R extends Sort> = {
  readonly [K in keyof C]: C[K] extends Sort ? (payload: TermOf<C[K]>) => Input<R> : () => Input<R>
}

/** The cases that carry a value. */
type CarryingCases<C extends CaseSorts> = {
  [K in keyof C & string]: C[K] extends Sort ? K : never
}[keyof C & string]

/** A value of one of the cases `C`. */
export class VariantTerm<C extends CaseSorts> extends Term<VariantSort<C>> {
  /** Whether it is of this case. */
  is<K extends keyof C & string>(tag: K): BoolTerm {
    caseOf(this.sort, tag)
    return make({ kind: 'isTag', sort: bool, site: here(), variant: this.expr, tag }, bool)
  }

  /** What it carries, when it is of this case. A fault when it is not. */
  get<K extends CarryingCases<C>>(tag: K): TermOf<C[K] & Sort> {
    const site = here()
    const { sort } = caseOf(this.sort, tag)
    if (sort === null) return mistaken(site, `the case '${tag}' carries no value`, "Use 'is'")
    const nothing: Expr = { kind: 'none', sort: { kind: 'optional', of: sort }, site }
    const fault: Expr = { kind: 'unwrap', sort, site, optional: nothing }
    const cases = this.sort.cases.map((each) => {
      if (each.sort === null) return { tag: each.tag, binder: null, body: fault }
      const binder = newBinder(each.tag, each.sort)
      const payload = boundExpr(binder, site)
      return { tag: each.tag, binder, body: each.tag === tag ? payload : fault }
    })
    // `variant` made this list of cases from `C`.
    return make({ kind: 'match', sort, site, subject: this.expr, cases }, sort as C[K] & Sort)
  }

  /** A value of the sort, by the case that it is of; only that case is evaluated. */
  match<R extends Sort>(result: R, cases: Cases<C, R>): TermOf<R> {
    const site = here()
    const branches = new Map<string, (payload?: unknown) => unknown>(Object.entries(cases))
    const list = this.sort.cases.map(({ tag, sort }) => {
      const branch = branches.get(tag)
      if (branch === undefined)
        return mistaken(site, `the case '${tag}' is missing`, 'Give each case of the variant')
      if (sort === null) return { tag, binder: null, body: lift(branch(), result, site) }
      const binder = newBinder(callbackName(branch, tag), sort)
      const payload = boundTerm(binder, site)
      return { tag, binder, body: lift(branch(payload), result, site) }
    })
    const expr: Expr = { kind: 'match', sort: result, site, subject: this.expr, cases: list }
    return make(expr, result)
  }
}

register('variant', VariantTerm)

function caseOf(sort: SortOf<'variant'>, tag: string): Case {
  const found = sort.cases.find((each) => each.tag === tag)
  return found ?? mistaken(here(), ...noSuchCase(sort, tag))
}
