/**
 * Waiting until a buffer is ready while others go on with it: what the thread of September 2020 wants the export for. A compositor
 * waits for the fences that `dma_buf_export_sync_file` found, or with `dma_resv_wait_timeout` until there are none.
 */

import {
  and,
  atomic,
  forever,
  index,
  int,
  label,
  model,
  not,
  oneOf,
  pick,
  procedure,
  sequence,
  some,
  step,
  waitUntil,
  type Input,
} from '../../dsl/index.ts'
import { dmaFenceArray, dmaFences, dmaResv } from '../../dsl/kernel/index.ts'

/** One client that renders frame after frame, some ahead of the hardware. */
export const bufferReady = model(
  'buffer ready',
  {
    waits: oneOf('sync_file', 'dma_resv_wait_timeout'),
    /** How many frames can be in flight. */
    ahead: int(1, 3).default(2),
    /** What is left out: the hardware, which hangs, or the sync_file's references to its fences. */
    without: oneOf('none', 'drm_sched_job_done', 'dma_fence_get of dma_resv_get_singleton'),
  },
  (m, { waits, ahead, without }) => {
    // Some are in flight, some may be known to the compositor still, and some to the reservation object.
    const frame = index('frame', waits === 'sync_file' ? 3 * ahead : 2 * ahead)
    const fence = m.state('fence', dmaFences(frame))
    const resv = m.state('resv', dmaResv({ fences: fence }))
    const ring = m.state('ring', sequence(frame, ahead))
    const sync_file =
      waits === 'sync_file' ? m.state('sync_file', dmaFenceArray({ fences: fence })) : null
    const ready = resv.fences('WRITE').isEmpty()

    /** Whether nobody refers to a frame's fence, so that it is freed and its memory can be that of a new one. */
    const unused = (each: Input<typeof frame>) =>
      sync_file === null || without === 'dma_fence_get of dma_resv_get_singleton'
        ? not(resv.has(each))
        : not(resv.has(each).or(sync_file.fences.has(each)))

    m.process('client', { daemon: true }, function* () {
      yield* forever(function* () {
        const job = yield* step(
          'drm_sched_job_arm',
          { guard: ring.length().lt(ahead) },
          function* () {
            return yield* pick(frame, (each) =>
              and(unused(each), not(some(frame, (other) => and(other.lt(each), unused(other))))),
            )
          },
        )
        // Nobody else takes the lock.
        yield* atomic(function* drm_sched_entity_push_job() {
          yield* resv.lock()
          yield* resv.reserveFences(1)
          yield* fence.at(job).init()
          yield* ring.set(ring.append(job))
        })
        yield* atomic(function* dma_resv_add_fence() {
          yield* resv.addFence(job, 'WRITE')
          yield* resv.unlock()
        })
      })
    })

    if (without !== 'drm_sched_job_done') {
      m.process('gpu', { daemon: true }, function* () {
        yield* forever(function* () {
          yield* atomic(function* drm_sched_job_done() {
            yield* waitUntil(not(ring.isEmpty()))
            yield* fence.at(ring.first()).signal()
            yield* ring.set(ring.rest())
          })
        })
      })
    }

    // Where the buffer is ready again and again the compositor sees it: it goes on waiting only where that is not so.
    const compositor = m.process('compositor', { fairness: 'strong' }, function* () {
      if (sync_file === null) {
        yield* label('waiting')
        yield* resv.waitFences('WRITE')
        return
      }
      const dma_buf_export_sync_file = procedure(function* dma_buf_export_sync_file() {
        const fences = yield* resv.getFences('WRITE')
        yield* sync_file.create(fences)
      })
      yield* dma_buf_export_sync_file()
      yield* label('waiting')
      yield* sync_file.wait()
    })
    const { only } = compositor
    m.eventually('the compositor can use the buffer', only.terminated())
    m.reachable('the compositor waits', and(only.at('waiting'), not(ready)))
    m.reachable('it goes on while others use the buffer', and(only.terminated(), not(ready)))
  },
)
