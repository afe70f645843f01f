/** Whether a value is one of another sort of its shape. */

import type { Expr, Sort } from '../ir.ts'
import { equalSorts } from '../shape.ts'
import { newBinder } from '../terms/binder.ts'
import type { Formulas } from './formula.ts'

/** True where converting the value to the sort is no fault. The value must have one, and is computed once. */
export function fits(value: Expr, sort: Sort, formulas: Formulas): Expr {
  if (equalSorts(value.sort, sort)) return formulas.yes
  if (value.kind === 'bound') return named(value, sort, formulas)
  const binder = newBinder('value', value.sort)
  return formulas.named(binder, value, named(formulas.bound(binder), sort, formulas))
}

function named(value: Expr, to: Sort, formulas: Formulas): Expr {
  const from = value.sort
  const { site } = formulas
  switch (from.kind) {
    case 'int':
      if (to.kind !== 'int') return formulas.no
      return formulas.and(
        to.min <= from.min ? formulas.yes : formulas.binary('le', formulas.number(to.min), value),
        from.max <= to.max ? formulas.yes : formulas.binary('le', value, formulas.number(to.max)),
      )
    case 'optional': {
      if (to.kind !== 'optional') return formulas.no
      const inside: Expr = { kind: 'unwrap', sort: from.of, site, optional: value }
      return formulas.implies(
        { ...formulas.yes, kind: 'isSome', optional: value },
        fits(inside, to.of, formulas),
      )
    }
    case 'record': {
      if (to.kind !== 'record') return formulas.no
      const fields = from.fields.map(({ name, sort }, position): Expr => {
        const part: Expr = { kind: 'field', sort, site, record: value, field: name }
        return fits(part, to.fields[position]?.sort ?? sort, formulas)
      })
      return formulas.and(...fields)
    }
    case 'variant': {
      if (to.kind !== 'variant') return formulas.no
      const cases = from.cases.map(({ tag, sort }, position) => {
        const binder = sort === null ? null : newBinder('payload', sort)
        const target = to.cases[position]?.sort ?? null
        const body =
          binder === null || target === null
            ? formulas.yes
            : fits(formulas.bound(binder), target, formulas)
        return { tag, binder, body }
      })
      return { kind: 'match', sort: formulas.yes.sort, site, subject: value, cases }
    }
    case 'array': {
      if (to.kind !== 'array') return formulas.no
      const binder = newBinder('i', from.index)
      const index = formulas.bound(binder)
      const part: Expr = { kind: 'element', sort: from.element, site, array: value, index }
      const domain = { kind: 'sort', sort: from.index } as const
      return formulas.every(binder, domain, fits(part, to.element, formulas))
    }
    case 'set':
      return to.kind === 'set' ? elements(value, from.of, to.of, formulas) : formulas.no
    case 'sequence':
    case 'bag': {
      if (to.kind !== from.kind) return formulas.no
      const room = formulas.binary(
        'le',
        formulas.size(value, from.bound),
        formulas.number(to.bound),
      )
      return formulas.and(
        from.bound <= to.bound ? formulas.yes : room,
        elements(value, from.of, to.of, formulas),
      )
    }
    default:
      return formulas.yes
  }
}

function elements(of: Expr, from: Sort, to: Sort, formulas: Formulas): Expr {
  const binder = newBinder('element', from)
  return formulas.every(
    binder,
    { kind: 'elements', of },
    fits(formulas.bound(binder), to, formulas),
  )
}
