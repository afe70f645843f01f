/** One line of memory that a device and a CPU share, and the CPU's cache, which the device does not look into. */

import {
  and,
  bool,
  cond,
  just,
  none,
  not,
  oneOf,
  optional,
  step,
  when,
  type Input,
  type ModelBuilder,
} from '../../dsl/index.ts'

/** What can stand in the line. */
export const content = oneOf('empty', 'frame', 'drawing')

/** Where data goes, as in `enum dma_data_direction`. */
export type Direction = 'DMA_FROM_DEVICE' | 'DMA_TO_DEVICE' | 'DMA_BIDIRECTIONAL'

export type Cache = ReturnType<typeof cacheOf>

/** Declares the line and the cache. With `prefetch` the CPU reads ahead whenever it likes; it may evict at any time. */
export function cacheOf(m: ModelBuilder, prefetch: boolean) {
  const memory = m.state('memory', content)
  const line = m.state('line', optional(content))
  const dirty = m.state('dirty', bool)

  function* drop() {
    yield* line.set(none)
    yield* dirty.set(false)
  }
  function* writeBack() {
    yield* when(dirty, function* () {
      yield* memory.set(line.get())
    })
    yield* drop()
  }

  if (prefetch) {
    m.action(
      'prefetch',
      {},
      () => line.isNone(),
      function* () {
        yield* line.set(just(memory))
      },
    )
  }
  m.action('evict', {}, () => line.isSome(), writeBack)

  return {
    memory,
    /** Whether the cache has something else than memory has. */
    stale: and(line.isSome(), not(line.is(memory))),

    /** The CPU reads through its mapping. */
    read: () =>
      step('iosys_map_memcpy_from', {}, function* () {
        const seen = cond(line.isSome(), line.get(), memory)
        yield* line.set(just(seen))
        return seen
      }),

    /** The CPU writes through its mapping. */
    write: (data: Input<typeof content>) =>
      step('iosys_map_memcpy_to', {}, function* () {
        yield* line.set(just(data))
        yield* dirty.set(true)
      }),

    /** The device writes. */
    dmaWrite: (data: Input<typeof content>) =>
      step('DMA write', {}, function* () {
        yield* memory.set(data)
      }),

    /** The device reads. */
    dmaRead: () =>
      step('DMA read', {}, function* () {
        return memory
      }),

    /** `drm_clflush_sg`, whatever the direction. */
    clflush: () => step('drm_clflush_sg', {}, writeBack),

    /** `dma_sync_sgtable_for_cpu`: drops what was read before, where the device may have written. */
    syncForCpu: (direction: Direction) =>
      step(`dma_sync_sgtable_for_cpu(${direction})`, {}, function* () {
        if (direction !== 'DMA_TO_DEVICE') yield* drop()
      }),

    /** `dma_sync_sgtable_for_device`: writes back what the CPU has written, where the device may read. */
    syncForDevice: (direction: Direction) =>
      step(`dma_sync_sgtable_for_device(${direction})`, {}, function* () {
        if (direction === 'DMA_FROM_DEVICE') yield* drop()
        else yield* writeBack()
      }),
  }
}
