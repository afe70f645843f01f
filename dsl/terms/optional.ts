/** Terms of an optional sort. */

import type { Sort } from '../ir.ts'
import { here } from '../site.ts'
import { bool, type OptionalSort } from '../sort.ts'
import { cond, not, type BoolTerm } from './bool.ts'
import { compare } from './comparison.ts'
import { just } from './lift.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { Input, TermOf } from './types.ts'

/** A value of the sort `S`, or none. */
export class OptionalTerm<S extends Sort> extends Term<OptionalSort<S>> {
  isSome(): BoolTerm {
    return make({ kind: 'isSome', sort: bool, site: here(), optional: this.expr }, bool)
  }

  isNone(): BoolTerm {
    return not(this.isSome())
  }

  /** Whether it has this value. */
  is(value: Input<S>): BoolTerm {
    return make(compare('eq', this.expr, just(value), here()), bool)
  }

  /** The value, or this one where there is none. */
  orElse(otherwise: Input<S>): TermOf<S> {
    // The value is a term of the sort `S`; the compiler does not see that while the sort is open.
    return cond<S>(this.isSome(), this.get() as Term<S> & TermOf<S>, otherwise)
  }

  /** The value. A fault where there is none. */
  get(): TermOf<S> {
    return make(
      { kind: 'unwrap', sort: this.sort.of, site: here(), optional: this.expr },
      this.sort.of,
    )
  }
}

register('optional', OptionalTerm)
