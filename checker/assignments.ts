/** What effects assign. */

import type { Effect, EffectOf } from '../dsl/ir.ts'

export type Assignment = EffectOf<'assign'>

/** Every assignment among the effects and inside of them, whether it is made or not. */
export function assignmentsIn(effects: readonly Effect[]): readonly Assignment[] {
  return effects.flatMap((effect): readonly Assignment[] => {
    switch (effect.kind) {
      case 'assign':
        return [effect]
      case 'when':
        return [...assignmentsIn(effect.then), ...assignmentsIn(effect.otherwise)]
      case 'forEach':
        return assignmentsIn(effect.body)
      case 'pick':
      case 'assert':
      case 'fail':
        return []
    }
  })
}
