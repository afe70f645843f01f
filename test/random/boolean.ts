/** Random expressions of sort bool. */

import type { BooleanOperator, Comparison, Expr, SortOf } from '../../dsl/ir.ts'
import { binary, bool, expr } from './nodes.ts'
import { anySort, sortOfKind } from './parts.ts'
import { partial } from './partial.ts'
import { binding } from './scope.ts'
import type { Form, ProcessShape } from './scope.ts'

type BoolForm = Form<SortOf<'bool'>>

const connectives: readonly BooleanOperator[] = ['and', 'or', 'implies', 'iff']
const comparisons: readonly Comparison[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge']

const not: BoolForm = (maker, sort, scope, fuel) =>
  expr('unary', sort, { operator: 'not', operand: maker.expr(bool, scope, fuel) })

const connective: BoolForm = (maker, sort, scope, fuel) =>
  binary(
    maker.draw.oneOf(connectives),
    maker.expr(bool, scope, fuel),
    maker.expr(bool, scope, fuel),
    sort,
  )

const intComparison: BoolForm = (maker, sort, scope, fuel) =>
  binary(maker.draw.oneOf(comparisons), maker.int(scope, fuel), maker.int(scope, fuel), sort)

const indexComparison: BoolForm = (maker, sort, scope, fuel) => {
  const operands = sortOfKind(maker, 'index')
  const operand = (): Expr => maker.expr(operands, scope, fuel)
  return binary(maker.draw.oneOf(comparisons), operand(), operand(), sort)
}

const equality: BoolForm = (maker, sort, scope, fuel) => {
  const operands = anySort(maker)
  const operand = (): Expr => maker.expr(operands, scope, fuel)
  return binary(maker.draw.chance(50) ? 'eq' : 'ne', operand(), operand(), sort)
}

const quantified: BoolForm = (maker, sort, scope, fuel) => {
  const { domain, sort: element } = maker.domain(scope, fuel)
  const binder = maker.binder(element)
  const body = maker.expr(bool, binding(scope, binder), fuel)
  const quantifier = maker.draw.oneOf(['all', 'some', 'one'] as const)
  return expr('quantifier', sort, { quantifier, binder, domain, body })
}

const isSome: BoolForm = (maker, sort, scope, fuel) =>
  expr('isSome', sort, { optional: maker.expr(sortOfKind(maker, 'optional'), scope, fuel) })

const isTag: BoolForm = (maker, sort, scope, fuel) => {
  const subject = sortOfKind(maker, 'variant')
  const { tag } = maker.draw.oneOf(subject.cases)
  return expr('isTag', sort, { variant: maker.expr(subject, scope, fuel), tag })
}

const member: BoolForm = (maker, sort, scope, fuel) => {
  const collection = sortOfKind(maker, maker.draw.oneOf(['set', 'sequence', 'bag']))
  const element = maker.expr(collection.of, scope, fuel)
  return expr('member', sort, { element, of: maker.expr(collection, scope, fuel) })
}

const subset: BoolForm = (maker, sort, scope, fuel) => {
  const sets = sortOfKind(maker, 'set')
  const left = maker.expr(sets, scope, fuel)
  return expr('setOperation', sort, {
    operator: 'subset',
    left,
    right: maker.expr(sets, scope, fuel),
  })
}

/** Whether what may have no value has this one. */
const comparedPartial: BoolForm = (maker, sort, scope, fuel) => {
  const left = maker.risky() || maker.draw.chance(15) ? partial(maker, scope, fuel) : null
  if (left === null) return null
  return binary(maker.draw.chance(50) ? 'eq' : 'ne', left, maker.expr(left.sort, scope, fuel), sort)
}

const at: BoolForm = (maker, sort, scope, fuel) => {
  const labelled = maker.processes.filter((process) => process.labels.length > 0)
  if (!scope.shared || labelled.length === 0) return null
  const { self } = scope
  const own = labelled.filter((process) => process.sort === self)
  const label = (from: ProcessShape): string => maker.draw.oneOf(from.labels)
  if (self !== null && own.length > 0 && maker.draw.chance(50)) {
    const process = maker.draw.oneOf(own)
    const instance = expr('self', self, {})
    return expr('at', sort, { process: process.id, instance, label: label(process) })
  }
  const process = maker.draw.oneOf(labelled)
  const instance = maker.expr(process.sort, scope, fuel)
  return expr('at', sort, { process: process.id, instance, label: label(process) })
}

const terminated: BoolForm = (maker, sort, scope, fuel) => {
  if (!scope.shared || maker.processes.length === 0) return null
  const process = maker.draw.oneOf(maker.processes)
  return expr('terminated', sort, {
    process: process.id,
    instance: maker.expr(process.sort, scope, fuel),
  })
}

export const boolForms: readonly (readonly [number, BoolForm])[] = [
  [2, not],
  [6, connective],
  [8, intComparison],
  [2, indexComparison],
  [5, equality],
  [4, quantified],
  [2, isSome],
  [2, isTag],
  [3, member],
  [2, subset],
  [5, comparedPartial],
  [6, at],
  [3, terminated],
]
