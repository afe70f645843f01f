/** A reservation object with two fences, as tests use it. */

import { array, index, nth, type IndexSort, type ModelBuilder } from '../../../../dsl/index.ts'
import {
  dmaFence,
  dmaResv,
  type DmaResvUsage,
  type FencedDmaResv,
} from '../../../../dsl/kernel/index.ts'

export const fence = index('fence', 2)
export type Resv = FencedDmaResv<IndexSort<'fence'>>

/** A reservation object and its two fences, each of a context of its own. */
export function reservation(m: ModelBuilder, slots = 1) {
  const fences = m.state('fence', array(fence, dmaFence()))
  const resv = m.state('resv', dmaResv({ fences, slots }))
  const [a, b] = [nth(fence, 0), nth(fence, 1)] as const
  return { fences, resv, a, b }
}

/** Adds the fence with the lock held. */
export function* add(resv: Resv, number: number, usage: DmaResvUsage) {
  yield* resv.lock()
  yield* resv.reserveFences(1)
  yield* resv.addFence(nth(fence, number), usage)
  yield* resv.unlock()
}
