/** Operations on collections, against the executor of flat programs. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lower } from '../../../../checker/lower/lower.ts'
import { modelOf } from '../../../model.ts'
import { bool, int } from '../../../random/nodes.ts'
import { bag, identity, optional, record, set, variant } from '../../lower/terms.ts'
import { processes } from '../../lower/value-of.ts'
import { contexts } from './contexts.ts'
import { compiled, executed, isSame } from './kit.ts'
import type { Elements } from './operations.ts'
import { operationsOn } from './operations.ts'

/** Two fields of three values each: 9 codes of 16. */
const gaps = record({ a: int(0, 2), b: int(0, 2) })
/** 66 bits, and 1891 values. */
const wideAndFew = bag(bool, 60)
const many = set(int(0, 99))

test.each<[string, Elements]>([
  ['a few numbers', { sort: int(-1, 1), bound: 3, few: true }],
  ['truth values', { sort: bool, bound: 5, few: true }],
  ['values without bits', { sort: int(5, 5), bound: 3, few: true }],
  ['lists without room', { sort: int(0, 2), bound: 0, few: true }],
  ['wide sets and lists', { sort: identity('page', 60), bound: 12, few: true }],
  ['sets of ten words', { sort: int(-9, 590), bound: 2, few: true }],
  ['codes with gaps', { sort: gaps, bound: 3, few: true }],
  ['gaps in wide sets and lists', { sort: record({ a: gaps, b: int(0, 6) }), bound: 9, few: true }],
  ['optional values', { sort: optional(gaps), bound: 2, few: true }],
  ['cases', { sort: variant({ A: null, B: gaps, C: bool }), bound: 4, few: true }],
  ['gaps in large codes', { sort: bag(int(0, 2), 6), bound: 4, few: true }],
  ['wide records', { sort: record({ a: wideAndFew, b: bool }), bound: 3, few: false }],
  ['wide elements', { sort: many, bound: 4, few: false }],
  ['wide optional elements', { sort: optional(many), bound: 3, few: false }],
  ['wide elements in lists without room', { sort: many, bound: 0, few: false }],
  ['threads', { sort: { kind: 'thread' }, bound: 6, few: true }],
])('operations on collections agree with the executor of flat programs: %s', (_, elements) => {
  const { variables, operations } = operationsOn(elements)
  const program = lower(modelOf({ variables, processes }))
  const named = Object.entries(operations)
  const subjects = named.map(([, expr]) => ({ expr, process: null, binders: [] }))
  const { evaluate } = compiled(subjects, program)
  fc.assert(
    fc.property(contexts(elements, program.threads), (context) => {
      const differing = named.flatMap(([name, expr], i) => {
        const [found, expected] = [evaluate(i, context), executed(expr, context, program)]
        return isSame(found, expected) ? [] : [{ name, found, expected }]
      })
      expect(differing).toEqual([])
    }),
    { numRuns: 15, seed: 20_261_121 },
  )
})
