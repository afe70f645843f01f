/** `dma_buf_begin_cpu_access` and `dma_buf_end_cpu_access`, with the exporters on which they call. */

import { oneOf, procedure } from '../../dsl/index.ts'
import type { IdentitySort } from '../../dsl/index.ts'
import { dma_resv_usage_rw, type FencedDmaResv } from '../../dsl/kernel/index.ts'
import type { Cache, Direction } from './cpu-cache.ts'

/**
 * What the exporter does when it is told:
 *
 * - `i915`: it locks, waits for fences, and then flushes the cache, as `i915_gem_begin_cpu_access` does;
 * - `system-heap`: it invalidates the cache and waits for nothing, as `system_heap_dma_buf_begin_cpu_access` does;
 * - `vgem`: it has no callbacks.
 *
 * Whatever it does, `dma_buf_begin_cpu_access` waits afterwards.
 */
export const exporters = oneOf('i915', 'system-heap', 'vgem')

type Exporter = (typeof exporters.values)[number]

/** What can be taken away from an exporter; by default nothing. */
export const cpuOmissions = oneOf(
  'none',
  'i915_gem_object_wait',
  'drm_clflush_sg of i915_gem_begin_cpu_access',
  'drm_clflush_sg of i915_gem_end_cpu_access',
  'dma_resv_unlock of i915_gem_begin_cpu_access',
)

type CpuOmission = (typeof cpuOmissions.values)[number]

interface Options {
  readonly exporter: Exporter
  readonly direction: Direction
  readonly without: CpuOmission
}

type Resv = FencedDmaResv<IdentitySort<'job'>>

/** The two functions, for a buffer of this exporter. */
export function cpuAccessOf(resv: Resv, cache: Cache, options: Options) {
  const { begin, end } = callbacksOf(resv, cache, options)
  const usage = dma_resv_usage_rw(options.direction !== 'DMA_FROM_DEVICE')

  const dma_buf_begin_cpu_access = procedure(function* dma_buf_begin_cpu_access() {
    if (begin !== null) yield* begin()
    yield* resv.waitFences(usage)
  })
  const dma_buf_end_cpu_access = procedure(function* dma_buf_end_cpu_access() {
    if (end !== null) yield* end()
  })
  return { dma_buf_begin_cpu_access, dma_buf_end_cpu_access }
}

function callbacksOf(resv: Resv, cache: Cache, { exporter, direction, without }: Options) {
  const usage = dma_resv_usage_rw(direction !== 'DMA_FROM_DEVICE')
  switch (exporter) {
    case 'i915':
      return {
        begin: procedure(function* i915_gem_begin_cpu_access() {
          yield* resv.lock()
          if (without !== 'i915_gem_object_wait') yield* resv.waitFences(usage)
          if (without !== 'drm_clflush_sg of i915_gem_begin_cpu_access') yield* cache.clflush()
          if (without !== 'dma_resv_unlock of i915_gem_begin_cpu_access') yield* resv.unlock()
        }),
        end: procedure(function* i915_gem_end_cpu_access() {
          yield* resv.lock()
          if (without !== 'drm_clflush_sg of i915_gem_end_cpu_access') yield* cache.clflush()
          yield* resv.unlock()
        }),
      }
    case 'system-heap':
      return {
        begin: procedure(function* system_heap_dma_buf_begin_cpu_access() {
          yield* cache.syncForCpu(direction)
        }),
        end: procedure(function* system_heap_dma_buf_end_cpu_access() {
          yield* cache.syncForDevice(direction)
        }),
      }
    case 'vgem':
      return { begin: null, end: null }
  }
}
