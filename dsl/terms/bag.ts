/** Terms of a bounded bag sort: a multiset, as of messages under way. */

import type { BagChangeExpr, Expr, Sort } from '../ir.ts'
import { here } from '../site.ts'
import { bool, type BagSort, type IntSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { compare } from './comparison.ts'
import type { IntTerm } from './int.ts'
import { lift } from './lift.ts'
import { member, withElement } from './membership.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input } from './types.ts'

/** A bag of elements of the sort `S`. */
export class BagTerm<S extends Sort> extends Term<BagSort<S>> {
  /** How many elements it has, equal ones counted. */
  size(): IntTerm {
    const sort: IntSort = { kind: 'int', min: 0, max: this.sort.bound }
    return make({ kind: 'size', sort, site: here(), of: this.expr }, sort)
  }

  isEmpty(): BoolTerm {
    return make(compare('eq', this.expr, [], here()), bool)
  }

  has(element: Input<S>): BoolTerm {
    return member(this, element)
  }

  /** How often it has the element. */
  occurrences(element: Input<S>): IntTerm {
    const site = here()
    const sort: IntSort = { kind: 'int', min: 0, max: this.sort.bound }
    const { of, element: lifted } = withElement(this.expr, this.sort, element, site)
    const expr: Expr = { kind: 'occurrences', sort, site, bag: of, element: lifted }
    return make(expr, sort)
  }

  /** The bag with one more of the element. A fault over the bound. */
  add(element: Input<S>): BagTerm<S> {
    return change('add', this, element)
  }

  /** The bag with one less of the element. A fault when it has none. */
  remove(element: Input<S>): BagTerm<S> {
    return change('remove', this, element)
  }
}

register('bag', BagTerm)

function change<S extends Sort>(
  kind: BagChangeExpr['change'],
  bag: BagTerm<S>,
  input: Input<S>,
): BagTerm<S> {
  const site = here()
  const element = lift(input, bag.sort.of, site)
  return make<BagSort<S>>(
    { kind: 'bagChange', sort: bag.sort, site, change: kind, bag: bag.expr, element },
    bag.sort,
  )
}
