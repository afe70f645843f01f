/** Models of which a test says only what it is about. */

import type { Model } from '../dsl/ir.ts'
import { nowhere } from '../dsl/site.ts'

/** The model of these parts: nothing else is declared. */
export function modelOf(parts: Partial<Model>): Model {
  return {
    name: 'model',
    parameters: [],
    variables: [],
    procedures: [],
    processes: [],
    actions: [],
    initially: [],
    properties: [],
    temporal: [],
    fairness: [],
    ends: [],
    constraints: [],
    locks: [],
    lockOrders: [],
    masks: { hardirq: null, softirq: null },
    site: nowhere,
    ...parts,
  }
}
