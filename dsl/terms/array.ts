/** Terms of an array sort: one element for each index, as TLA+'s functions. */

import type { Expr, Sort } from '../ir.ts'
import { here } from '../site.ts'
import type { ArraySort } from '../sort.ts'
import { lift } from './lift.ts'
import { part } from './place.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input, TermOf } from './types.ts'

/** An array: read by index, or as a whole. */
export class ArrayTerm<I extends Sort, E extends Sort> extends Term<ArraySort<I, E>> {
  /** The element at the index. */
  at(index: Input<I>): TermOf<E> {
    const site = here()
    const { index: indexSort, element } = this.sort
    const at = lift(index, indexSort, site)
    const expr: Expr = { kind: 'element', sort: element, site, array: this.expr, index: at }
    return part(expr, element, this.place, { kind: 'element', index: at })
  }

  /** The array with another element at the index. */
  with(index: Input<I>, value: Input<E>): ArrayTerm<I, E> {
    const site = here()
    const { index: indexSort, element } = this.sort
    const expr: Expr = {
      kind: 'withElement',
      sort: this.sort,
      site,
      array: this.expr,
      index: lift(index, indexSort, site),
      value: lift(value, element, site),
    }
    return make(expr, this.sort)
  }
}

register('array', ArrayTerm)
