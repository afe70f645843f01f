/** The GPU scheduler: a job that was pushed runs when all that it depends on is done. */

import {
  all,
  and,
  label,
  not,
  procedure,
  skip,
  step,
  type BoolTerm,
  type Input,
  type ModelBuilder,
  type SetSort,
} from '../../dsl/index.ts'
import type { Buffer, JobName } from './buffer.ts'
import type { Omission } from './omission.ts'
import type { Order } from './order.ts'
import type { Job } from './scenario.ts'

export type PushJob = ReturnType<typeof pushJobOf>

/** Hands a job over, with what it depends on. */
export function pushJobOf({ pushed, dependencies }: Buffer, order: Order) {
  return (name: string, on: Input<SetSort<JobName>>) =>
    step(`drm_sched_entity_push_job(${name})`, {}, function* () {
      yield* dependencies.at(name).set(on)
      yield* pushed.set(pushed.add(name))
      yield* order.push(name, on)
    })
}

/** What is known of the hardware's side of a job. */
export interface Execution {
  readonly job: Job
  /** Whether the hardware is at it. */
  readonly running: BoolTerm
  /** Whether it waits for another job. */
  readonly waiting: BoolTerm
  readonly done: BoolTerm
}

/** The entity of the job's user: it takes this job, waits, runs it, and signals its fence. */
export function entity(
  m: ModelBuilder,
  { fence, pushed, dependencies }: Buffer,
  job: Job,
  without: Omission,
): Execution {
  const { name } = job
  const own = fence.at(name)
  const signaled = all(dependencies.at(name), (each) => fence.at(each).signaled)

  const drm_sched_entity_pop_job = procedure(function* drm_sched_entity_pop_job() {
    const queued = { kind: 'event', event: `drm_sched_entity_push_job(${name})`, by: null } as const
    yield* step(
      'drm_sched_entity_queue_peek',
      { guard: pushed.has(name), wait: queued },
      function* () {},
    )
    yield* label('waiting')
    if (without === 'the wait for dependencies') yield* skip()
    else {
      const wait = { kind: 'event', event: 'dependencies signaled', by: null } as const
      yield* step('drm_sched_entity_add_dependency_cb', { guard: signaled, wait }, function* () {})
    }
  })
  const drm_sched_job_done = procedure(function* drm_sched_job_done() {
    yield* own.signal()
  })

  const process = m.process(`${name}'s GPU`, function* () {
    yield* drm_sched_entity_pop_job()
    yield* step('run_job', {}, function* () {})
    yield* label('running')
    if (without !== 'dma_fence_signal') yield* drm_sched_job_done()
  })
  const { only } = process
  return {
    job,
    running: only.at('running'),
    waiting: and(only.at('waiting'), not(signaled)),
    done: only.terminated(),
  }
}
