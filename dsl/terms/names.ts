/** Terms whose values are names or individuals, and can only be told apart: enums, identities, threads. */

import { here } from '../site.ts'
import { bool, type EnumSort, type IdentitySort, type ThreadSort } from '../sort.ts'
import type { BoolTerm } from './bool.ts'
import { or } from './bool.ts'
import { compare } from './comparison.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'

/** One of the names `V`. */
export class EnumTerm<V extends string> extends Term<EnumSort<V>> {
  /** Whether it has one of these values. */
  in(...values: readonly [V, ...V[]]): BoolTerm {
    const site = here()
    return or(...values.map((value) => make(compare('eq', this.expr, value, site), bool)))
  }
}

/** An individual of the identity sort `N`. */
export class IdentityTerm<N extends string> extends Term<IdentitySort<N>> {}

/** An instance of any process. */
export class ThreadTerm extends Term<ThreadSort> {}

register('enum', EnumTerm)
register('identity', IdentityTerm)
register('thread', ThreadTerm)
