/** Taking work back: what is left of it afterwards, and where that blocks. */

import { describe, expect, test } from 'vitest'
import {
  bool,
  label,
  not,
  skip,
  waitUntil,
  when,
  type ModelBuilder,
} from '../../../../dsl/index.ts'
import { workqueue } from '../../../../dsl/kernel/index.ts'
import { answer } from '../answer.ts'
import { workUnderLock } from './work-scene.ts'

describe('cancel_work', () => {
  test('takes back what is pending, and says so', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* label('in run')
          yield* skip()
        },
      })
      const task = m.process('task', function* () {
        yield* wq.work.run.queue()
        const canceled = yield* wq.work.run.cancel()
        yield* when(canceled, function* () {
          yield* label('canceled')
          yield* skip()
        })
      })
      m.always(
        'taken back',
        task.only.at('canceled').implies(not(wq.work.run.isPending().or(wq.work.run.isRunning()))),
      )
      m.reachable('canceled', task.only.at('canceled'))
      m.reachable('too late', task.only.terminated().and(wq.work.run.isRunning()))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('lets go whoever waits for what it takes back', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ first: null, run: null }, { ordered: true }))
      const flushed = m.state('flushed', bool)
      wq.workers(m, {
        *first() {
          yield* waitUntil(flushed)
        },
        *run() {},
      })
      const { first, run } = wq.work
      m.process('flusher', function* () {
        yield* first.queue()
        yield* run.queue()
        yield* run.flush()
        yield* flushed.set(true)
      })
      m.process('canceler', function* () {
        yield* waitUntil(run.isPending())
        yield* run.cancel()
      })
    }
    expect(await answer(build)).toBe('holds')
  })
})

describe('cancel_work_sync', () => {
  test('leaves the work neither pending nor running', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* wq.work.run.queue()
        },
      })
      const task = m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.cancelSync()
        yield* label('canceled')
        yield* skip()
      })
      const left = wq.work.run.isPending().or(wq.work.run.isRunning())
      m.never('left', task.only.at('canceled').and(left))
    }
    expect(await answer(build)).toBe('holds')
  })

  test('under a lock that the work takes is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const { lock, run } = workUnderLock(m)
      m.process('task', function* () {
        yield* run.queue()
        yield* lock.lock()
        yield* run.cancelSync()
        yield* lock.unlock()
      })
    }
    expect(await answer(build)).toMatch(/^deadlock/)
  })

  test('by the work itself is a deadlock', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, {
        *run() {
          yield* wq.work.run.cancelSync()
        },
      })
      m.process('task', function* () {
        yield* wq.work.run.queue()
        yield* wq.work.run.flush()
      })
    }
    expect(await answer(build)).toMatch(/^deadlock/)
  })

  test('says whether it was pending', async () => {
    const build = (m: ModelBuilder) => {
      const wq = m.state('wq', workqueue({ run: null }))
      wq.workers(m, { *run() {} })
      const task = m.process('task', function* () {
        const before = yield* wq.work.run.cancelSync()
        yield* wq.work.run.queue()
        const after = yield* wq.work.run.cancelSync()
        yield* when(not(before).and(after), function* () {
          yield* label('so')
          yield* skip()
        })
      })
      m.reachable('so', task.only.at('so'))
    }
    expect(await answer(build)).toBe('holds')
  })
})
