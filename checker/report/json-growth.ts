/** What makes a state space large, as JSON. */

import type { Model } from '../../dsl/ir.ts'
import type { Growth } from '../growth/growth.ts'
import { factorOf, partName, partNote } from './growth-text.ts'

/** By part, what takes the largest factor first; `without` counts the states that differ in anything else. */
export function growthDocument(growth: Growth, model: Model): object {
  const { states, complete, parts, missing, stop } = growth
  return {
    states,
    complete,
    parts: parts.map((one) => ({
      name: partName(one.part, model),
      kind: one.part.kind,
      note: partNote(one.part, model),
      values: one.values,
      without: one.without,
      factor: Math.round(factorOf(one, states) * 1000) / 1000,
      bits: one.bits,
    })),
    missing: missing.map((part) => partName(part, model)),
    stop,
  }
}
