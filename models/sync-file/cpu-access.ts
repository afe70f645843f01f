/**
 * When the CPU may look into a buffer that a device writes: the patch of December 2020 that documents `dma_buf_begin_cpu_access`
 * for mappings of `dma_buf_vmap` and of user space. The device is not coherent with the cache of the CPU.
 */

import {
  and,
  assert,
  bool,
  identity,
  individual,
  label,
  model,
  oneOf,
  procedure,
  step,
} from '../../dsl/index.ts'
import { dmaFences, dmaResv, type DmaResvUsage } from '../../dsl/kernel/index.ts'
import { cpuAccessOf, cpuOmissions, exporters } from './begin-cpu-access.ts'
import { cacheOf } from './cpu-cache.ts'

/** A device writes a frame, and the CPU reads it; with a direction that says so it draws over it, and the device reads that. */
export const cpuAccess = model(
  'cpu access',
  {
    exporter: exporters,
    /** Which of the two calls the user makes. */
    calls: oneOf('begin and end', 'end', 'begin', 'neither'),
    /** What the user says of its access. It reads in any case, and draws unless the direction is `DMA_FROM_DEVICE`. */
    direction: oneOf('DMA_BIDIRECTIONAL', 'DMA_FROM_DEVICE', 'DMA_TO_DEVICE'),
    /** Whether the reservation object knows of the job; otherwise its user has a sync_file, for which it may wait. */
    sync: oneOf('implicit', 'explicit', 'explicit, polled'),
    /** Whether the user holds the reservation lock. */
    holdsResv: bool,
    /** Whether the CPU reads ahead. */
    prefetch: bool.default(true),
    /** What is left out. */
    without: cpuOmissions,
  },
  (m, { exporter, calls, direction, sync, holdsResv, prefetch, without }) => {
    const job = identity('job', 1)
    const frame = individual(job, 0)
    const fence = m.state('fence', dmaFences(job)).at(frame)
    const resv = m.state('resv', dmaResv({ fences: { index: job, at: () => fence } }))
    const cache = cacheOf(m, prefetch)
    const pushed = m.state('pushed', bool)
    const committed = m.state('committed', bool)
    const redrawn = m.state('redrawn', bool)
    const access = cpuAccessOf(resv, cache, { exporter, direction, without })
    const draws = direction !== 'DMA_FROM_DEVICE'

    function* submit(usage: DmaResvUsage) {
      yield* resv.lock()
      yield* resv.reserveFences(1)
      yield* step('drm_sched_entity_push_job', {}, function* () {
        yield* pushed.set(true)
      })
      yield* resv.addFence(frame, usage)
      yield* resv.unlock()
    }
    const lima_gem_submit = procedure(function* lima_gem_submit() {
      yield* submit('WRITE')
    })
    const xe_exec_ioctl = procedure(function* xe_exec_ioctl() {
      yield* submit('BOOKKEEP')
    })
    m.process('client', function* () {
      yield* (sync === 'implicit' ? lima_gem_submit : xe_exec_ioctl)()
      yield* step('sendmsg(wl_surface.commit)', {}, function* () {
        yield* committed.set(true)
      })
    })

    const device = m.process('device', function* () {
      yield* step('run_job', { guard: pushed }, function* () {})
      yield* cache.dmaWrite('frame')
      yield* fence.signal()
      if (draws) {
        yield* step('run_job', { guard: redrawn }, function* () {})
        const seen = yield* cache.dmaRead()
        yield* assert(seen.eq('drawing'), 'the device reads what was there before the CPU wrote')
      }
    })

    const user = m.process('user', function* () {
      yield* step('recvmsg(wl_surface.commit)', { guard: committed }, function* () {})
      if (sync === 'explicit, polled') yield* fence.wait()
      if (holdsResv) yield* resv.lock()
      if (calls === 'begin and end' || calls === 'begin') yield* access.dma_buf_begin_cpu_access()
      yield* label('accessing')
      const seen = yield* cache.read()
      yield* assert(seen.eq('frame'), 'the CPU reads what was there before the device wrote')
      if (draws) yield* cache.write('drawing')
      if (calls === 'begin and end' || calls === 'end') yield* access.dma_buf_end_cpu_access()
      if (holdsResv) yield* resv.unlock()
      if (draws) {
        yield* step('drm_sched_entity_push_job', {}, function* () {
          yield* redrawn.set(true)
        })
      }
    })

    m.reachable('the CPU accesses the buffer', user.only.at('accessing'))
    m.reachable('the cache is not coherent', and(cache.stale, fence.signaled))
    m.reachable('everybody is done', and(user.only.terminated(), device.only.terminated()))
  },
)
