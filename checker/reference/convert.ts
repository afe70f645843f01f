/** Values carried into another sort of the same shape. */

import { match } from 'ts-pattern'
import type { ConvertExpr, Sort } from '../../dsl/ir.ts'
import type { Site } from '../../dsl/site.ts'
import { sortText } from '../sort-text.ts'
import { overBound } from './collections.ts'
import { asList, asMap, asNumber, asSet, asString, bagSize, entry, item } from './datum.ts'
import type { Datum } from './datum.ts'
import type { Compiler, Evaluate } from './evaluate.ts'
import { raise } from './fault.ts'
import { comparing, distinctElements } from './order.ts'
import type { Sorts } from './sorts.ts'

/** Raises a fault when the value is not of the sort. A bound is looked at before the elements, and these in order. */
type Check = (value: Datum) => void

/** The value, checked against the ranges and bounds of the sort from the outside inwards. */
export function convert({ sort, value, site }: ConvertExpr, compiler: Compiler): Evaluate {
  const evaluate = compiler.expr(value)
  const check = checking(sort, site, compiler.sorts)
  return (env) => {
    const result = evaluate(env)
    check(result)
    return result
  }
}

function checking(sort: Sort, site: Site, sorts: Sorts): Check {
  return match(sort)
    .with(
      { kind: 'bool' },
      { kind: 'enum' },
      { kind: 'identity' },
      { kind: 'index' },
      { kind: 'thread' },
      (): Check => () => undefined,
    )
    .with({ kind: 'int' }, ({ min, max }): Check => (value) => {
      const number = asNumber(value)
      if (number < min || number > max)
        raise('range', site, `${number} is not in ${sortText(sort)}`)
    })
    .with({ kind: 'optional' }, ({ of }): Check => {
      const check = checking(of, site, sorts)
      return (value) => asList(value).toArray().forEach(check)
    })
    .with({ kind: 'record' }, ({ fields }): Check => {
      const checks = fields.map(({ name, sort: of }) => ({
        name,
        check: checking(of, site, sorts),
      }))
      return (value) => checks.forEach(({ name, check }) => check(entry(asMap(value), name)))
    })
    .with({ kind: 'variant' }, ({ cases }): Check => {
      const checks = new Map(
        cases.map(({ tag, sort: of }) => [tag, of === null ? null : checking(of, site, sorts)]),
      )
      return (value) => checks.get(asString(item(asList(value), 0)))?.(item(asList(value), 1))
    })
    .with({ kind: 'array' }, ({ index, element }): Check => {
      const indices = sorts.values(index)
      const check = checking(element, site, sorts)
      return (value) => indices.forEach((key) => check(entry(asMap(value), key)))
    })
    .with({ kind: 'set' }, ({ of }): Check => {
      const check = checking(of, site, sorts)
      const compare = comparing(of, sorts)
      return (value) => asSet(value).toArray().toSorted(compare).forEach(check)
    })
    .with({ kind: 'sequence' }, ({ of, bound }): Check => {
      const check = checking(of, site, sorts)
      return (value) => {
        const list = asList(value)
        if (list.size > bound) raise('bound', site, overBound(list.size, bound))
        list.toArray().forEach(check)
      }
    })
    .with({ kind: 'bag' }, ({ of, bound }): Check => {
      const check = checking(of, site, sorts)
      const compare = comparing(of, sorts)
      return (value) => {
        const count = bagSize(asMap(value))
        if (count > bound) raise('bound', site, overBound(count, bound))
        distinctElements(value, compare).forEach(check)
      }
    })
    .exhaustive()
}
