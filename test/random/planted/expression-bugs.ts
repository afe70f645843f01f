/** Mistakes of evaluation: one kind of expression that has another value than it should. */

import { execute } from '../../../checker/lower/executor.ts'
import { lower } from '../../../checker/lower/lower.ts'
import type { Expr, Model, Sort } from '../../../dsl/ir.ts'
import { cardinality } from '../../../dsl/shape.ts'
import { opaque } from '../engines.ts'
import type { Engine } from '../engines.ts'
import { binary, bool, expr } from '../nodes.ts'
import { threads } from '../sort-rules.ts'
import { inSystem, rewritten } from './bug.ts'
import { inExpressions } from './program-bugs.ts'

/** An engine in which every expression of this kind, in steps and properties, has a wrong value wherever it has one. */
export function mistaking(kind: Expr['kind']): Engine {
  return (model) => {
    const change = (each: Expr): Expr => (each.kind === kind ? mistaken(each, model) : each)
    const steps: Engine = () => opaque(execute(inExpressions(change)(lower(model))))
    const whole = inSystem(steps, (system) => ({
      predicate: (of) => system.predicate(rewritten(of, change)),
      relation: (of) => system.relation(rewritten(of, change)),
    }))
    return whole(model)
  }
}

/** One value where the expression has another, and another where it has this one; as it is where its sort has no two. */
function mistaken(each: Expr, model: Model): Expr {
  const { sort } = each
  const [one, other] = twoValues(sort, model)
  if (one === undefined || other === undefined) return each
  const test = binary('eq', each, one, bool)
  return expr('conditional', sort, { test, then: other, otherwise: one })
}

/** Up to two different values of the sort, as expressions that read nothing. */
function twoValues(sort: Sort, model: Model): readonly Expr[] {
  const of = (part: Sort): readonly Expr[] => twoValues(part, model)
  switch (sort.kind) {
    case 'bool':
      return [false, true].map((value) => expr('literal', sort, { value }))
    case 'int':
      return [...new Set([sort.min, sort.max])].map((value) => expr('literal', sort, { value }))
    case 'enum':
      return sort.values.slice(0, 2).map((value) => expr('literal', sort, { value }))
    case 'identity':
    case 'index':
      return [0, 1].slice(0, sort.size).map((value) => expr('literal', sort, { value }))
    case 'thread':
      return model.processes
        .flatMap(({ id, sort: own }) =>
          of(own).map((instance) => expr('thread', sort, { process: id, instance })),
        )
        .slice(0, 2)
    case 'optional': {
      const some = of(sort.of).map((value) => expr('some', sort, { value }))
      return [expr('none', sort, {}), ...some].slice(0, 2)
    }
    case 'set':
    case 'sequence':
    case 'bag': {
      const single = of(sort.of).map((value) => expr('collection', sort, { elements: [value] }))
      return [expr('collection', sort, { elements: [] }), ...single].slice(0, 2)
    }
    case 'array': {
      const size = cardinality(sort.index, threads(model))
      const fill = (value: Expr): Expr =>
        expr('table', sort, { entries: Array.from({ length: size }, () => value) })
      return size === 0 ? [] : of(sort.element).map(fill)
    }
    case 'record':
      return [0, 1].flatMap((position) => {
        const fields = sort.fields.flatMap(({ name, sort: part }) => {
          const values = of(part)
          const value = values[position] ?? values[0]
          return value === undefined ? [] : [{ name, value }]
        })
        const different = position === 0 || sort.fields.some((field) => of(field.sort).length > 1)
        return different && fields.length === sort.fields.length
          ? [expr('record', sort, { fields })]
          : []
      })
    case 'variant':
      return sort.cases
        .flatMap(({ tag, sort: payload }) =>
          payload === null
            ? [expr('variant', sort, { tag, value: null })]
            : of(payload).map((value) => expr('variant', sort, { tag, value })),
        )
        .slice(0, 2)
  }
}
