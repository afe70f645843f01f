/** Carrying a value into another sort of the same shape. */

import type { ExprOf, Sort } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import type { Compile, Evaluate } from './context.ts'
import type { Datum } from './datum.ts'
import { list, nth, scalar } from './datum.ts'
import { Faulted } from './fault.ts'

/** The form of a value rests on no range and no bound: converting only checks it, from the outside inwards. */
export function convert(expr: ExprOf<'convert'>, compile: Compile): Evaluate {
  const value = compile(expr.value)
  const check = checker(expr.sort, expr.site)
  return (context) => {
    const datum = value(context)
    check(datum)
    return datum
  }
}

function checker(sort: Sort, site: Site): (datum: Datum) => void {
  switch (sort.kind) {
    case 'bool':
    case 'enum':
    case 'identity':
    case 'index':
    case 'thread':
      return () => {}
    case 'int':
      return (datum) => {
        if (scalar(datum) < sort.min || scalar(datum) > sort.max) {
          throw new Faulted('range', site, `${scalar(datum)} is outside ${sort.min}..${sort.max}`)
        }
      }
    case 'optional':
    case 'set':
      return each(checker(sort.of, site))
    case 'sequence':
    case 'bag': {
      const inner = each(checker(sort.of, site))
      return (datum) => {
        if (list(datum).length > sort.bound) {
          const { length } = list(datum)
          throw new Faulted('bound', site, `${length} elements, where there can be ${sort.bound}`)
        }
        inner(datum)
      }
    }
    case 'array':
      return each(checker(sort.element, site))
    case 'record': {
      const fields = sort.fields.map((field) => checker(field.sort, site))
      return (datum) => fields.forEach((check, i) => check(nth(list(datum), i)))
    }
    case 'variant': {
      const payloads = sort.cases.map((each) =>
        each.sort === null ? null : checker(each.sort, site),
      )
      return (datum) => {
        const [tag = 0, payload] = list(datum)
        if (payload !== undefined) payloads[scalar(tag)]?.(payload)
      }
    }
  }
}

function each(check: (datum: Datum) => void): (datum: Datum) => void {
  return (datum) => list(datum).forEach(check)
}
