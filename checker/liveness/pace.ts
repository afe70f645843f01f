/** Pauses of a long computation that is given up by an exception. */

import type { Pacer } from '../pacer.ts'
import { Stopped } from './ledger.ts'

/** How many vertices are looked at between two questions whether a pause is due. */
export const slice = 256

/** Pauses if it is time to. Throws `Stopped` when there is no time left, or somebody asked to stop. */
export async function rest(pacer: Pacer): Promise<void> {
  const stop = await pacer.pause()
  if (stop !== null) throw new Stopped(stop)
}
