/** Random values of collections over one sort of elements, in which the same few elements come up again and again. */

import fc from 'fast-check'
import type { Context } from '../../../../checker/lower/context.ts'
import { outsideProcesses } from '../../../../checker/lower/context.ts'
import type { Datum } from '../../../../checker/lower/datum.ts'
import { elements, enumeration } from '../../../../checker/lower/enumerate.ts'
import type { Enumeration } from '../../../../checker/lower/enumerate.ts'
import { asSet } from '../../../../checker/lower/collections.ts'
import type { Elements } from './operations.ts'

/** The values of the variables of `operationsOn`, where no process has left its first control point. */
export function contexts({ sort, bound, few }: Elements, threads: number): fc.Arbitrary<Context> {
  const values = enumeration(sort, threads)
  const any = fc.bigInt({ min: 0n, max: values.cardinality() - 1n }).map(values.unrank)
  const all = few ? [...elements(values)] : []
  return fc.array(any, { minLength: 1, maxLength: 4 }).chain((pool) => {
    const element = fc.oneof({ arbitrary: fc.constantFrom(...pool), weight: 5 }, any)
    const sequence = fc.array(element, { maxLength: bound, size: 'max' })
    const bag = sequence.map((each) => each.toSorted(values.compare))
    const position = fc.integer({ min: -1, max: bound + 1 })
    const parts: fc.Arbitrary<Datum>[] = [element, sequence, bag, position]
    if (few) parts.push(sets(pool, all, values))
    return fc
      .tuple(...parts.flatMap((part) => [part, part]))
      .map((variables) => outsideProcesses({ variables, points: [0, 0, 0, 0] }))
  })
}

/** Of some elements of the pool, of all values, of most or few of them. */
function sets(
  pool: readonly Datum[],
  all: readonly Datum[],
  values: Enumeration,
): fc.Arbitrary<Datum> {
  return fc.oneof(
    fc.subarray([...pool]).map((each) => asSet(each, values)),
    fc.subarray([...all]),
    fc.constant(all),
  )
}
