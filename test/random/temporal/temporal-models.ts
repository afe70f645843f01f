/** Random models with fairness and temporal properties: most go round and round, some are of everything that the language has. */

import type { Model } from '../../../dsl/ir.ts'
import type { Draw } from '../draw.ts'
import { drawModel } from '../models.ts'
import { drawContest } from './contests.ts'
import { withDeclared, withFairness } from './fairness.ts'
import { withProperties } from './formulas.ts'
import { drawRing } from './rings.ts'

/** A model in which nothing but temporal properties is judged, as long as no step fails. */
export function drawTemporalModel(draw: Draw): Model {
  const model = draw.weighted<() => Model>([
    [4, () => withFairness(draw, drawRing(draw))],
    [7, () => withDeclared(draw, drawContest(draw))],
    [2, () => withFairness(draw, bare(drawModel(draw, 50)))],
  ])()
  return model.temporal.length > 0 ? model : withProperties(draw, model, 'far')
}

function bare(model: Model): Model {
  return { ...model, properties: [], ends: [], constraints: [], locks: [] }
}
