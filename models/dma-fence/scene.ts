/** What all functions of the driver work on. */

import {
  bool,
  identity,
  int,
  oneOf,
  procedure,
  set,
  type ModelBuilder,
  type TermOf,
} from '../../dsl/index.ts'
import {
  dmaFences,
  dmaResv,
  mutex,
  plain,
  rwsem,
  spinlock,
  type Callback,
} from '../../dsl/kernel/index.ts'
import { memoryOf, type Job, type Memory } from './memory.ts'
import { castOf, type Scenario } from './scenario.ts'
import type { Omission, Variant } from './variant.ts'

/** What `dma_fence_add_callback` registers with the fence of the hardware. */
const callbacks = oneOf('drm_sched_job_done_cb')

export type Scene = ReturnType<typeof sceneOf>

/** Declares the objects: so many jobs that use one buffer, and only the locks that somebody takes. */
export function sceneOf(m: ModelBuilder, variant: Variant, scenario: Scenario, jobs: number) {
  const cast = castOf[scenario]
  const job: Job = identity('job', jobs)
  const finished = m.state(
    'finished',
    dmaFences(job, { lock: 'inline', lockClass: '&fence->lock' }),
  )

  const drm_sched_job_done = procedure(
    { params: { which: job } },
    function* drm_sched_job_done({ which }) {
      yield* finished.at(which).signal()
    },
  )
  const drm_sched_job_done_cb = (_: unknown, which: TermOf<Job>): Callback => done(which)
  function* done(which: TermOf<Job>): Callback {
    yield* drm_sched_job_done({ which })
  }

  const parent = variant.parent
    ? m.state(
        'parent',
        dmaFences(job, { lock: fenceLockOf(m), callbacks, func: drm_sched_job_done_cb }),
      )
    : null
  const resv = m.state('resv', dmaResv({ fences: finished }))
  const reclaims = cast.shrinker !== 'none' || cast.notifier
  const { path, submission } = variant
  const needs = {
    mmap: cast.notifier || cast.faulter || path === 'copy_from_user' || path.startsWith('mmap'),
    notifier: cast.notifier || path === 'notifier_lock' || submission !== 'in-order',
  }
  const omissions = new Set<Omission>()
  const memory: Memory = memoryOf(m, job, {
    moves: cast.evictor || cast.shrinker !== 'none',
    unmaps: cast.notifier,
  })
  return {
    m,
    variant,
    cast,
    /** Whether this is left out; what was asked for could be. */
    omits: (what: Omission): boolean => {
      omissions.add(what)
      return variant.without === what
    },
    omissions,
    job,
    /** The fence of each job that others see. */
    finished,
    /** The fence of each job that the interrupt signals, which signals the former by a callback; null where the two are taken for one. */
    parent,
    resv,
    memory,
    drm_sched_job_done,
    /** Whether memory is short, so that allocations reclaim and may fail. */
    short: reclaims,
    mmap_lock: needs.mmap ? m.state('mmap_lock', rwsem('&mm->mmap_lock')) : null,
    notifier_lock: needs.notifier ? m.state('notifier_lock', mutex('&adev->notifier_lock')) : null,
    /** The VMIDs of the hardware and a lock of their own, which nobody holds who waits; null where nobody takes it. */
    vmids:
      path === 'id_mgr->lock'
        ? {
            lock: m.state('id_mgr->lock', mutex('&id_mgr->lock')),
            use: m.state('vmid_use', plain(int(0, jobs + 1))),
          }
        : null,
    /** Whether the hardware was given up. */
    wedged: variant.recovery === 'wedge' ? m.state('wedged', bool) : null,
    /** Jobs of which the fence is on the ring, and is not processed; null where nobody asks. */
    emitted: variant.recovery === 'none' ? null : m.state('fence_drv.fences', set(job)),
    /** Jobs that the hardware executes. */
    running: m.state('ring', set(job)),
    /** Those of them that hang; null where none can. */
    hung: variant.hang ? m.state('hung', set(job)) : null,
    /** Jobs of which the hardware has written the sequence number. */
    written: m.state('seqno', set(job)),
  }
}

/** What the scene has where somebody uses it. */
export function present<T>(part: T | null): T {
  if (part === null) throw new Error('the scene is without something that is used in it')
  return part
}

/** The lock that the fences of a ring share. */
function fenceLockOf(m: ModelBuilder) {
  return m.state('fence_drv.lock', spinlock('&ring->fence_drv.lock'))
}
