/** What can be told of effects without executing them. */

import type { Effect } from '../../../dsl/ir.ts'

/** Whether something is picked in one of them. */
export function picks(effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    if (effect.kind === 'when') return picks(effect.then) || picks(effect.otherwise)
    return effect.kind === 'pick'
  })
}

/** Whether one of them writes. */
export function assigns(effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    switch (effect.kind) {
      case 'assign':
        return true
      case 'when':
        return assigns(effect.then) || assigns(effect.otherwise)
      case 'forEach':
        return assigns(effect.body)
      case 'pick':
      case 'assert':
      case 'fail':
        return false
    }
  })
}

/** In how many places what follows them is written: once in each list of a `when` that picks. */
export function continuations(effects: readonly Effect[]): number {
  return effects.reduce((count, effect) => {
    if (effect.kind === 'fail') return 0
    if (effect.kind !== 'when' || !picks([effect])) return count
    return count * (continuations(effect.then) + continuations(effect.otherwise))
  }, 1)
}
