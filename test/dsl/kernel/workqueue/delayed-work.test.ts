/** Delayed work: pending while its timer runs. */

import { describe, expect, test } from 'vitest'
import {
  all,
  assert,
  identity,
  int,
  label,
  not,
  set,
  skip,
  when,
  type BoolTerm,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { delayed, workqueue } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'

describe('delayed work', () => {
  test('is pending from when its timer is started until its function runs', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: delayed() }))
      const runs = m.state('runs', int(0, 1))
      const { run } = wq.work
      wq.workers(m, {
        *run() {
          yield* runs.set(1)
        },
      })
      const task = m.process('task', function* () {
        yield* run.queueDelayed()
        yield* label('started')
        const again = yield* run.queue()
        yield* when(again, function* () {
          yield* label('queued again')
          yield* skip()
        })
      })
      const begun = run.isRunning().or(runs.eq(1))
      m.always('pending', task.only.at('started').implies(run.isPending().or(begun)))
      m.always('not queued twice', task.only.at('queued again').implies(begun))
      m.reachable('not yet executed', task.only.terminated().and(runs.eq(0)))
      m.reachable('executed', task.only.terminated().and(runs.eq(1)))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that is flushed does not wait for its timer', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: delayed() }))
      const runs = m.state('runs', int(0, 1))
      wq.workers(m, {
        *run() {
          yield* runs.set(1)
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queueDelayed()
        yield* wq.work.run.flush()
        yield* assertion(runs.eq(1))
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  test('that is canceled in time is not executed', async () => {
    const build = (m: ModelBuilder) => {
      const job = identity('job', 2)
      const wq = m.state('wq', workqueue({ job: delayed(job) }))
      const runs = m.state('runs', set(job))
      wq.workers(m, {
        *job(i) {
          yield* runs.set(runs.add(i))
        },
      })
      const task = m.process('task', { each: job }, function* (self) {
        const work = () => wq.work.job.at(self)
        yield* work().queueDelayed()
        const canceled = yield* work().cancelSync()
        yield* when(canceled, function* () {
          yield* assertion(not(runs.has(self)))
          yield* label('in time')
          yield* skip()
        })
        yield* work().modDelayed()
      })
      m.reachable(
        'in time',
        task.every((t) => t.at('in time')),
      )
      m.reachable(
        'after all',
        all(job, (i) => runs.has(i)),
      )
    }
    expect(await answer(build)).toBe('holds')
  })
})

function assertion(test: BoolTerm) {
  return assert(test, 'both are done')
}
