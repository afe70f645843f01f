/** Ranks and values in the generated code lead to each other. */

import { expect, test } from 'vitest'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { elements, enumeration } from '../../../../checker/lower/enumerate.ts'
import { lower } from '../../../../checker/lower/lower.ts'
import type { Sort } from '../../../../dsl/ir.ts'
import { boundId } from '../../../ids.ts'
import { modelOf } from '../../../model.ts'
import { bool, bound, expr, int } from '../../../random/nodes.ts'
import { array, bag, lit, of, optional, record, set, variable } from '../../lower/terms.ts'
import { processes } from '../../lower/value-of.ts'
import { compiled, smallProgram } from './kit.ts'
import { wide, wideValues } from './wide-values.ts'

const listed = (sort: Sort): readonly Datum[] => [...elements(enumeration(sort, 4))]
const gaps = record({ a: int(0, 2), b: int(0, 4) })
const manyGaps = bag(int(0, 2), 6)

const sorts: readonly [string, Sort, readonly Datum[]][] = [
  ['without gaps', int(-2, 9), listed(int(-2, 9))],
  ['with gaps', gaps, listed(gaps)],
  ['of one value', int(3, 3), [3]],
  ['with many gaps', manyGaps, listed(manyGaps)],
  ['wide', wide, wideValues],
  ['wide, with a flag', optional(wide), [[], ...wideValues.map((each) => [each])]],
]

test.each(sorts)('a value and its rank lead to each other: codes %s', (_, sort, values) => {
  const [element, numbers] = [
    variable(0, 'element', sort, lit(sort, 0)),
    variable(1, 'numbers', array(sort, int(0, values.length - 1)), lit(bool, true)),
  ]
  const program = lower(modelOf({ variables: [element, numbers], processes }))
  const number = expr('element', int(0, values.length - 1), {
    array: of(numbers),
    index: of(element),
  })
  const { evaluate } = compiled([{ expr: number, process: null, binders: [] }], program)
  const ranks = values.map((_value, rank) => rank)
  const some = values.filter((_value, rank) => rank % 17 === 0 || rank === values.length - 1)
  for (const value of some) {
    const context = outsideProcesses({ variables: [value, ranks], points: [0, 0, 0, 0] })
    expect(evaluate(0, context)).toEqual({ value: values.indexOf(value) })
  }
})

test.each(sorts)(
  'an array by index visits every value once, in order: codes %s',
  (_, sort, values) => {
    const binder = { bound: boundId(0), name: 'x', sort }
    const body = expr('array', array(sort, sort), { binder, body: bound(binder) })
    const { evaluate } = compiled([{ expr: body, process: null, binders: [] }], smallProgram)
    const context = outsideProcesses({ variables: [], points: [0, 0, 0, 0] })
    expect(evaluate(0, context)).toEqual({ value: values })
  },
)

test('a set of wide elements has those that were put into it', () => {
  const [element, one, other] = ['element', 'one', 'other'].map((name, i) =>
    variable(i, name, wide, lit(bool, true)),
  )
  const program = lower(modelOf({ variables: [element!, one!, other!], processes }))
  const some = expr('collection', set(wide), { elements: [of(one!), of(other!)] })
  const member = expr('member', bool, { element: of(element!), of: some })
  const { evaluate } = compiled([{ expr: member, process: null, binders: [] }], program)
  const ranks = [0, 1, 62, 63, 64, 65, 127, 128, 1000, 1889, 1890]
  for (const sought of ranks) {
    const variables = [sought, 64, 1890].map((rank) => wideValues[rank]!)
    const context = outsideProcesses({ variables, points: [0, 0, 0, 0] })
    expect(evaluate(0, context)).toEqual({ value: [64, 1890].includes(sought) ? 1 : 0 })
  }
})
