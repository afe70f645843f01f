/**
 * Which fence of a job goes to containers that keep it for ever: the driver's own, which has to do with the resources of the job, or one
 * of the scheduler that has none, as the thread of May 2022 recommends. Functions are those of `drivers/gpu/drm/scheduler/sched_main.c`,
 * `sched_fence.c` and `drivers/dma-buf/sync_file.c`; those of the driver begin with `driver_`.
 */

import {
  bool,
  either,
  fair,
  label,
  model,
  not,
  oneOf,
  procedure,
  step,
  when,
  type BoolTerm,
} from '../../dsl/index.ts'
import { jobOf } from './job.ts'

/** Any fence in the file of user space, which may keep it. */
export const internalFence = model(
  'internal fence',
  {
    /** Which fence user space gets, and what becomes of the job's resources when that is done. */
    escaping: oneOf('public', 'internal-holds', 'internal-freed'),
    /** Whether user space may keep the file open for ever. */
    kept: bool,
    /** What is left out. */
    without: oneOf('nothing', 'dma_fence_get', 'dma_fence_signal', 'dma_fence_add_callback'),
  },
  (m, { escaping, kept, without }) => {
    const job = jobOf(m, {
      resources: escaping === 'internal-freed' ? 'of workers' : 'of the fence',
      signals: without !== 'dma_fence_signal',
    })
    const { parent, finished } = job
    const exported = escaping === 'public' ? finished : parent
    const counted = without === 'dma_fence_get' ? null : exported
    const chained = without === 'dma_fence_add_callback' ? null : parent

    const sync_file_create = procedure(function* sync_file_create() {
      if (counted !== null) yield* counted.get()
    })
    const driver_submit_ioctl = procedure(function* driver_submit_ioctl() {
      yield* job.driver_job_create()
      yield* sync_file_create()
      if (chained !== null) yield* chained.addCallback('drm_sched_job_done_cb')
    })
    const submitter = m.process('submitter', function* () {
      yield* driver_submit_ioctl()
    })
    const submitted = submitter.only.terminated()
    const begins = (name: string, guard: BoolTerm) => step(name, { guard }, function* () {})

    const handle_irq_event = procedure(function* handle_irq_event() {
      yield* begins('irq_enter', submitted)
      yield* job.driver_irq_handler()
    })
    m.process('irq', { context: 'hardirq' }, function* () {
      yield* handle_irq_event()
    })

    const sync_file_poll = procedure(function* sync_file_poll() {
      yield* begins('fdget', submitted)
      const signaled = yield* exported.isSignaled()
      yield* when(not(signaled), function* () {
        yield* label('polling')
        yield* exported.waitTimeout()
      })
    })
    const sync_file_release = procedure(function* sync_file_release() {
      yield* exported.put()
    })
    const close = function* () {
      yield* sync_file_release()
    }
    const user = m.process('user', function* () {
      yield* sync_file_poll()
      yield* label('polled')
      yield* either(kept ? fair('none', close) : close)
    })

    const freed = not(job.hasResources())
    m.leadsTo('a job gives its resources back in the end', submitted, freed)
    m.leadsTo('each wait comes to an end', user.only.at('polling'), user.only.at('polled'))
    m.reachable('user space waits', user.only.at('polling'))
    m.reachable('user space keeps the fence longest', user.only.terminated().and(freed))
  },
)
