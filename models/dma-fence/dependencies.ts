/**
 * Jobs that wait for the fences of one another, as implicit synchronisation has it: a job depends on the fences that it finds in its
 * buffers. After the thread of July 2020 on a fence contract across drivers, which takes for granted that nobody waits in a circle, and
 * after `drm_sched_job_add_implicit_dependencies` and panfrost, a driver that submits by it.
 */

import {
  all,
  and,
  array,
  choose,
  filter,
  identity,
  index,
  int,
  leadsTo,
  model,
  oneOf,
  or,
  procedure,
  set,
  some,
  step,
  type IdentitySort,
  type IndexSort,
  type TermOf,
} from '../../dsl/index.ts'
import { dmaFences, dmaResv, drm_exec_init, WwClass } from '../../dsl/kernel/index.ts'

type Job = IdentitySort<'job'>
type Buffer = IndexSort<'buffer'>

/**
 * - `all-at-once`: a job is submitted with all its buffers locked;
 * - `one-at-a-time`: it looks for fences in a buffer, and adds its own, before it locks the next.
 */
export const dependencies = model(
  'fence dependencies',
  { locking: oneOf('all-at-once', 'one-at-a-time'), jobs: int(1, 3).default(2) },
  (m, { locking, jobs }) => {
    const job: Job = identity('job', jobs)
    const buffer: Buffer = index('buffer', 2)
    const contexts = locking === 'all-at-once' ? jobs : 0
    const ww = new WwClass('reservation_ww_class', { contexts, locks: 2 })
    const fences = m.state('finished', dmaFences(job))
    const resv = m.state('resv', array(buffer, dmaResv({ fences, class: ww })))
    const waitsFor = m.state('dependencies', array(job, set(job)))
    const queued = m.state('job_queue', set(job))

    const drm_sched_job_add_implicit_dependencies = procedure(
      { params: { which: job, bo: buffer } },
      function* drm_sched_job_add_implicit_dependencies({ which, bo }) {
        const found = yield* resv.at(bo).getFences('READ')
        yield* step('drm_sched_job_add_dependency', {}, function* () {
          yield* waitsFor.at(which).update((known) => known.union(found))
        })
      },
    )

    const drm_sched_entity_push_job = procedure(
      { params: { which: job } },
      function* drm_sched_entity_push_job({ which }) {
        yield* step('spsc_queue_push', {}, function* () {
          yield* queued.set(queued.add(which))
        })
      },
    )

    const panfrost_acquire_object_fences = procedure(
      { params: { which: job, bo: buffer } },
      function* panfrost_acquire_object_fences({ which, bo }) {
        yield* resv.at(bo).reserveFences(1)
        yield* drm_sched_job_add_implicit_dependencies({ which, bo })
      },
    )

    const panfrost_attach_object_fences = procedure(
      { params: { which: job, bo: buffer } },
      function* panfrost_attach_object_fences({ which, bo }) {
        yield* resv.at(bo).addFence(which, 'WRITE')
      },
    )

    const panfrost_job_push = procedure(
      { params: { which: job, first: buffer } },
      function* panfrost_job_push({ which, first }) {
        const list = [first, first.next()]
        yield* fences.at(which).init()
        if (locking === 'all-at-once') {
          const exec = yield* drm_exec_init(resv, { class: ww })
          yield* exec.untilAllLocked(function* () {
            for (const bo of list) {
              yield* exec.lockObj(bo)
              yield* exec.retryOnContention()
            }
          })
          for (const bo of list) yield* panfrost_acquire_object_fences({ which, bo })
          yield* drm_sched_entity_push_job({ which })
          for (const bo of list) yield* panfrost_attach_object_fences({ which, bo })
          yield* exec.fini()
        } else {
          for (const bo of list) {
            yield* resv.at(bo).lock()
            yield* panfrost_acquire_object_fences({ which, bo })
            yield* panfrost_attach_object_fences({ which, bo })
            yield* resv.at(bo).unlock()
          }
          yield* drm_sched_entity_push_job({ which })
        }
      },
    )

    const panfrost_ioctl_submit = procedure(
      { params: { which: job } },
      function* panfrost_ioctl_submit({ which }) {
        const first = yield* choose(buffer)
        yield* panfrost_job_push({ which, first })
      },
    )

    const submitter = m.process('submitter', { each: job }, function* (which) {
      yield* panfrost_ioctl_submit({ which })
    })

    const drm_sched_entity_pop_job = procedure(
      { params: { which: job } },
      function* drm_sched_entity_pop_job({ which }) {
        const wait = { kind: 'event', event: 'a job in the queue', by: null } as const
        yield* step(
          'drm_sched_entity_queue_peek',
          { guard: queued.has(which), wait },
          function* () {},
        )
        const pending = filter(job, (each) =>
          and(waitsFor.at(which).has(each), fences.at(each).signaled.not()),
        )
        const fence = { kind: 'event', event: 'signals of its dependencies', by: null } as const
        const ready = { guard: pending.isEmpty(), wait: fence }
        yield* step('drm_sched_entity_clear_dep', ready, function* () {})
      },
    )
    m.process('scheduler', { each: job }, function* (which) {
      yield* drm_sched_entity_pop_job({ which })
      yield* fences.at(which).signal()
    })

    const waits = (a: TermOf<Job>, b: TermOf<Job>) => waitsFor.at(a).has(b)
    m.never(
      'jobs wait for one another in a circle',
      some(job, (a) =>
        some(job, (b) =>
          and(
            waits(a, b),
            or(
              waits(b, a),
              some(job, (c) => and(waits(b, c), waits(c, a))),
            ),
          ),
        ),
      ),
    )
    m.temporal(
      'every published fence is signalled',
      submitter.every((j) =>
        leadsTo(
          some(buffer, (bo) => resv.at(bo).has(j)),
          fences.at(j).signaled,
        ),
      ),
    )
    if (jobs > 1) {
      m.reachable(
        'a job waits for all others',
        some(job, (a) => all(job, (b) => or(a.eq(b), waits(a, b)))),
      )
    }
    m.reachable(
      'all jobs are done',
      all(job, (j) => fences.at(j).signaled),
    )
  },
)
