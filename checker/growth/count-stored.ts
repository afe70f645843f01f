/** The growth of a compiled search, counted on its packed states. */

import type { StoredStates } from '../compiled/host/stored-states.ts'
import { bitsOf } from './bits.ts'
import { countDistinct } from './count-distinct.ts'
import type { Pause } from './count-distinct.ts'
import { measured } from './growth.ts'
import type { Counter, Growth } from './growth.ts'
import { StoredKeys } from './stored-keys.ts'
import type { Stored } from './stored-keys.ts'

export interface StoredQuestion extends Omit<Stored, 'packed'>, Pick<Counter, 'told'> {
  readonly states: StoredStates
  /** In bytes: what may be used besides the memory of the search. */
  readonly memory: number
  readonly pause: Pause
}

/** Counts for each part of the states how many values it takes, and how many states differ in anything else. */
export function countStored(question: StoredQuestion): Promise<Omit<Growth, 'complete'>> {
  const { program, states, memory, told } = question
  const keys = new StoredKeys({ ...question, packed: states })
  const pause: Pause = async () => (keys.bytes > memory ? 'memory' : question.pause())
  return measured(program, {
    states: states.ranges.reduce((sum, { first, end }) => sum + end - first, 0),
    distinct: (part, side) =>
      countDistinct(keys.of(part, side), states.ranges, states.spare, pause),
    bits: (part) => bitsOf(part, question),
    told,
  })
}
