/**
 * What code may do between the publication of a fence and its signal, since others wait for fences with locks held, in reclaim and in
 * mmu notifiers: the thread of July 2020 on a fence contract across drivers. Functions are those of `drivers/gpu/drm/scheduler`, of
 * amdgpu for a driver that submits jobs, and of TTM, i915 and `mm/` for those who wait.
 */

import { bool, int, model } from '../../dsl/index.ts'
import { kswapd } from '../../dsl/kernel/index.ts'
import { submitters } from './amdgpu-cs.ts'
import { schedulerOf, schedulingOf } from './drm-sched.ts'
import { fenceProcessOf, gpu } from './gpu.ts'
import { declareProperties } from './properties.ts'
import { timedoutOf } from './recovery.ts'
import { scenarios } from './scenario.ts'
import { sceneOf } from './scene.ts'
import { signallingPathOf } from './signalling-path.ts'
import { omissions, paths, recoveries, submissions, waits } from './variant.ts'
import { evictor, faulter, munmapper, notifier, shrinker, vmidUser } from './waiters.ts'

/** Any driver with any scenario. */
export const contract = model(
  'fence contract',
  {
    path: paths,
    scenario: scenarios,
    submission: submissions,
    waiting: waits,
    recovery: recoveries,
    /** Whether the two fences that the scheduler has for a job are told apart. */
    parent: bool,
    /** Whether a job may run for ever. */
    hang: bool,
    /** How many jobs there are, each with its own submitter. */
    jobs: int(1, 3),
    /** `CONFIG_MMU_NOTIFIER`: whether the order that is primed at boot has the notifiers in it. */
    mmuNotifier: bool.default(true),
    /** What is left out. */
    without: omissions,
  },
  (m, { scenario, jobs, mmuNotifier, ...variant }) => {
    const scene = sceneOf(m, variant, scenario, jobs)
    const { cast } = scene
    m.lockOrder(
      '&mm->mmap_lock',
      'reservation_ww_class_mutex',
      'fs_reclaim',
      ...(mmuNotifier ? ['mmu_notifier_invalidate_range_start'] : []),
      'dma_fence_map',
    )
    shrinker(scene)
    notifier(scene)
    if (cast.shrinker !== 'none') kswapd(m)

    const scheduler = schedulerOf(scene)
    const scheduling = schedulingOf(scene, scheduler, signallingPathOf(scene))
    const amdgpu_fence_process = fenceProcessOf(scene)
    const timedout = timedoutOf(scene, scheduler, amdgpu_fence_process)
    const submitter = submitters(scene, scheduling)
    const worker = scheduler.submit_wq.workers(m, {
      *run_job() {
        yield* scheduling.drm_sched_run_job_work()
      },
    })
    const actors = {
      submitter,
      worker,
      evictor: cast.evictor ? evictor(scene) : null,
      munmap: cast.notifier ? munmapper(scene) : null,
      faulter: cast.faulter ? faulter(scene) : null,
      vmid: scene.vmids === null ? null : vmidUser(scene),
    }
    if (timedout !== null && scheduler.timeout !== null) {
      scheduler.timeout.timeout_wq.workers(m, {
        *tdr() {
          yield* timedout()
        },
      })
    }
    gpu(scene, amdgpu_fence_process)
    const { without } = variant
    m.assume(
      'what is left out is there otherwise',
      without === 'nothing' || scene.omissions.has(without),
    )
    m.assume('somebody waits for a time', variant.waiting === 'for-ever' || cast.evictor)
    declareProperties(scene, scheduler, actors)
  },
)
