/** What must be true of every fence and of those who wait for it. */

import {
  and,
  eventually,
  leadsTo,
  not,
  some,
  thread,
  type BoolTerm,
  type IdentitySort,
  type ProcessHandle,
} from '../../dsl/index.ts'
import { inFsReclaim } from '../../dsl/kernel/index.ts'
import type { submitters } from './amdgpu-cs.ts'
import type { Scheduler } from './drm-sched.ts'
import type { Scene } from './scene.ts'
import type { evictor, faulter, munmapper, vmidUser } from './waiters.ts'

/** Those who take part; null where one does not. */
export interface Actors {
  readonly submitter: ReturnType<typeof submitters>
  readonly worker: ProcessHandle<IdentitySort<string>, string>
  readonly evictor: ReturnType<typeof evictor> | null
  readonly munmap: ReturnType<typeof munmapper> | null
  readonly faulter: ReturnType<typeof faulter> | null
  readonly vmid: ReturnType<typeof vmidUser> | null
}

/** Declares the contract, and that each actor comes to do its work. */
export function declareProperties(scene: Scene, scheduler: Scheduler, actors: Actors): void {
  const { m, resv, finished, vmids } = scene
  const { submitter, evictor, munmap, faulter, vmid } = actors
  m.temporal(
    'every published fence is signalled',
    submitter.every((job) => leadsTo(resv.has(job), finished.at(job).signaled)),
  )
  m.temporal(
    'nobody is held up for ever',
    and(
      submitter.every((job) => eventually(job.terminated())),
      ...[evictor, munmap, faulter, vmid].flatMap((each) => {
        return each === null ? [] : [eventually(each.only.terminated())]
      }),
    ),
  )
  if (vmids !== null && vmid !== null) {
    const users = scene.job.size + 1
    const done = submitter.every((job) => finished.at(job).signaled)
    m.always(
      'every user of a VMID is counted',
      and(done, vmid.only.terminated()).implies(vmids.use.value.eq(users)),
    )
  }
  for (const [name, seen] of witnesses(scene, scheduler, actors)) m.reachable(name, seen)
}

/** What shows that each actor does its work, and that locks are contended. */
function* witnesses(
  { variant, cast, resv, memory, finished, running, written, job, ...scene }: Scene,
  { job_queue, timeout }: Scheduler,
  { submitter, worker, evictor, munmap, faulter, vmid }: Actors,
): Generator<[name: string, seen: BoolTerm]> {
  const pending = () => not(resv.fences('BOOKKEEP').isEmpty())
  const someDone = () => submitter.some((each) => finished.at(each).signaled)
  const { mmap_lock, notifier_lock, wedged, vmids } = scene

  yield ['all jobs are done', submitter.every((each) => finished.at(each).signaled)]
  yield ['the hardware ends a job', not(written.isEmpty())]
  if (scene.short) {
    yield ['a submitter gets no memory', submitter.some((each) => each.at('-ENOMEM'))]
  }
  if (evictor !== null && memory.bo !== null) {
    const { only } = evictor
    const holds = resv.heldBy(only.thread())
    const moved = and(only.terminated(), memory.bo.placement.eq('moved'))
    const used = not(memory.bo.relocated.isEmpty())
    yield ['the evictor waits for a fence', and(only.at('waits'), pending())]
    yield [
      'the evictor keeps a submitter out',
      and(
        holds,
        submitter.some((each) => each.at('locks')),
      ),
    ]
    yield ['the evictor moves what a job used', and(moved, used, someDone())]
    const mayGiveUp = !scene.omits('ttm_bo_evict: dma_resv_wait_timeout')
    if (variant.waiting === 'timeout-is-busy' && mayGiveUp) {
      yield ['the evictor gives up', only.at('-EBUSY')]
    }
    if (faulter !== null && mmap_lock !== null) {
      const faults = mmap_lock.heldBy(faulter.only.thread())
      yield ['a page fault waits for the evictor, who waits', and(faults, holds, pending())]
    }
  }
  if (cast.shrinker !== 'none' && memory.bo !== null) {
    const reclaims = some(thread, (each) => inFsReclaim(each))
    const moved = memory.bo.placement.eq('moved')
    yield ['somebody reclaims while a fence is pending', and(reclaims, pending())]
    yield ['the shrinker takes what a job used', and(reclaims, moved, someDone())]
  }
  if (munmap !== null && memory.user !== null && notifier_lock !== null) {
    const holds = notifier_lock.heldBy(munmap.only.thread())
    yield ['the notifier waits for a fence', and(holds, memory.user.valid.isEmpty(), pending())]
    yield ['a page goes that a job used', and(not(memory.user.mapped), someDone())]
    yield ['a submitter comes too late', submitter.some((each) => each.at('-EAGAIN'))]
  }
  if (vmid !== null && vmids !== null) {
    const wants = worker.only.at('locks id_mgr')
    yield ['the lock of the VMIDs is contended', and(vmids.lock.heldBy(vmid.only.thread()), wants)]
  }
  if (timeout !== null) {
    yield ['a timeout comes while a job runs', and(timeout.pause_submit, not(running.isEmpty()))]
  }
  if (wedged !== null && job.size > 1) {
    yield ['a job comes after the end of the hardware', and(wedged, not(job_queue.isEmpty()))]
  }
}
