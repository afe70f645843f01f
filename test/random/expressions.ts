/** Random expressions: of any sort, in any scope. */

import type { Binder, Domain, Expr, Sort, SortOf } from '../../dsl/ir.ts'
import { equalSorts } from '../../dsl/shape.ts'
import { boolForms } from './boolean.ts'
import { bagForms, sequenceForms, setForms } from './collections.ts'
import { arrayForms, optionalForms, recordForms, variantForms } from './compound.ts'
import type { Draw } from './draw.ts'
import { generalForms } from './general.ts'
import { leaf } from './leaves.ts'
import { boundId } from '../ids.ts'
import { indexForms, intForms, someInt, threadForms } from './numeric.ts'
import { smallSort, sortOfKind } from './parts.ts'
import type { Form, Maker, ProcessShape, Scope } from './scope.ts'
import type { Palette } from './sorts.ts'

type Forms<K extends Sort['kind']> = readonly (readonly [number, Form<SortOf<K>>])[]

const formsOf: { readonly [K in Sort['kind']]: Forms<K> } = {
  bool: boolForms,
  int: intForms,
  enum: [],
  identity: [],
  index: indexForms,
  thread: threadForms,
  optional: optionalForms,
  record: recordForms,
  variant: variantForms,
  array: arrayForms,
  set: setForms,
  sequence: sequenceForms,
  bag: bagForms,
}

/** A quantifier visits at most this many values of a sort. */
const widestDomain = 8
const ownWeight = 4

export class Expressions implements Maker {
  readonly draw: Draw
  readonly palette: Palette
  readonly processes: readonly ProcessShape[]
  /** Expressions over variables alone, used again so that one node stands in several places. */
  readonly #reusable: Expr[] = []
  /** Percent. */
  readonly #risk: number
  #binders = 0

  constructor(draw: Draw, palette: Palette, processes: readonly ProcessShape[]) {
    this.#risk = draw.oneOf([1, 5, 15, 50])
    this.draw = draw
    this.palette = palette
    this.processes = processes
  }

  expr(sort: Sort, scope: Scope, fuel: number): Expr {
    if (fuel <= 0 || this.draw.chance(15)) return leaf(this, sort, scope)
    if (scope.shared && this.draw.chance(8)) return this.#again(sort, scope, fuel)
    return this.#fresh(sort, scope, fuel)
  }

  risky(): boolean {
    return this.draw.chance(this.#risk)
  }

  int(scope: Scope, fuel: number): Expr {
    return someInt(this, scope, fuel)
  }

  binder(sort: Sort): Binder {
    const bound = boundId(this.#binders)
    this.#binders += 1
    return { bound, name: `b${bound}`, sort }
  }

  domain(scope: Scope, fuel: number): { domain: Domain; sort: Sort } {
    const kind = this.draw.weighted<'sort' | 'set' | 'sequence' | 'bag'>([
      [4, 'sort'],
      [3, 'set'],
      [2, 'sequence'],
      [2, 'bag'],
    ])
    if (kind === 'sort') {
      const sort = smallSort(this, widestDomain)
      return { domain: { kind, sort }, sort }
    }
    const collection = sortOfKind(this, kind)
    return {
      domain: { kind: 'elements', of: this.expr(collection, scope, fuel) },
      sort: collection.of,
    }
  }

  #fresh(sort: Sort, scope: Scope, fuel: number): Expr {
    // The table's entry for a kind takes exactly sorts of this kind.
    const own = formsOf[sort.kind] as readonly (readonly [number, Form])[]
    const forms = [
      ...generalForms,
      ...own.map(([weight, form]) => [weight * ownWeight, form] as const),
    ]
    const made = this.draw.weighted(forms)(this, sort, scope, fuel - 1)
    return made ?? leaf(this, sort, scope)
  }

  /** An expression that was used elsewhere, or will be. */
  #again(sort: Sort, scope: Scope, fuel: number): Expr {
    const found = this.#reusable.filter((each) => equalSorts(each.sort, sort))
    if (found.length > 0) return this.draw.oneOf(found)
    const closed: Scope = {
      variables: scope.variables.filter((variable) => !variable.ghost),
      locals: [],
      binders: [],
      self: null,
      current: false,
      shared: true,
      after: false,
    }
    const made = this.#fresh(sort, closed, fuel)
    this.#reusable.push(made)
    return made
  }
}
