/** A sort of few values that takes more bits than one number has, and its values in order, written out. */

import type { Datum } from '../../../../checker/lower/datum.ts'
import { bag, bool } from '../../lower/terms.ts'

const most = 60

/** 66 bits. */
export const wide = bag(bool, most)

/** Smaller bags first; of one size, the one with more of `false` first. */
export const wideValues: readonly Datum[] = Array.from({ length: most + 1 }, (_, size) =>
  Array.from({ length: size + 1 }, (_each, ones) =>
    Array.from({ length: size }, (_bit, i) => (i < size - ones ? 0 : 1)),
  ),
).flat()
