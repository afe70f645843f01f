/** At which control points of a process somebody may stay for ever. */

import type { Model } from '../../dsl/ir.ts'
import { idlesAnywhere } from '../idle.ts'
import type { FlatProcess } from './program.ts'

/** By the number of a control point: whether it is terminated there, or a daemon that is idle. */
export function stayingPoints(flat: FlatProcess, model: Model): readonly boolean[] {
  const anywhere = idlesAnywhere(model, flat.process)
  return flat.points.map(({ statement }) => {
    if (statement === null || anywhere) return true
    return flat.process.daemon && flat.statements[statement]?.idle === true
  })
}
