/** Terms of a record sort. */

import type { Expr, Sort, SortOf } from '../ir.ts'
import { mistaken } from '../mistake.ts'
import { here } from '../site.ts'
import type { FieldSorts, RecordSort } from '../sort.ts'
import { lift, noSuchField } from './lift.ts'
import { part } from './place.ts'
import { make, register } from './registry.ts'
import { Term } from './term.ts'
import type { RecordInput, TermOf } from './types.ts'

/** A record with the fields `F`. */
export class RecordTerm<F extends FieldSorts> extends Term<RecordSort<F>> {
  /** The value of one field. */
  field<K extends keyof F & string>(name: K): TermOf<F[K]> {
    const site = here()
    const sort = fieldSort(this.sort, name)
    const expr: Expr = { kind: 'field', sort, site, record: this.expr, field: name }
    // `record` made this list of fields from `F`.
    return part(expr, sort as F[K], this.place, { kind: 'field', field: name })
  }

  /** The record with other values in these fields. */
  with(fields: Partial<RecordInput<F>>): RecordTerm<F> {
    const site = here()
    const changed = Object.entries(fields).reduce<Expr>((record, [name, input]) => {
      const value = lift(input, fieldSort(this.sort, name), site)
      return { kind: 'withField', sort: this.sort, site, record, field: name, value }
    }, this.expr)
    return make(changed, this.sort)
  }
}

register('record', RecordTerm)

function fieldSort(sort: SortOf<'record'>, name: string): Sort {
  const found = sort.fields.find((field) => field.name === name)
  return found?.sort ?? mistaken(here(), ...noSuchField(sort, name))
}
