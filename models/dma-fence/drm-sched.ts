/** The scheduler's side of a job: queued, run, and armed with a timeout. After `drivers/gpu/drm/scheduler/sched_main.c`. */

import {
  and,
  bool,
  either,
  leave,
  local,
  loop,
  not,
  pick,
  procedure,
  ret,
  set,
  step,
  when,
  type AnyStatement,
  type TermOf,
} from '../../dsl/index.ts'
import {
  delayed,
  dma_fence_begin_signalling,
  dma_fence_end_signalling,
  workqueue,
} from '../../dsl/kernel/index.ts'
import type { Job } from './memory.ts'
import type { Scene } from './scene.ts'
import type { SignallingPath } from './signalling-path.ts'

export type Scheduler = ReturnType<typeof schedulerOf>

/** Declares the queues of the scheduler. */
export function schedulerOf({ m, job, variant }: Scene) {
  const recovers = variant.recovery !== 'none'
  return {
    /** Jobs that are submitted and not run. */
    job_queue: m.state('job_queue', set(job)),
    submit_wq: m.state('submit_wq', workqueue({ run_job: null }, { waited: recovers })),
    /** What a timeout needs; null where there is none. */
    timeout: recovers
      ? {
          timeout_wq: m.state('timeout_wq', workqueue({ tdr: delayed() }, { waited: false })),
          pause_submit: m.state('pause_submit', bool),
        }
      : null,
  }
}

/** The functions that queue a job, and that the worker executes. */
export function schedulingOf(scene: Scene, scheduler: Scheduler, path: SignallingPath) {
  const { job, variant, omits, parent, running, emitted, wedged, memory, drm_sched_job_done } =
    scene
  const { job_queue, submit_wq, timeout } = scheduler
  const annotated = !omits('dma_fence_begin_signalling')

  const drm_sched_entity_push_job = procedure(
    { params: { which: job } },
    function* drm_sched_entity_push_job({ which }) {
      yield* step('spsc_queue_push', {}, function* () {
        // The buffer's lock is held since its address was looked up.
        yield* memory.relocate(which)
        yield* job_queue.set(job_queue.add(which))
      })
      yield* submit_wq.work.run_job.queue()
    },
  )

  const drm_sched_job_begin = procedure(function* drm_sched_job_begin() {
    if (timeout !== null) yield* timeout.timeout_wq.work.tdr.queueDelayed()
  })

  const { allocate } = path
  // A single job is never given to hardware that was given up before.
  const refusing = job.size > 1 ? wedged : null
  const fallible = allocate !== null || refusing !== null
  const amdgpu_vmid_grab =
    allocate === null
      ? null
      : procedure({ returns: bool }, function* amdgpu_vmid_grab() {
          yield* ret(yield* allocate())
        })

  const amdgpu_fence_emit =
    parent === null
      ? null
      : procedure({ params: { which: job } }, function* amdgpu_fence_emit({ which }) {
          yield* parent.at(which).init()
        })

  /** Gives whether there is a fence: without one the job has failed. */
  const amdgpu_job_run = procedure(
    { params: { which: job }, returns: bool },
    function* amdgpu_job_run({ which }) {
      yield* path.before()
      if (refusing !== null && !omits('amdgpu_job_run: sched.ready')) {
        const dead = yield* step('amdgpu_ring.sched.ready', {}, function* () {
          return refusing
        })
        yield* when(dead, function* () {
          yield* ret(false)
        })
      }
      if (amdgpu_vmid_grab !== null) {
        const there = yield* amdgpu_vmid_grab()
        yield* when(not(there), function* () {
          yield* ret(false)
        })
      }
      if (amdgpu_fence_emit !== null) yield* amdgpu_fence_emit({ which })
      yield* step('amdgpu_ring_commit', {}, function* () {
        if (emitted !== null) yield* emitted.set(emitted.add(which))
        yield* running.set(running.add(which))
      })
      yield* ret(true)
    },
  )

  /** The callback goes to a fence that may be signalled already. */
  function* addCallback(which: TermOf<Job>): Generator<AnyStatement<never, never>, void, unknown> {
    if (parent === null || omits('drm_sched_run_job_work: dma_fence_add_callback')) return
    const added = yield* parent.at(which).addCallback('drm_sched_job_done_cb')
    if (omits('drm_sched_run_job_work: -ENOENT')) return
    yield* when(not(added), function* () {
      yield* drm_sched_job_done({ which })
    })
  }

  const drm_sched_run_job_work = procedure(function* drm_sched_run_job_work() {
    const cookie = yield* local('cookie', bool, false)
    if (annotated) yield* cookie.set(yield* dma_fence_begin_signalling())
    yield* loop(function* () {
      const queued = not(job_queue.isEmpty())
      const waits = timeout === null ? queued : and(queued, not(timeout.pause_submit))
      yield* either(
        function* () {
          const which = yield* step('drm_sched_entity_pop_job', { guard: waits }, function* () {
            const next = yield* pick(job_queue)
            yield* job_queue.set(job_queue.remove(next))
            return next
          })
          yield* drm_sched_job_begin()
          const run = yield* amdgpu_job_run({ which })
          const started = () => addCallback(which)
          if (fallible) {
            yield* when(run, started, function* () {
              if (variant.path !== 'GFP_ATOMIC-unhandled') yield* drm_sched_job_done({ which })
            })
          } else yield* started()
        },
        function* () {
          yield* step('drm_sched_select_entity = NULL', { guard: not(waits) }, function* () {})
          yield* leave()
        },
      )
    })
    if (annotated) yield* dma_fence_end_signalling(cookie)
  })

  return { drm_sched_entity_push_job, drm_sched_run_job_work }
}
