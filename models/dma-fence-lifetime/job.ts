/** A job of the GPU scheduler, what it has of the hardware, and its two fences: the driver's, and the scheduler's that others may see. */

import {
  atomic,
  identity,
  individual,
  int,
  oneOf,
  procedure,
  struct,
  type ModelBuilder,
} from '../../dsl/index.ts'
import {
  dmaFence,
  objects,
  kref,
  spinlock,
  workqueue,
  type Callback,
} from '../../dsl/kernel/index.ts'

/** What `dma_fence_add_callback` registers with the driver's fence. */
const callbacks = oneOf('drm_sched_job_done_cb')

interface JobOptions {
  /** Who has references to what the job has of the hardware: those who work on the job, or its fence. */
  readonly resources: 'of workers' | 'of the fence'
  /** Whether the scheduler's fence is signalled when the driver's is. */
  readonly signals: boolean
}

/** Declares it, none being there yet. */
export function jobOf(m: ModelBuilder, { resources, signals }: JobOptions) {
  const sort = identity('job', 1)
  const only = individual(sort, 0)
  // The fences of a ring have its lock; this is a ring that goes with its last job.
  const ring = struct({ fence_lock: spinlock('&ring->fence_lock'), refcount: kref(int(0, 2)) })
  const rings = m.state('ring', objects(sort, ring))
  const { refcount } = rings.at(only)
  const ofWorkers = resources === 'of workers'

  const parents = m.state(
    'parent',
    objects(
      sort,
      struct({
        base: dmaFence({
          lock: () => rings.at(only).fence_lock,
          references: 3,
          callbacks,
          func: () => done(),
          ops: { release: () => parentReleased() },
        }),
      }),
    ),
  )
  const finishedOnes = m.state(
    's_fence',
    objects(
      sort,
      struct({
        base: dmaFence({
          lock: 'inline',
          lockClass: '&fence->lock',
          references: 2,
          ops: { release: () => finishedReleased() },
        }),
      }),
    ),
  )
  const submit_wq = m.state('submit_wq', workqueue({ free_job: null }, { waited: false }))
  const parent = parents.at(only).base
  const finished = finishedOnes.at(only).base

  const drm_sched_job_done = procedure(function* drm_sched_job_done() {
    if (signals) yield* finished.signal()
    yield* submit_wq.work.free_job.queue()
  })
  function* done(): Callback {
    yield* drm_sched_job_done()
  }
  const driver_ring_put = procedure(function* driver_ring_put() {
    yield* refcount.put(function* () {
      yield* rings.free(only)
    })
  })
  const driver_fence_release = procedure(function* driver_fence_release() {
    if (!ofWorkers) yield* driver_ring_put()
    yield* parents.free(only)
  })
  function* parentReleased(): Callback {
    yield* driver_fence_release()
  }
  const drm_sched_fence_release_finished = procedure(function* drm_sched_fence_release_finished() {
    yield* finishedOnes.free(only)
  })
  function* finishedReleased(): Callback {
    yield* drm_sched_fence_release_finished()
  }

  const driver_job_create = procedure(function* driver_job_create() {
    // Nobody else knows any of it.
    yield* atomic(function* drm_sched_job_arm() {
      yield* rings.alloc()
      if (ofWorkers) yield* refcount.get()
      yield* parents.alloc()
      yield* parent.init()
      yield* parent.get()
      yield* finishedOnes.alloc()
      yield* finished.init()
    })
  })
  const driver_irq_handler = procedure(function* driver_irq_handler() {
    yield* parent.signal()
    if (ofWorkers) yield* driver_ring_put()
    yield* parent.put()
  })
  const drm_sched_job_cleanup = procedure(function* drm_sched_job_cleanup() {
    yield* finished.put()
  })
  const driver_free_job = procedure(function* driver_free_job() {
    yield* parent.put()
    if (ofWorkers) yield* driver_ring_put()
    yield* drm_sched_job_cleanup()
  })
  const drm_sched_free_job_work = procedure(function* drm_sched_free_job_work() {
    yield* driver_free_job()
  })
  submit_wq.workers(m, {
    *free_job() {
      yield* drm_sched_free_job_work()
    },
  })
  return {
    parent,
    finished,
    driver_job_create,
    driver_irq_handler,
    /** Whether it has what is the hardware's. */
    hasResources: () => rings.isAllocated(only),
  }
}
