/**
 * `struct dma_fence_array`: a fence that stands for several. After `include/linux/dma-fence-array.h` and
 * `drivers/dma-buf/dma-fence-array.c`.
 *
 * It comes in the two grains of fences. As its contract has it, it is the set of its fences, and is signalled when they are. With a `lock`
 * it counts those that are pending, by callbacks that it adds to them, and the work of an interrupt signals it.
 */

import {
  all,
  set,
  some,
  step,
  type BoolTerm,
  type Family,
  type Input,
  type LockId,
  type PlaceOf,
  type Primitive,
  type SetSort,
  type SetTerm,
  type StatementNode,
} from '../../index.ts'
import type { Sort } from '../../ir.ts'
import {
  countedArray,
  type CountedArrayOptions,
  type CountedFenceArray,
} from './dma-fence-array-counted.ts'
import { declareMightWait } from './dma-fence-signalling.ts'
import { alone, type Around } from './dma-fence-wait.ts'
import { WaitableFence } from './dma-fence-waitable.ts'
import { anyFamily, insideAll, outsideAll, type FenceId } from './fence-id.ts'

export interface DmaFenceArrayOptions<F extends Sort> {
  /** Those for which it can stand. */
  readonly fences: Family<F, WaitableFence>
  /** It is signalled when one of them is. Without it, when all are. */
  readonly signalOnAny?: boolean
}

interface Parts {
  readonly map: LockId
  readonly chosen: PlaceOf<SetSort<FenceId>>
  readonly fences: Family<FenceId, WaitableFence>
  readonly signalOnAny: boolean
}

/** A fence that is signalled in the moment when its fences are. */
export class DmaFenceArray<F extends Sort> extends WaitableFence {
  readonly #parts: Parts

  constructor(name: string, parts: Parts) {
    super(name, parts.map)
    this.#parts = parts
  }

  /** Those for which it stands. */
  get fences(): SetTerm<F> {
    return outsideAll<F>(this.#parts.chosen)
  }

  override get signaled(): BoolTerm {
    const { chosen, fences, signalOnAny } = this.#parts
    return (signalOnAny ? some : all)(chosen, (fence) => fences.at(fence).signaled)
  }

  /** `dma_fence_array_create`: stands for these from here on. */
  create(fences: Input<SetSort<F>>): StatementNode<never, void> {
    const { chosen } = this.#parts
    return step(`dma_fence_array_create(${this.name})`, {}, function* () {
      yield* chosen.set(insideAll(fences))
    })
  }

  override isSignaled(): StatementNode<never, BoolTerm> {
    const signaled = () => this.signaled
    return step(`dma_fence_is_signaled(${this.name})`, {}, function* () {
      return signaled()
    })
  }

  protected override around(): Around {
    return alone
  }

  protected override signaller(): undefined {
    return undefined
  }
}

/** A fence that stands for none at first. Declare it with `m.state`. */
export function dmaFenceArray<F extends Sort, C extends Sort>(
  options: CountedArrayOptions<F, C>,
): Primitive<Sort, CountedFenceArray<F>>
export function dmaFenceArray<F extends Sort>(
  options: DmaFenceArrayOptions<F>,
): Primitive<SetSort<F>, DmaFenceArray<F>>
export function dmaFenceArray<F extends Sort, C extends Sort>(
  options: CountedArrayOptions<F, C> | DmaFenceArrayOptions<F>,
): Primitive<Sort, CountedFenceArray<F>> | Primitive<SetSort<F>, DmaFenceArray<F>> {
  if ('lock' in options) return countedArray(options)
  return contractArray(options)
}

function contractArray<F extends Sort>({
  fences,
  signalOnAny = false,
}: DmaFenceArrayOptions<F>): Primitive<SetSort<F>, DmaFenceArray<F>> {
  return {
    sort: set(fences.index),
    attach: (place, name, declare) => {
      const map = declareMightWait(declare)
      // A set of the same fences.
      const chosen = place as unknown as PlaceOf<SetSort<FenceId>>
      return new DmaFenceArray(name, { map, chosen, fences: anyFamily(fences), signalOnAny })
    },
  }
}
