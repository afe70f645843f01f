/** What is done about a job that takes too long: the scheduler is stopped, then the hardware; then fences are signalled. */

import { not, pick, procedure, step, when } from '../../dsl/index.ts'
import {
  dma_fence_begin_signalling,
  dma_fence_end_signalling,
  kmalloc,
} from '../../dsl/kernel/index.ts'
import type { Scheduler } from './drm-sched.ts'
import type { KernelFunction } from './gpu.ts'
import type { Scene } from './scene.ts'

/** The function that the work of a timeout executes; null where there is no timeout. */
export function timedoutOf(
  scene: Scene,
  { submit_wq, timeout }: Scheduler,
  amdgpu_fence_process: KernelFunction,
): KernelFunction | null {
  const { variant, omits, resv, running, hung, written, emitted, wedged } = scene
  const { recovery } = variant
  if (timeout === null || emitted === null) return null
  const { pause_submit } = timeout
  const annotated = !omits('dma_fence_begin_signalling')

  const drm_sched_stop = procedure(function* drm_sched_stop() {
    yield* step('WRITE_ONCE(pause_submit, true)', {}, function* () {
      yield* pause_submit.set(true)
    })
    yield* submit_wq.work.run_job.cancelSync()
  })

  const amdgpu_coredump = procedure(function* amdgpu_coredump() {
    yield* kmalloc('GFP_KERNEL')
  })

  const amdgpu_dm_commit_planes = procedure(function* amdgpu_dm_commit_planes() {
    yield* resv.lock()
    yield* resv.unlock()
  })

  const amdgpu_do_asic_reset = procedure(function* amdgpu_do_asic_reset() {
    yield* step('amdgpu_asic_reset', {}, function* () {
      if (!omits('amdgpu_do_asic_reset: stop')) {
        yield* running.set([])
        if (hung !== null) yield* hung.set([])
      }
      if (wedged !== null) yield* wedged.set(true)
    })
  })

  const amdgpu_fence_driver_force_completion = procedure(
    function* amdgpu_fence_driver_force_completion() {
      yield* step('amdgpu_fence_write(sync_seq)', {}, function* () {
        if (!omits('amdgpu_fence_driver_force_completion: all but one')) {
          yield* written.set(written.union(emitted))
        } else {
          const inFlight = emitted.minus(written)
          yield* when(not(inFlight.isEmpty()), function* () {
            const guilty = yield* pick(inFlight)
            yield* written.set(written.add(guilty))
          })
        }
      })
      yield* amdgpu_fence_process()
    },
  )

  const drm_sched_start = procedure(function* drm_sched_start() {
    yield* step('WRITE_ONCE(pause_submit, false)', {}, function* () {
      yield* pause_submit.set(false)
    })
    if (!omits('drm_sched_start: queue_work')) yield* submit_wq.work.run_job.queue()
  })

  const amdgpu_device_gpu_recover = procedure(function* amdgpu_device_gpu_recover() {
    const stops = !omits('drm_sched_stop')
    if (recovery === 'GFP_KERNEL') yield* amdgpu_coredump()
    if (stops) yield* drm_sched_stop()
    if (recovery === 'dma_resv_lock') yield* amdgpu_dm_commit_planes()
    yield* amdgpu_do_asic_reset()
    if (!omits('amdgpu_fence_driver_force_completion')) {
      yield* amdgpu_fence_driver_force_completion()
    }
    if (stops) yield* drm_sched_start()
  })

  return procedure(function* drm_sched_job_timedout() {
    const cookie = annotated ? yield* dma_fence_begin_signalling() : null
    yield* amdgpu_device_gpu_recover()
    if (cookie !== null) yield* dma_fence_end_signalling(cookie)
  })
}
