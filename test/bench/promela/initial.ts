/** The one state in which a model begins, as the numbers that stand for it. */

import type { Sort } from '../../../dsl/ir.ts'
import { list, nth, scalar } from '../../../checker/lower/datum.ts'
import type { Datum } from '../../../checker/lower/datum.ts'
import { enumeration } from '../../../checker/lower/enumerate.ts'
import { execute } from '../../../checker/lower/executor.ts'
import type { Program } from '../../../checker/lower/program.ts'
import type { FlatState } from '../../../checker/lower/state.ts'
import { Refusal } from './refusal.ts'
import { base } from './storage.ts'

/** Throws a `Refusal` where there are several. */
export function initialState(program: Program): FlatState {
  const [first, ...others] = execute(program).initial()
  if (first?.kind !== 'state' || others.length > 0) {
    throw new Refusal(program.model.site, 'a model that does not begin in one state')
  }
  return first.state
}

/** The number that stands for a scalar. */
export function numberOf(sort: Sort, datum: Datum, threads: number): number {
  if (sort.kind === 'int') return scalar(datum) - base(sort)
  return Number(enumeration(sort, threads).rank(datum))
}

/** The numbers that stand for the part of a value below these fields, one for each element of the arrays around it. */
export function numbersOf(
  sort: Sort,
  datum: Datum,
  fields: readonly string[],
  threads: number,
): readonly number[] {
  if (sort.kind === 'array') {
    return list(datum).flatMap((element) => numbersOf(sort.element, element, fields, threads))
  }
  if (sort.kind !== 'record') return [numberOf(sort, datum, threads)]
  const position = sort.fields.findIndex(({ name }) => name === fields[0])
  const field = sort.fields[position]
  if (field === undefined) throw new Error('there is no such field')
  return numbersOf(field.sort, nth(list(datum), position), fields.slice(1), threads)
}
