/** Going through the instances of a process. */

import type { FlatProcess } from '../../lower/program.ts'
import type { Emitter } from '../emitter.ts'
import { counting } from '../expression/loop.ts'
import { i64 } from '../wat.ts'
import type { Wat } from '../wat.ts'

/** So many operations, over all instances, are written out one instance after the other. */
const mostWritten = 256

/**
 * Writes a round for each instance, of so many operations. Where they are few it is written again for each: then every place in
 * the state is known, and the processor tells apart where each instance is going.
 */
export function forInstances(
  { instances }: FlatProcess,
  operations: number,
  emit: Emitter,
  round: (rank: Wat) => void,
): void {
  if (instances * operations > mostWritten && instances > 1) {
    counting('instance', i64(0), i64(instances), emit, round)
  } else for (let rank = 0; rank < instances; rank++) round(i64(rank))
}
