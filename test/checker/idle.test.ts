/** Daemons that say where they are idle: anywhere else they can be stuck as anybody can. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  either,
  forever,
  int,
  model,
  procedure,
  skip,
  step,
  waitUntil,
  type ModelBuilder,
} from '../../dsl/index.ts'
import { checkIn, testedEngines } from '../engines.ts'

/** What all engines answer; what they say differently is joined. */
async function answer(build: (m: ModelBuilder) => void): Promise<string> {
  const built = model('small', {}, (m) => build(m)).instantiate()
  const reports = await Promise.all(testedEngines.map((engine) => checkIn(engine, built)))
  const said = reports.map(({ verdict, steps }) => {
    return steps === null ? verdict.kind : `${verdict.kind}, ${steps} steps`
  })
  return [...new Set(said)].join(' or ')
}

/** A worker that a task gives one job; the job waits for what nobody does. `others`: whether somebody else runs on for ever. */
const stuckInJob =
  (idle: boolean, others = false) =>
  (m: ModelBuilder) => {
    const jobs = m.state('jobs', int(0, 1))
    const never = m.state('never', bool)
    m.process('worker', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* step('take', { guard: jobs.gt(0), idle }, function* () {
          yield* jobs.set(0)
        })
        yield* waitUntil(never)
      })
    })
    m.process('task', function* () {
      yield* jobs.set(1)
      if (others) {
        yield* forever(function* () {
          yield* skip()
        })
      }
    })
  }

describe('a daemon', () => {
  test('that is stuck in the middle of its work is a deadlock', async () => {
    expect(await answer(stuckInJob(true))).toBe('deadlock, 2 steps')
    expect(await answer(stuckInJob(true, true))).toBe('deadlock, 2 steps')
  })

  test('that says nothing of where it is idle may be stuck anywhere', async () => {
    expect(await answer(stuckInJob(false))).toBe('holds')
    expect(await answer(stuckInJob(false, true))).toBe('holds')
  })

  test('may be idle for ever', async () => {
    const build = (m: ModelBuilder) => {
      const jobs = m.state('jobs', int(0, 1))
      m.process('worker', { daemon: true, count: 2 }, function* () {
        yield* forever(function* () {
          yield* waitUntil(jobs.gt(0), { idle: true })
          yield* jobs.set(0)
        })
      })
      m.process('task', function* () {
        yield* jobs.set(0)
      })
    }
    expect(await answer(build)).toBe('holds')
  })

  const choosing = (both: boolean) => (m: ModelBuilder) => {
    const [a, b] = [m.state('a', bool), m.state('b', bool)]
    m.process('worker', { daemon: true }, function* () {
      yield* forever(function* () {
        yield* either(
          function* () {
            yield* waitUntil(a, { idle: true })
          },
          function* () {
            yield* waitUntil(b, { idle: both })
          },
        )
      })
    })
  }

  test('is idle at a choice where each of its branches is', async () => {
    expect(await answer(choosing(true))).toBe('holds')
    expect(await answer(choosing(false))).toBe('deadlock, 0 steps')
  })

  test('is idle in a procedure that says so, and then nowhere else', async () => {
    const build = (inProcedure: boolean) => (m: ModelBuilder) => {
      const [job, never] = [m.state('job', bool, !inProcedure), m.state('never', bool)]
      const idle = procedure(function* idle() {
        yield* waitUntil(job, { idle: true })
      })
      m.process('worker', { daemon: true }, function* () {
        yield* idle()
        yield* waitUntil(never)
      })
    }
    expect(await answer(build(true))).toBe('holds')
    expect(await answer(build(false))).toBe('deadlock, 1 steps')
  })
})

test('who is no daemon is not excused by being idle', async () => {
  const build = (m: ModelBuilder) => {
    const never = m.state('never', bool)
    m.process('task', function* () {
      yield* waitUntil(never, { idle: true })
    })
  }
  expect(await answer(build)).toBe('deadlock, 0 steps')
})
