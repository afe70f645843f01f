/** The notes on a model, by their names. */

import { check } from '../../../checker/check.ts'
import type { SearchOptions } from '../../../checker/exploration.ts'
import { nameOfVacuous } from '../../../checker/vacuity/vacuous.ts'
import type { Vacuous } from '../../../checker/vacuity/vacuous.ts'
import { model } from '../../../dsl/index.ts'
import type { ModelBuilder } from '../../../dsl/index.ts'

/** Deadlocks and fair runs do not matter here. */
const usual = { deadlock: false, liveness: false }

export async function vacuityOf(
  declare: (m: ModelBuilder) => void,
  options: SearchOptions = {},
): Promise<readonly Vacuous[]> {
  return (await check(model('small', {}, declare).instantiate(), { ...usual, ...options })).vacuity
}

export async function notesOn(
  declare: (m: ModelBuilder) => void,
  options: SearchOptions = {},
): Promise<readonly string[]> {
  return (await vacuityOf(declare, options)).map(nameOfVacuous)
}
