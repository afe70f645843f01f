/** Expressions without parts of note: names in scope, and a constant of each sort. */

import type { Access, Expr, Sort, SortOf } from '../../dsl/ir.ts'
import { cardinality, equalSorts } from '../../dsl/shape.ts'
import type { Draw } from './draw.ts'
import { bound, expr, truth } from './nodes.ts'
import type { Maker, Scope } from './scope.ts'

/** Longer ones are not written out element by element. */
export const longestTable = 4
export const longestList = 6

const accesses: readonly Access[] = ['model', 'plain', 'once', 'acquire', 'release', 'rmw']

/** Makers of the names in scope whose sort passes. */
export function names(maker: Maker, scope: Scope, fits: (sort: Sort) => boolean): (() => Expr)[] {
  const { draw } = maker
  const found: (() => Expr)[] = []
  for (const { id, sort } of scope.variables) {
    if (fits(sort)) {
      found.push(() => expr('variable', sort, { variable: id, access: draw.oneOf(accesses) }))
    }
  }
  for (const { local, sort } of scope.locals) {
    if (fits(sort)) found.push(() => expr('local', sort, { local }))
  }
  for (const binder of scope.binders) if (fits(binder.sort)) found.push(() => bound(binder))
  const { self } = scope
  if (self !== null && fits(self)) found.push(() => expr('self', self, {}))
  if (scope.current && fits({ kind: 'thread' }))
    found.push(() => expr('current', { kind: 'thread' }, {}))
  return found
}

/** A name of this sort where there is one, else a constant. */
export function leaf(maker: Maker, sort: Sort, scope: Scope): Expr {
  const found = names(maker, scope, (other) => equalSorts(other, sort))
  return found.length > 0 && maker.draw.chance(75)
    ? maker.draw.oneOf(found)()
    : constant(maker, sort)
}

/** A value of this sort, as an expression that reads nothing. */
function constant(maker: Maker, sort: Sort): Expr {
  const { draw } = maker
  switch (sort.kind) {
    case 'bool':
      return expr('literal', sort, { value: draw.chance(50) })
    case 'int':
      return expr('literal', sort, { value: drawNumber(draw, sort) })
    case 'enum':
      return expr('literal', sort, { value: draw.oneOf(sort.values) })
    case 'identity':
    case 'index':
      return expr('literal', sort, { value: draw.between(0, sort.size - 1) })
    case 'thread': {
      const process = draw.oneOf(maker.processes)
      return expr('thread', sort, { process: process.id, instance: constant(maker, process.sort) })
    }
    case 'optional':
      if (draw.chance(50)) return expr('none', sort, {})
      return expr('some', sort, { value: constant(maker, sort.of) })
    case 'record':
      return expr('record', sort, {
        fields: sort.fields.map((field) => ({
          name: field.name,
          value: constant(maker, field.sort),
        })),
      })
    case 'variant': {
      const { tag, sort: payload } = draw.oneOf(sort.cases)
      return expr('variant', sort, {
        tag,
        value: payload === null ? null : constant(maker, payload),
      })
    }
    case 'array': {
      const size = cardinality(sort.index, maker.palette.threads)
      if (size > longestTable) {
        const binder = maker.binder(sort.index)
        return expr('array', sort, { binder, body: constant(maker, sort.element) })
      }
      const entries = Array.from({ length: size }, () => constant(maker, sort.element))
      return expr('table', sort, { entries })
    }
    case 'set':
      return expr('collection', sort, {
        elements: draw.times(0, 2, () => constant(maker, sort.of)),
      })
    case 'sequence':
    case 'bag':
      return expr('collection', sort, {
        elements: draw.times(0, Math.min(sort.bound, longestList), () => constant(maker, sort.of)),
      })
  }
}

/** Of a range that is large, more often than not a number at its ends. */
function drawNumber(draw: Draw, { min, max }: SortOf<'int'>): number {
  const between = draw.between(min, max)
  return max - min < 16 || draw.chance(40) ? between : draw.oneOf([min, min + 1, max - 1, max])
}

/** The simplest expressions of a sort; none where there is no simple one. */
export function constantsOf(sort: Sort): readonly Expr[] {
  switch (sort.kind) {
    case 'bool':
      return [truth(false), truth(true)]
    case 'int':
      return [expr('literal', sort, { value: Math.max(sort.min, Math.min(0, sort.max)) })]
    case 'enum':
      return sort.values.slice(0, 1).map((value) => expr('literal', sort, { value }))
    case 'identity':
    case 'index':
      return [expr('literal', sort, { value: 0 })]
    case 'optional':
      return [expr('none', sort, {})]
    case 'set':
    case 'sequence':
    case 'bag':
      return [expr('collection', sort, { elements: [] })]
    case 'thread':
    case 'record':
    case 'variant':
    case 'array':
      return []
  }
}
