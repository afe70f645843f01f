/** The fences of a `struct dma_resv`, each with how it is used. After `enum dma_resv_usage` of `include/linux/dma-resv.h`. */

import {
  and,
  filter,
  not,
  oneOf,
  optional,
  or,
  type ArraySort,
  type BoolTerm,
  type EnumSort,
  type Family,
  type OptionalSort,
  type PlaceOf,
  type SetTerm,
  type TermOf,
  type Test,
} from '../../index.ts'
import type { DmaFence } from '../fences/dma-fence-base.ts'
import type { FenceId } from '../fences/fence-id.ts'

/** In order: whoever asks for one gets the lower ones too. */
const dmaResvUsages = ['KERNEL', 'WRITE', 'READ', 'BOOKKEEP'] as const
export type DmaResvUsage = (typeof dmaResvUsages)[number]

/** `dma_resv_usage_rw`: what a new write has to wait for, or a new read. */
export function dma_resv_usage_rw(write: boolean): DmaResvUsage {
  return write ? 'READ' : 'WRITE'
}

/** How a fence is used; none where it is not there. */
export type Usage = OptionalSort<EnumSort<DmaResvUsage>>
export const usage: Usage = optional(oneOf(...dmaResvUsages))

/** Questions to the fences of one reservation object. */
export class ResvTable {
  readonly place: PlaceOf<ArraySort<FenceId, Usage>>
  readonly fences: Family<FenceId, DmaFence>
  readonly #sameContext: SameContext | null

  constructor(
    place: PlaceOf<ArraySort<FenceId, Usage>>,
    fences: Family<FenceId, DmaFence>,
    sameContext: SameContext | null,
  ) {
    this.place = place
    this.fences = fences
    this.#sameContext = sameContext
  }

  /** Whether the fence is there. */
  has(fence: TermOf<FenceId>): BoolTerm {
    return this.place.at(fence).isSome()
  }

  /** Those of this usage or a lower one, signalled or not. */
  listed(usage: DmaResvUsage): SetTerm<FenceId> {
    return filter(this.fences.index, (fence) => this.#usedFor(fence, upTo(usage)))
  }

  /** The same without those that are signalled. */
  pending(usage: DmaResvUsage): SetTerm<FenceId> {
    return filter(this.fences.index, (fence) =>
      and(this.#usedFor(fence, upTo(usage)), not(this.fences.at(fence).done)),
    )
  }

  /** Whether it is there already, for a lower usage. */
  stronger(fence: TermOf<FenceId>, usage: DmaResvUsage): BoolTerm {
    return this.#usedFor(fence, below(usage))
  }

  /** Whether the old fence makes room for the new one: it is signalled, or whoever waits for the new one need not wait for it. */
  makesRoom(old: TermOf<FenceId>, fence: TermOf<FenceId>, usage: DmaResvUsage): BoolTerm {
    const implied = and(this.#implied(old, fence), not(this.stronger(old, usage)))
    return and(this.has(old), or(implied, this.fences.at(old).done))
  }

  #implied(old: TermOf<FenceId>, fence: TermOf<FenceId>): Test {
    if (this.#sameContext !== null) return this.#sameContext(old, fence)
    return this.fences.at(fence).laterOrSame(this.fences.at(old)) ?? old.eq(fence)
  }

  #usedFor(fence: TermOf<FenceId>, usages: readonly DmaResvUsage[]): BoolTerm {
    return or(...usages.map((each) => this.place.at(fence).is(each)))
  }
}

/** Whether the fence is of the same context as the old one, and not before it. */
export type SameContext = (old: TermOf<FenceId>, fence: TermOf<FenceId>) => Test

function below(usage: DmaResvUsage): readonly DmaResvUsage[] {
  return dmaResvUsages.slice(0, dmaResvUsages.indexOf(usage))
}

function upTo(usage: DmaResvUsage): readonly DmaResvUsage[] {
  return [...below(usage), usage]
}
