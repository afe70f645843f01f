/** Everything that executes models, as a check uses it: what a command line offers, and the plain executor of the flat program. */

import { checkWith } from '../checker/check.ts'
import type { Report } from '../checker/check.ts'
import { engineNamed, heapCeiling } from '../checker/engine.ts'
import type { Engine } from '../checker/engine.ts'
import type { SearchOptions } from '../checker/exploration.ts'
import { exploreSystem } from '../checker/explore-system.ts'
import { execute } from '../checker/lower/executor.ts'
import { lower } from '../checker/lower/lower.ts'
import type { Model } from '../dsl/ir.ts'

const flat: Engine = {
  name: 'flat',
  explore: (model, options) => exploreSystem(execute(lower(model)), options),
  ceiling: heapCeiling,
  sideBySide: null,
}

const engines = {
  compiled: () => engineNamed('compiled'),
  reference: () => engineNamed('reference'),
  flat: () => Promise.resolve(flat),
}

export type TestedEngine = keyof typeof engines

// The keys of an object literal, which has no others.
export const testedEngines = Object.keys(engines) as readonly TestedEngine[]

/** Checks the model with the engine of this name. */
export async function checkIn(
  engine: TestedEngine,
  model: Model,
  options: SearchOptions = {},
): Promise<Report> {
  return checkWith(await engines[engine](), model, options)
}
