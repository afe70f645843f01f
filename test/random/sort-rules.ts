/** What the sorts alone decide about an expression: which values fit where. */

import type { Model, Sort } from '../../dsl/ir.ts'
import { cardinality, equalSorts } from '../../dsl/shape.ts'

/** Whether a value of the one is a value of the other without conversion. */
export function fits(actual: Sort, expected: Sort): boolean {
  if (actual.kind === 'int' && expected.kind === 'int') {
    return expected.min <= actual.min && actual.max <= expected.max
  }
  return equalSorts(actual, expected)
}

/** The number of process instances. */
export function threads(model: Model): number {
  return model.processes.reduce((sum, { sort }) => sum + cardinality(sort, 0), 0)
}

/** Whether a literal of this sort can have the value. */
export function isLiteral(value: boolean | number | string, sort: Sort): boolean {
  switch (sort.kind) {
    case 'bool':
      return typeof value === 'boolean'
    case 'int':
      return typeof value === 'number' && sort.min <= value && value <= sort.max
    case 'enum':
      return typeof value === 'string' && sort.values.includes(value)
    case 'identity':
    case 'index':
      return typeof value === 'number' && 0 <= value && value < sort.size
    default:
      return false
  }
}

/** The sort without ranges and bounds. */
export function shape(sort: Sort): Sort {
  switch (sort.kind) {
    case 'int':
      return { kind: 'int', min: 0, max: 0 }
    case 'optional':
    case 'set':
      return { kind: sort.kind, of: shape(sort.of) }
    case 'sequence':
    case 'bag':
      return { kind: sort.kind, of: shape(sort.of), bound: 1 }
    case 'array':
      return { ...sort, element: shape(sort.element) }
    case 'record':
      return { ...sort, fields: sort.fields.map((f) => ({ name: f.name, sort: shape(f.sort) })) }
    case 'variant':
      return {
        ...sort,
        cases: sort.cases.map((c) => ({
          tag: c.tag,
          sort: c.sort === null ? null : shape(c.sort),
        })),
      }
    default:
      return sort
  }
}
