/** All states that a search has found, where they lie in its memory. */

import { recordBytes } from '../runtime/memory-map.ts'
import type { Range } from './levels.ts'
import type { SearchMemory } from './search-memory.ts'

export interface StoredStates {
  /** Words of 32 bits, the lower half of each of 64 first: a state begins at its number times the `stride`. */
  readonly words: Uint32Array
  readonly stride: number
  /** The numbers of the states. */
  readonly ranges: readonly Range[]
  /** Memory for whoever looks at the states: nobody else needs it any more. More than two words for each state. */
  readonly spare: Uint32Array
}

/** The states of a search that is over, as is all that comes after it. */
export function storedStates(memory: SearchMemory): StoredStates {
  const { ground } = memory
  const { buffer } = ground.memory
  const stride = recordBytes(ground.sizes) / 4
  const ranges = Array.from({ length: ground.workers }, (_, region) => {
    return { first: memory.firstRecord(region), end: memory.region(region, 'next') }
  })
  const last = Math.max(...ranges.map(({ end }) => end))
  return {
    words: new Uint32Array(buffer, ground.arena, last * stride),
    stride,
    ranges,
    spare: new Uint32Array(buffer, ground.table, (ground.arena - ground.table) / 4),
  }
}
