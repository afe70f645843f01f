/** How much memory a search may use. */

import { freeMemory } from './free-memory.ts'

/** In bytes, what one shared 64-bit memory can hold: 2^18 pages of 64 KiB. */
export const mostMemory = 2 ** 34

/** Leaves room for the rest of the process, and for whoever else is on the machine. */
const share = 0.75

/** In bytes, where nobody says: most of what is free. */
export function defaultMemory(free = freeMemory()): number {
  return Math.min(mostMemory, Math.floor(free * share))
}
